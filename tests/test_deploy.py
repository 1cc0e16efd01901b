from __future__ import annotations

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest

from indexer.cli import main as indexer
from indexer.config import Access
from indexer.config import Settings
from indexer.config import load_settings
from indexer.config import section_names
from tests.deploy_install import required
from webapp import create_app
from webapp.__main__ import MOST_BODY_BYTES
from webapp.__main__ import main as webapp


ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(DEPLOY.iterdir())}
PROXIES = ("nginx.conf", "Caddyfile", "web.config")
UNITS = ("svarsoeg.service", "svarsoeg-rebuild.service", "svarsoeg-rebuild.timer")
GUIDE = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
EVERYTHING = {**FILES, "drift.md": GUIDE}


def unit(name: str) -> dict[str, list[tuple[str, str]]]:
    """The sections of a unit, each with its settings in order; one may come twice."""
    parsed = RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(FILES[name])
    return {section: parsed.items(section) for section in parsed.sections()}


def commands(name: str) -> set[str]:
    """The commands of ours that a file runs, as they stand there."""
    text = re.sub(r"^COPY .*", "", FILES.get(name, GUIDE), flags=re.MULTILINE).replace('", "', " ")
    return set(re.findall(r"(?:-m webapp|\bindexer(?:\.exe)?)((?: [\w./:\\%-]+)*)", text))


@pytest.mark.parametrize("name", sorted(EVERYTHING))
def test_settings_that_are_named_exist(name: str) -> None:
    """Whatever stands as [section] key, in a file or the guide, is a setting."""
    default = Settings(folder=ROOT)
    for section, key in re.findall(r"`?\[([a-z]+)\] ([a-z_]+)`?(?= = | =|`| names|,| hosts| must| whatever)", EVERYTHING[name]):
        assert section in section_names()
        if section not in ("restricted", "parties", "members"):
            assert hasattr(getattr(default, section), key), f"[{section}] {key}"


def test_the_settings_for_a_server_can_be_used() -> None:
    """The example is read without a mistake, also with its login taken into use, and names the same places as the units."""
    settings = load_settings(DEPLOY / "config.toml")
    assert settings.web.hosts == ("svar.example.dk",)
    assert settings.site.url == "https://svar.example.dk"
    dumped = dict(unit("svarsoeg.service")["Service"])
    assert dumped["BindReadOnlyPaths"].split() == [settings.corpus.path, settings.index.path]
    assert dict(unit("svarsoeg-rebuild.service")["Service"])["ReadWritePaths"] == settings.index.path
    for path in (settings.corpus.path, settings.index.path):
        assert path in FILES["Containerfile"]
    assert f"proxy_pass http://{settings.web.host}:{settings.web.port};" in FILES["nginx.conf"]
    assert f"reverse_proxy {settings.web.host}:{settings.web.port} {{" in FILES["Caddyfile"]


def test_a_login_can_be_taken_into_use(tmp_path: Path) -> None:
    """The settings of a login that stand commented out are whole: with them, the site starts and refuses strangers."""
    text = FILES["config.toml"].replace("# mode", "mode").replace("# secret_file", "secret_file")
    (tmp_path / "secret").write_text("0123456789abcdef", encoding="utf-8")
    (tmp_path / "config.toml").write_text(text.replace("/etc/svarsoeg/secret", str(tmp_path / "secret")), encoding="utf-8")
    client = create_app(load_settings(tmp_path / "config.toml")).test_client()
    assert client.get("/", headers={"Host": "svar.example.dk"}).status_code == 403


@pytest.mark.parametrize("name", ["svarsoeg.service", "svarsoeg-rebuild.service", "Containerfile", "web.config", "drift.md"])
def test_commands_that_are_run_exist(name: str) -> None:
    """Each command of ours that is run, and each of its options, is there."""
    context = click.Context(indexer)
    known = {each: indexer.get_command(context, each) for each in indexer.list_commands(context)}
    options = {option for each in (indexer, webapp, *known.values()) if each for kind in each.params for option in kind.opts}
    found = commands(name)
    assert found
    for command in found:
        assert set(re.findall(r"--[a-z]+", command)) <= options, command
        words = re.sub(r"--[a-z]+( [\w./:\\%-]+)?", "", command).split()
        assert words[1:] == []
        assert set(words) <= set(known)


@pytest.mark.parametrize("name", sorted(EVERYTHING))
def test_files_that_are_named_exist(name: str) -> None:
    """What is named by its path in the project, or copied from it, is there; so is each file here in the guide."""
    text = EVERYTHING[name]
    named = set(re.findall(r"\b((?:deploy|docs)/[\w.-]+\w)", text))
    named |= {path for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE) for path in line.split()}
    named |= set(re.findall(r"-r (\S+\.lock)", text)) | set(re.findall(r"\]\(([\w./]+\.md)\)", text))
    assert [path for path in sorted(named) if not ((ROOT / path).exists() or (ROOT / "docs" / path).exists())] == []
    if name == "drift.md":
        assert [file for file in FILES if f"deploy/{file}" not in text] == []


@pytest.mark.parametrize("name", PROXIES)
def test_nobody_can_say_to_be_the_login(name: str) -> None:
    """Each server in front takes away the fields a login proxy sets, under the names of the settings, and forwards the true address."""
    text = "\n".join(line for line in FILES[name].splitlines() if not line.strip().startswith("#"))
    access = Access()
    for header in (access.user_header, access.groups_header, access.secret_header):
        served = f"HTTP_{header.upper().replace('-', '_')}"
        assert any(way in text for way in (f'proxy_set_header {header} "";', f"header_up -{header} ", f'<set name="{served}" value="" />'))
    assert any(way in text for way in ("X-Forwarded-For $remote_addr;", "reverse_proxy", '"HTTP_X_FORWARDED_FOR" value="{REMOTE_ADDR}"'))


@pytest.mark.parametrize("name", PROXIES)
def test_a_draft_gets_through(name: str) -> None:
    """No server in front refuses a draft that the program takes, nor lets much more through; none compresses."""
    sizes = {"m": 1 << 20, "MB": 10**6, "": 1}
    number, unit_ = re.findall(r'(?:client_max_body_size |max_size |maxAllowedContentLength=")([0-9]+)(m|MB|)\b', FILES[name])[0]
    assert MOST_BODY_BYTES <= int(number) * sizes[unit_] <= 2 * MOST_BODY_BYTES
    assert not re.search(r"^\s*(gzip on|encode |brotli)", FILES[name], re.MULTILINE)


@pytest.mark.parametrize("name", ["svarsoeg.service", "svarsoeg-rebuild.service"])
def test_units_are_held_in(name: str) -> None:
    """Neither may gain rights, nor write anywhere but where it must."""
    service = dict(unit(name)["Service"])
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("yes", "strict", "")
    assert "MemoryMax" in service
    assert ("ReadWritePaths" in service) == (name == "svarsoeg-rebuild.service")


def test_the_container_runs_without_rights() -> None:
    """The container ends up as a user that is not root, with the program alone, and asks after its health."""
    lines = FILES["Containerfile"].splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert any("/healthz" in line for line in lines)
    assert "/healthz" in {rule.rule for rule in create_app(Settings(folder=ROOT)).url_map.iter_rules()}


def test_web_config_is_xml() -> None:
    """What IIS is to read can be read, and starts the program on the port IIS gives it."""
    root = ET.fromstring(FILES["web.config"])
    platform = root.find(".//httpPlatform")
    assert platform is not None
    assert "--port %HTTP_PLATFORM_PORT%" in platform.attrib["arguments"]


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Systemd finds nothing wrong with the units, but that the program is not installed here."""
    tool = required("systemd-analyze")
    for name in UNITS:
        text = FILES[name].replace("/opt/svarsoeg/.venv/bin/python", "/bin/true").replace("/opt/svarsoeg/.venv/bin/indexer", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = subprocess.run([tool, "verify", *(tmp_path / name for name in UNITS)], capture_output=True, encoding="utf-8", check=False)
    assert [line for line in ran.stderr.splitlines() if "svarsoeg" in line] == []


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("caddy", ("validate", "--adapter", "caddyfile", "--config", "{folder}/Caddyfile")),
        ("nginx", ("-t", "-p", "{folder}", "-c", "{folder}/whole.conf")),
    ],
)
def test_servers_take_their_examples(program: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Nginx and Caddy take their examples as they stand, but for the certificate and ports nobody may use here."""
    tool = required(program)
    shutil.copy(DEPLOY / "Caddyfile", tmp_path)
    if program == "nginx":
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        made = (required("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", key, "-out", certificate)
        subprocess.run(made, capture_output=True, check=True)
        text = FILES["nginx.conf"].replace("/etc/ssl/svarsoeg/fullchain.pem", str(certificate))
        text = text.replace("/etc/ssl/svarsoeg/privkey.pem", str(key)).replace("/var/log/nginx", str(tmp_path))
        text = (
            text.replace("listen 80;", "listen 127.0.0.1:8236;")
            .replace("listen 443 ", "listen 127.0.0.1:8237 ")
            .replace("listen [::]", "# ")
        )
        whole = f"pid {tmp_path}/pid;\nerror_log {tmp_path}/log;\nevents {{}}\nhttp {{\n{text}\n}}\n"
        (tmp_path / "whole.conf").write_text(whole, encoding="utf-8")
    ran = subprocess.run([tool, *(each.format(folder=tmp_path) for each in arguments)], capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
