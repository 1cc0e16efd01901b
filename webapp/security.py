"""The headers of every answer: what a browser may do with it, and how long it may be kept.

Knows HTTP; must not know what the pages say.
"""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from flask import Response
from flask import request

from indexer.errors import SvarsoegError
from webapp.parsing import first
from webapp.service import service


if TYPE_CHECKING:
    from flask import Flask


# The pages' scripts are files of ours that set text alone: nothing else may run, and Trusted Types refuse to make text into markup.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def _policy(**changes: str) -> str:
    """The content security policy, but for these directives, named with _ for -."""
    directives = {**_POLICY, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


CONTENT_SECURITY_POLICY = _policy()

POLICIES = {
    "pages.letter": _policy(frame_src="'self'"),
    "pages.original": _policy(frame_ancestors="'self'"),
    "embedding.dialog": _policy(frame_src="'self'"),
    "embedding.tried": _policy(frame_ancestors="'self'"),
}
"""The policies of endpoints that have their own: a letter's page frames its original, and only a page of ours may; so with an embedded
search that is tried out."""

FRAMED = frozenset({"embedding.embedded", "embedding.tried"})
"""The endpoints whose pages are for frames, also when they go wrong."""

_FEATURES = (
    "accelerometer", "autoplay", "camera", "clipboard-read", "display-capture", "encrypted-media", "fullscreen", "geolocation", "gyroscope",
    "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
"""What browsers might let a page do, and none of ours does; references are copied, which is all they may."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join((*(f"{feature}=()" for feature in _FEATURES), "clipboard-write=(self)")),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
BRIEFLY = "private, max-age=60"
"""For what is asked for at every key: going back a letter asks nothing."""
NEVER = "no-store"

FOR_A_YEAR = "max-age=31536000"
"""So long a browser asks by https alone, once it has: of this host, not of those below it, which are not ours."""

PAGES = frozenset({
    "pages.search",
    "pages.letter",
    "pages.citation_file",
    "pages.similar",
    "pages.table",
    "pages.draft",
    "pages.help_page",
    "pages.choosing.choose",
    "pages.overviews.case",
    "pages.overviews.people",
    "pages.overviews.about",
    "site.accessibility",
    "api.docs",
    "api.search",
    "api.letter",
    "api.passage",
    "api.similar",
    "api.case",
    "api.suggestions",
    "api.facet",
    "embedding.embedded",
    "embedding.tried",
    "embedding.dialog",
    "feeds.as_atom",
    "feeds.as_rss",
    "feeds.as_json",
})  # fmt: skip
"""The endpoints whose answer follows from the URL, the index's generation and the page's version alone."""

FILES = frozenset({"static", "site.theme", "api.openapi", "discovery.described"})
"""The endpoints whose answer follows from the page's version alone."""


def install(app: Flask) -> None:
    """Let every answer of `app` carry the headers, and an unchanged page be answered by 304 without a search."""
    mimetypes.add_type("text/javascript", ".js")  # Windows may have been told otherwise, and then nosniff would refuse the script
    app.before_request(_unchanged)
    app.after_request(_secured)


def _unchanged() -> Response | None:
    tag = _tag() if request.if_none_match else ""
    if tag and tag in request.if_none_match.as_set(include_weak=True):  # not for "*": there may be no such page
        return Response(status=304)
    return None


def _secured(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _own_policy())
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]:
        response.headers["X-Frame-Options"] = "DENY"
    if service().settings.site.url.startswith("https:"):
        response.headers["Strict-Transport-Security"] = FOR_A_YEAR
    if request.endpoint in FILES and response.status_code == 200:
        response.headers["Cache-Control"] = FOR_EVER if first("v", request.query_string) == service().version else "no-cache"
    elif response.status_code in (200, 304) and (tag := _tag()):  # what went wrong is not asked again what it is called
        response.headers["Cache-Control"] = ASK_AGAIN
        response.set_etag(tag, weak=True)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = NEVER
    access = service().settings.access
    if access.mode == "proxy":
        _keep_apart(response)
        response.vary.update((access.user_header, access.groups_header))
    return response


def _keep_apart(response: Response) -> None:
    """Let no cache give the answer to another: neither one that many share, nor a browser in which somebody else logs in."""
    kept = response.headers["Cache-Control"]
    if request.endpoint in FILES:
        response.headers["Cache-Control"] = kept.replace("public", "private")
    elif kept != NEVER:
        response.headers["Cache-Control"] = ASK_AGAIN


def _own_policy() -> str:
    """The policy of what is asked for; the embedded search may be framed by the sites of the settings, and by no other."""
    if request.endpoint == "embedding.embedded":
        return _policy(frame_ancestors=" ".join(service().settings.embed.origins) or "'none'")
    return POLICIES.get(request.endpoint or "", CONTENT_SECURITY_POLICY)


def _tag() -> str:
    if request.endpoint not in PAGES or request.method not in ("GET", "HEAD"):
        return ""
    try:
        return service().tag
    except SvarsoegError:
        return ""
