"""Pages of an intranet that hold a search: under the strictest policy that lets them.

Knows what an editor writes in a page, and what the page's policy must allow; must not know how Svarsøg answers.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request
from werkzeug.wrappers import Response


if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse
    from wsgiref.types import WSGIApplication
    from wsgiref.types import WSGIEnvironment


STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { background: Canvas; color: CanvasText; max-width: 48rem; margin: 2rem auto; padding-inline: 1rem; }
iframe { width: 100%; border: 1px solid #8a8a8a; }
nav a { display: inline-block; margin-right: 1rem; padding-block: .25rem; }
.green { --svarsoeg-accent: light-dark(#1b6b2f, #8fd6a0); }
.green::part(kort) { padding-left: .75rem; border-left: 3px solid light-dark(#1b6b2f, #8fd6a0); }
.dark { padding: 1rem; }
"""

FIELD = '<svarsoeg-felt src="{site}"></svarsoeg-felt>'
COMPONENT = (
    '<svarsoeg-resultater id="svar" src="{site}" q="{q}" antal="3" vis="svar,sted,dato,fra" niveau="2">'
    '<a href="{site}/?q={q}">Søg i svarene</a></svarsoeg-resultater>'
)
FRAME = '<iframe src="{site}/indlejret?q={q}&amp;felt=ja&amp;filtre=ja&amp;antal=3" title="Svar" height="200" data-svarsoeg></iframe>'
DARK = (
    '<svarsoeg-resultater class="dark" src="{site}" q="{q}" antal="1" niveau="2" tema="moerk" vis="svar,dato">'
    '<a href="{site}/">Søg</a></svarsoeg-resultater>'
)
GREEN = '<svarsoeg-resultater class="green" src="{site}" q="{q}" antal="1" niveau="2"><a href="{site}/">Søg</a></svarsoeg-resultater>'

PAGES = {
    "/": ("Alt på en side", ("<h2>Felt og komponent</h2>", FIELD, COMPONENT, "<h2>Ramme</h2>", FRAME)),
    "/komponent": ("Komponent", (FIELD, COMPONENT)),
    "/ramme": ("Ramme", (FRAME,)),
    "/felt": ("Kun feltet", (FIELD,)),
    "/farver": ("Mørk og grøn", (DARK, GREEN)),
}
"""Each page of the intranet: its heading and what is on it."""


def host_site(site: str) -> WSGIApplication:
    """An intranet whose pages hold searches of the Svarsøg at this URL; the parameter `q` of a page is what they search."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if request.path == "/host.css":
            return Response(STYLE, mimetype="text/css")(environ, start_response)
        if request.path not in PAGES:
            return Response("", status=404)(environ, start_response)
        html = _page(request.path, site=site, q=request.args.get("q", "nytteindsats"))
        return Response(html, mimetype="text/html", headers={"Content-Security-Policy": policy(site)})(environ, start_response)

    return answer


def policy(site: str) -> str:
    """The policy of the pages: they run and ask nothing but their own and what is of this site, and make no text into markup."""
    origin = "/".join(site.split("/")[:3])
    return (
        f"default-src 'none'; script-src 'self' {origin}; connect-src {origin}; frame-src {origin}; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _page(path: str, *, site: str, q: str) -> str:
    heading, pieces = PAGES[path]
    links = " ".join(f'<a href="{each}">{escape(title)}</a>' for each, (title, _) in PAGES.items())
    body = "\n".join(piece.format(site=escape(site), q=escape(q)) for piece in pieces)
    return f"""<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(heading)} – Intranet</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css">
<script type="module" src="{escape(site)}/embed.js"></script>
</head>
<body>
<nav aria-label="Sider">{links}</nav>
<main>
<h1>{escape(heading)}</h1>
{body}
</main>
</body>
</html>
"""
