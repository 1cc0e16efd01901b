"""Pages of an intranet that hold a search: under the strictest policy that lets them.

Knows what an editor writes in a page, and what the page's policy must allow; must not know how Svarsøg answers.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from werkzeug.wrappers import Request
from werkzeug.wrappers import Response


if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse
    from wsgiref.types import WSGIApplication
    from wsgiref.types import WSGIEnvironment


STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
* { box-sizing: border-box; }
body { background: Canvas; color: CanvasText; max-width: 48rem; margin: 2rem auto; padding-inline: 1rem; }
iframe { width: 100%; height: 20rem; border: 1px solid #8a8a8a; }
nav a { display: inline-block; margin-right: 1rem; padding-block: .25rem; }
nav [aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
main > p { color: light-dark(#5a6068, #a3a9b0); }
h2 { margin-top: 2.5rem; }
form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; padding-block: .5rem 1rem; border-bottom: 1px solid #8a8a8a; }
form input, form button { min-height: 2rem; padding-inline: .5rem; font: inherit; }
svarsoeg-resultater { margin-top: 1.5rem; }
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

ASKED = "nytteindsats"
"""What the pages search when nothing is asked for."""

PAGES = {
    "/": (
        "Alt på en side",
        "Feltet søger i komponenten, mens man skriver. Rammen er for sig selv og så høj som sit indhold.",
        ("<h2>Felt og komponent</h2>", FIELD, COMPONENT, "<h2>Ramme</h2>", FRAME),
    ),
    "/komponent": ("Komponent", "Svarene er en del af siden og har dens skrift.", (FIELD, COMPONENT)),
    "/ramme": ("Ramme", "Folder man Afgræns ud, bliver rammen højere, og lavere igen bagefter.", (FRAME,)),
    "/felt": ("Kun feltet", "Uden resultater på siden fører feltet til Svarsøg.", (FIELD,)),
    "/farver": (
        "Mørk og grøn",
        "Den første er altid mørk. Den anden følger siden; den har fået sin farve og en streg i sidens CSS.",
        (DARK, GREEN),
    ),
}
"""Each page of the intranet: its heading, what to look at, and what is on it."""


def host_site(site: str) -> WSGIApplication:
    """An intranet whose pages hold searches of the Svarsøg at this URL; the parameter `q` of a page is what they search."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if request.path == "/host.css":
            return Response(STYLE, mimetype="text/css")(environ, start_response)
        if request.path not in PAGES:
            return Response("", status=404)(environ, start_response)
        html = _page(request.path, site=site, q=request.args.get("q", ASKED))
        return Response(html, mimetype="text/html", headers={"Content-Security-Policy": policy(site)})(environ, start_response)

    return answer


def policy(site: str) -> str:
    """The policy of the pages: they run and ask nothing but their own and what is of this site, and make no text into markup."""
    origin = "/".join(site.split("/")[:3])
    return (
        f"default-src 'none'; script-src 'self' {origin}; connect-src {origin}; frame-src {origin}; style-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _link(path: str, title: str, *, q: str, is_here: bool) -> str:
    current = ' aria-current="page"' if is_here else ""
    return f'<a href="{path}?{escape(urlencode({"q": q}))}"{current}>{escape(title)}</a>'


def _page(path: str, *, site: str, q: str) -> str:
    heading, lead, pieces = PAGES[path]
    links = " ".join(_link(each, title, q=q, is_here=each == path) for each, (title, *_) in PAGES.items())
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
<form role="search" aria-label="Hvad siderne viser">
<label for="her">Siderne viser</label> <input id="her" name="q" value="{escape(q)}"> <button>Vis</button>
</form>
<main>
<h1>{escape(heading)}</h1>
<p>{escape(lead)}</p>
{body}
</main>
</body>
</html>
"""
