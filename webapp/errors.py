"""What went wrong -> a Danish page with the right status; below `/api/` a problem for programs instead.

Knows which error is which status; must not know how a page is found. Views raise, never build error pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import render_template
from flask import request
from werkzeug.exceptions import HTTPException

from indexer.errors import EngineDownError
from indexer.errors import IndexMissingError
from indexer.errors import IndexUnavailableError
from indexer.errors import SvarsoegError
from webapp.api.export import BUSY
from webapp.api.problems import is_for_programs
from webapp.api.problems import problem
from webapp.drafts import MOST_CHARACTERS
from webapp.limits import UnknownHostError
from webapp.logs import log_unforeseen
from webapp.originals import UnreadError
from webapp.originals import WithheldError
from webapp.present.wording.danish import number
from webapp.security import FRAMED


if TYPE_CHECKING:
    from flask import Flask
    from flask import Response
    from flask.typing import ResponseReturnValue


class Trouble(NamedTuple):
    """What an error page says: a heading, and what to do."""

    title: str
    advice: str


NOT_FOUND = Trouble(
    "Siden findes ikke", "Måske er adressen skrevet forkert, eller brevet er ikke længere i samlingen. Søg efter det i feltet øverst."
)
HTTP = {
    400: Trouble("Adressen kan ikke læses", "Søg i feltet øverst i stedet."),
    403: Trouble("Ingen adgang", "Siden kan kun ses af den, der er logget ind."),
    404: NOT_FOUND,
    410: Trouble("Brevet er trukket tilbage", "Det kan ikke længere findes eller vises."),
    413: Trouble(
        "Teksten er for lang", f"Der er plads til {number(MOST_CHARACTERS)} tegn. Gå tilbage, og indsæt kun den del, du vil have svar på."
    ),
    429: Trouble("For mange forespørgsler på kort tid", "Vent et øjeblik, og prøv igen."),
    501: Trouble("Det format findes ikke", "Der svares som json eller xml."),
    405: Trouble("Det kan denne side ikke", "Siden kan kun læses. Søg i feltet øverst."),
    416: Trouble("Så lang er filen ikke", "Åbn hele filen i stedet."),
    503: Trouble("Der hentes for meget lige nu", BUSY),
}
BROKEN = Trouble("Der gik noget galt", "Fejlen er noteret. Prøv igen; sker det igen, så sig det til den, der driver siden.")
MISSING = Trouble("Der er ikke noget at søge i endnu", "Indekset mangler. Den, der driver siden, skal køre `indexer rebuild`.")
UNAVAILABLE = Trouble("Søgningen er lukket lige nu", "")
DOWN = Trouble("Søgningen er midlertidigt nede", "")
WITHHELD = Trouble(
    "Originalen vises ikke",
    "Den har personoplysninger, som ikke må vises, eller noget i den er trukket tilbage. Bed forvaltningen om aktindsigt for at se den.",
)
UNREAD = Trouble(
    WITHHELD.title,
    "Filen har sider, hvis tekst ikke er læst, så der kan stå personoplysninger på dem. Den, der driver siden, kan få dem læst (`[ocr]`) "
    "eller tillade, at de vises (`[privacy] unread`); bed ellers forvaltningen om aktindsigt.",
)
RETRY_SECONDS = "30"


def install(app: Flask) -> None:
    """Let every error in `app` end as a Danish page, and every redirect say in Danish where it leads."""
    app.after_request(_led_on)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SvarsoegError, _svarsoeg)
    app.register_error_handler(WithheldError, _withheld)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, UnknownHostError):  # whoever leads here has no business with the site's name or links
        return render_template("unknown_host.html"), 400
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    trouble = HTTP.get(status) or (BROKEN if status >= 500 else HTTP[400])
    if status == 410:  # the id is all that is said of what is gone
        trouble = trouble._replace(advice=f"`{(request.view_args or {}).get('letter_id', '')}` kan ikke længere findes eller vises.")
    return _page(trouble, status), status, headers


def _led_on(response: Response) -> Response:
    if response.status_code == 308:
        # The router names scheme and host as they reached us, which behind another server need not be those the browser knows.
        path = urlsplit(response.location or "")._replace(scheme="", netloc="").geturl()
        response.location = "/" + path.lstrip("/")
    if response.location:
        response.mimetype = "text/plain"
        response.set_data(f"Siden findes på {response.location}\n")
    return response


def _svarsoeg(error: SvarsoegError) -> ResponseReturnValue:
    if isinstance(error, IndexMissingError):
        return _page(MISSING, 503), 503, {"Retry-After": RETRY_SECONDS}
    if isinstance(error, IndexUnavailableError | EngineDownError):
        trouble = DOWN if isinstance(error, EngineDownError) else UNAVAILABLE
        return _page(trouble._replace(advice=str(error)), 503), 503, {"Retry-After": RETRY_SECONDS}
    return _unforeseen(error)


def _withheld(error: WithheldError) -> ResponseReturnValue:
    # Beside its letter, the page stands in a frame, where the head of the site would be there twice.
    framed = "side" in request.args or request.headers.get("Sec-Fetch-Dest") == "iframe"
    outer = "alone.html" if framed else "base.html"
    trouble = UNREAD if isinstance(error, UnreadError) else WITHHELD
    return render_template("error.html", outer=outer, trouble=trouble, advice=trouble.advice.split("`"), status=403), 403


def _unforeseen(error: Exception) -> ResponseReturnValue:
    log_unforeseen(error)
    return _page(BROKEN, 500), 500


def _page(trouble: Trouble, status: int) -> str | Response:
    if is_for_programs(request.path):
        return problem(status, trouble.advice)
    if status == 403:  # not even what the site is called, or links into it
        return render_template("refused.html")
    outer = "bare.html" if request.endpoint in FRAMED else "base.html"
    return render_template("error.html", outer=outer, trouble=trouble, advice=trouble.advice.split("`"), status=status)
