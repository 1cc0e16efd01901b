"""A request whose parameters can be read whatever bytes they are.

Knows how a query string is cut into parameters; must not know which parameters there are.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property


class LenientRequest(Request):
    """Flask's request, but that what is no UTF-8 in the part after `?` is read with marks in its place, where Flask's raises."""

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        """The parameters, as `flask.Request.args`."""
        text = self.query_string.decode("utf-8", "replace")
        return ImmutableMultiDict(parse_qsl(text, keep_blank_values=True, errors="replace"))
