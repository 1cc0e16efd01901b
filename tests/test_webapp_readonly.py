"""The index is read, never written: whoever serves it needs no right to write anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from indexer.config import Settings
from indexer.rebuild import rebuild


READER = """
import sys
from pathlib import Path
from indexer.config import load_settings
from webapp import create_app

settings = load_settings(Path(sys.argv[1]))
URLS = ("/?q=nytteindsats", "/forslag?q=nytte", "/om", "/personer", "/healthz", "/api/v1/export.csv?q=nytte*")

def said(client):
    for url in URLS:
        yield client.get(url).status_code
    yield client.post("/foer", data={"tekst": "Hvad koster nytteindsats?"}).status_code

try:
    (settings.index_path / "new").write_text("x")
except PermissionError:
    print("read-only")
print(*said(create_app(settings).test_client()))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_whoever_serves_needs_only_read_the_index(corpus: Path) -> None:
    """A user that may write nowhere, least of all in the index, answers every kind of search from it, and leaves nothing behind."""
    with tempfile.TemporaryDirectory() as name:  # not below pytest's own, which only its user may enter
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(corpus, folder / "corpus")
        (folder / "config.toml").write_text("", encoding="utf-8")
        rebuild(Settings(folder=folder))
        everything = sorted(folder.rglob("*"))
        for path in everything:
            path.chmod(0o555 if path.is_dir() else 0o444)
        folder.chmod(0o555)
        # Another user might not even read the program; root without its rights is bound by its own files' modes.
        bound = ["setpriv", "--bounding-set=-all"] if os.getuid() == 0 else []
        command = [*bound, sys.executable, "-c", READER, str(folder / "config.toml")]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        after = sorted(folder.rglob("*"))
        for path in (folder, *everything):
            if path.is_dir():
                path.chmod(0o755)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["read-only", " ".join(["200"] * 7)]
    assert after == everything
