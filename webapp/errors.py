"""What went wrong -> a Danish page with the right status.

Knows which error is which status; must not know how a page is found. Views raise, never build error pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app
from flask import render_template
from werkzeug.exceptions import HTTPException

from indexer.errors import EngineDownError
from indexer.errors import IndexMissingError
from indexer.errors import IndexUnavailableError
from indexer.errors import SvarsoegError
from webapp.drafts import MOST_CHARACTERS
from webapp.present.wording.danish import number


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
    404: NOT_FOUND,
    413: Trouble(
        "Teksten er for lang", f"Der er plads til {number(MOST_CHARACTERS)} tegn. Gå tilbage, og indsæt kun den del, du vil have svar på."
    ),
    405: Trouble("Det kan denne side ikke", "Siden kan kun læses. Søg i feltet øverst."),
    416: Trouble("Så lang er filen ikke", "Åbn hele filen i stedet."),
}
BROKEN = Trouble("Der gik noget galt", "Fejlen er noteret. Prøv igen; sker det igen, så sig det til den, der driver siden.")
MISSING = Trouble("Der er ikke noget at søge i endnu", "Indekset mangler. Den, der driver siden, skal køre `indexer rebuild`.")
UNAVAILABLE = Trouble("Søgningen er lukket lige nu", "")
RETRY_SECONDS = "30"


def install(app: Flask) -> None:
    """Let every error in `app` end as a Danish page, and every redirect say in Danish where it leads."""
    app.after_request(_led_on)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SvarsoegError, _svarsoeg)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    trouble = HTTP.get(status) or (BROKEN if status >= 500 else HTTP[400])
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
        return _page(UNAVAILABLE._replace(advice=str(error)), 503), 503, {"Retry-After": RETRY_SECONDS}
    return _unforeseen(error)


def _unforeseen(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("unforeseen error", exc_info=error)
    return _page(BROKEN, 500), 500


def _page(trouble: Trouble, status: int) -> str:
    return render_template("error.html", trouble=trouble, advice=trouble.advice.split("`"), status=status)
