"""The servers of deploy/ in front of a program that writes down what reaches it: what a client says of itself never does."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from contextlib import closing
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response

from indexer.config import Access
from tests.browser.sites import served
from tests.deploy_install import required


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from wsgiref.types import StartResponse
    from wsgiref.types import WSGIEnvironment


DEPLOY = Path(__file__).parent.parent / "deploy"
ACCESS = Access()
SECRET = "0123456789abcdef"
TRUSTED = (ACCESS.user_header, ACCESS.groups_header, ACCESS.secret_header)
FORGED = {
    **dict.fromkeys(TRUSTED, "forged"),
    **{name.lower().replace("-", "_"): "forged" for name in TRUSTED},
    "X-Auth-Request-User": "forged",
    "X-Auth-Request-Groups": "forged",
    "X-Forwarded-For": "192.0.2.1",
    "X-Forwarded-Host": "forged",
    "Forwarded": "for=192.0.2.1",
}
"""All that a client may say of itself to be taken for somebody else."""

MOST_TRIES = 100_000


def backend(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """What Svarsøg is sent, said back."""
    told = Response(json.dumps(dict(Request(environ).headers)), mimetype="application/json")
    return told(environ, start_response)


def login(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """A login proxy that knows two people by their cookie, of whom one is in no group, and nobody else; it is asked, and sent nothing."""
    cookie = Request(environ).cookies.get("who", "")
    groups = {"anna": {"X-Auth-Request-Groups": "jura"}, "bo": {}}
    if "/auth" not in environ["PATH_INFO"]:
        return Response("Log ind")(environ, start_response)
    if cookie not in groups or environ.get("CONTENT_LENGTH", "") not in ("", "0"):
        return Response("", status=401)(environ, start_response)
    return Response("", status=202, headers={"X-Auth-Request-User": cookie, **groups[cookie]})(environ, start_response)


def free_port() -> int:
    """A port that nobody listens at."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def taken_into_use(text: str) -> str:
    """An example with its login, as its head says how."""
    kept = "\n".join(line for line in text.splitlines() if not line.endswith("# without a login"))
    return re.sub(r"^(\s*)#LOGIN ", r"\1", kept, flags=re.MULTILINE)


def nginx(folder: Path, text: str, port: int) -> list[str]:
    """The command that serves the example at this port without TLS, which is none of what is tried here."""
    text = re.sub(r"server \{[^{}]*(listen 80;|ssl_reject_handshake)[^{}]*\}", "", text)
    text = re.sub(r"^ *(ssl_|listen \[).*\n", "", text, flags=re.MULTILINE).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    text = text.replace("/var/log/nginx", str(folder)).replace("/etc/nginx", str(folder))
    (folder / "svarsoeg-secret.conf").write_text(f'proxy_set_header {ACCESS.secret_header} "{SECRET}";\n', encoding="utf-8")
    scratch = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"daemon off;\npid {folder}/pid;\nerror_log {folder}/log;\nevents {{}}\nhttp {{\n{scratch}{text}\n}}\n"
    (folder / "whole.conf").write_text(whole, encoding="utf-8")
    return [required("nginx"), "-p", str(folder), "-c", str(folder / "whole.conf"), "-e", str(folder / "early")]


def caddy(folder: Path, text: str, port: int) -> list[str]:
    """The same with Caddy."""
    text = text.replace("svar.example.dk {", f"http://svar.example.dk:{port} {{").replace("{$SVARSOEG_SECRET}", SECRET)
    text = text.replace("{\n\tservers {", "{\n\tadmin off\n\tservers {", 1)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    return [required("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


SERVERS = {"nginx": ("nginx.conf", nginx), "caddy": ("Caddyfile", caddy)}


@contextmanager
def in_front(server: str, folder: Path, *, with_login: bool) -> Iterator[int]:
    """The port of a server that runs its example, before a program that says back what it is sent."""
    file, command = SERVERS[server]
    text = (DEPLOY / file).read_text(encoding="utf-8")
    port = free_port()
    with served(backend) as program, served(login) as people:
        if with_login:
            text = taken_into_use(text).replace("127.0.0.1:4180", people.removeprefix("http://"))
        text = text.replace("127.0.0.1:8000", program.removeprefix("http://"))
        environment = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        log = folder / "output"
        with (
            log.open("wb") as output,
            subprocess.Popen(command(folder, text, port), env=environment, stderr=output, stdout=output) as running,
        ):
            try:
                assert answers(port, running), log.read_text(encoding="utf-8")
                yield port
            finally:
                running.terminate()


def answers(port: int, running: subprocess.Popen[bytes]) -> bool:
    """Whether the server began to listen before it gave up."""
    for _ in range(MOST_TRIES):
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return True
        if running.poll() is not None:
            return False
    return False


def reaching(port: int, *, who: str = "", method: str = "GET") -> tuple[int, dict[str, str]]:
    """The status of a forged request, and what of it reached the program."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as client:
        headers = {"Host": "svar.example.dk", **FORGED, **({"Cookie": f"who={who}"} if who else {})}
        client.request(method, "/foer?q=x", body=b"udkast" if method == "POST" else None, headers=headers)
        answer = client.getresponse()
        body = answer.read()
        return answer.status, json.loads(body) if answer.getheader("Content-Type") == "application/json" else {}


def forged(headers: dict[str, str]) -> dict[str, str]:
    """What of the forgery is in these headers, but for what nobody looks at."""
    looked_at = {*TRUSTED, "X-Forwarded-For", "X-Forwarded-Host", "Forwarded"}
    return {name: value for name, value in headers.items() if name in looked_at and ("forged" in value or "192.0.2.1" in value)}


@pytest.mark.parametrize("server", SERVERS)
def test_without_a_login_nothing_a_client_says_of_itself_gets_through(server: str, tmp_path: Path) -> None:
    """The fields a login would set, and those that tell where somebody asks from, are taken away; where from is then told truly."""
    with in_front(server, tmp_path, with_login=False) as port:
        status, headers = reaching(port)
    assert (status, forged(headers)) == (200, {})
    assert [headers.get(name, "") for name in TRUSTED] == ["", "", ""]
    assert headers["X-Forwarded-For"] == "127.0.0.1"


@pytest.mark.parametrize("server", SERVERS)
def test_with_a_login_only_the_login_says_who_asks(server: str, tmp_path: Path) -> None:
    """Who is logged in is named by the login alone, also where that says nothing of groups; who is not gets nowhere."""
    with in_front(server, tmp_path, with_login=True) as port:
        strangers = [reaching(port, who=who) for who in ("", "carl")]
        answered = {(who, method): reaching(port, who=who, method=method) for who in ("anna", "bo") for method in ("GET", "POST")}
    assert [headers for _, headers in strangers] == [{}, {}]
    groups = {"anna": "jura", "bo": ""}
    for (who, _), (status, headers) in answered.items():
        assert (status, forged(headers)) == (200, {})
        assert [headers.get(name, "") for name in TRUSTED] == [who, groups[who], SECRET]
