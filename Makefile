# `make serve` and `make test` do everything on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
  BIN := $(VENV)/Scripts
else
  BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: serve engines test test-cluster check lint format golden pictures screens lock clean

serve: $(VENV)/.runtime  ## set up, rebuild the index from corpus/, serve the page
	$(BIN)/indexer rebuild
	$(BIN)/python -m webapp

engines: $(VENV)/.runtime  ## what `[index] engine = "tantivy"` and "opensearch" need besides
	$(PIP) --require-hashes -r requirements-engines.lock

test: $(VENV)/.dev  ## set up and run every test: in a process for each core, and then in one those that need a cluster
	$(BIN)/python -m tests.browser.install
	$(BIN)/python -m tests.ocr_install
	$(BIN)/python -m tests.vnu_install
	$(BIN)/python -m tests.deploy_install
	$(BIN)/python -m tests.opensearch.install
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(PYTEST)
	$(BIN)/python -m pytest --cluster $(PYTEST)$(if $(PYTEST), || test $$? -eq 5)  # 5: none was chosen

test-cluster: $(VENV)/.dev  ## set up and run only the tests that need an OpenSearch cluster
	$(BIN)/python -m tests.opensearch.install
	$(BIN)/python -m pytest --cluster $(PYTEST)

check: test lint  ## what CI runs

lint: $(VENV)/.dev  ## style, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev  ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(VENV)/.dev  ## write the expected files of the golden tests anew; review the difference before committing it
	$(BIN)/python -m pytest -q --update-golden || true
	git --no-pager diff --stat -- tests

pictures: $(VENV)/.dev  ## take the pictures of docs/brugervejledning.md anew
	$(BIN)/python -m tests.browser.install
	$(BIN)/python -m tests.browser.guide

screens: $(VENV)/.dev  ## draw every state of every page in every window, to be looked at, into screens/
	$(BIN)/python -m tests.browser.install
	$(BIN)/python -m tests.browser.screens

lock: $(VENV)/.dev  ## resolve the dependencies anew, with hashes, for every platform
	$(PIP) uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	  --upgrade --group build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	  --constraint requirements.lock --extra tantivy --extra opensearch -o requirements-engines.lock pyproject.toml
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	  --constraint requirements.lock --constraint requirements-engines.lock --group dev -o requirements-dev.lock pyproject.toml

$(VENV)/bin/python $(VENV)/Scripts/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Svarsøg kræver Python 3.11 eller nyere; vælg en med: make PYTHON=python3.12 ...')"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -c "open('$@', 'w').close()"

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -c "open('$(VENV)/.runtime', 'w').close(); open('$@', 'w').close()"

clean:  ## remove what was made: environment, index, caches
	rm -rf $(VENV) index .cache screens build dist
