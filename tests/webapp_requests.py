"""Requests of any kind, as a server hands them over: bytes that no browser would send, each a sign of Latin-1."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from hypothesis import strategies as st


if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


MARKUP = "mælk</title></textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}${7}&lt;b&gt;--> ]]> }"
"""Text that tries to be markup, and to end whatever it stands in."""


class Request(NamedTuple):
    """A request: path and query as bytes, headers as WSGI calls them."""

    method: str
    path: bytes
    query: bytes
    headers: dict[str, str]
    body: bytes


HUGE = b"x" * 100_000
NASTY = (
    *(
        b"",
        b"\0",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"../",
        b"..%2f",
        b"%2e%2e/",
        b"%00",
        b"%ff",
        b"%",
        b"/",
        b"//",
        b"\\",
        b"?",
        b"#",
        b";",
    ),
    *(
        MARKUP.encode(),
        "\u202eabc\u2066".encode(),
        "שלום".encode(),
        "æøå".encode(),
        "e\u0301\u200d\ufeff".encode(),
        b"{{7*7}}",
        b"\r\nX: y",
    ),
    *(b"0", b"-1", b"01", b"1e9", b"999999999999999999999", "²٣".encode(), b"NaN", b"2017..2019", b"9999..0000", b"1000..2999", b"2017.."),
    *(
        b"(((((",
        b'"',
        b'""',
        b"-",
        b"*",
        b"a* b*",
        b"a OR",
        b"sag:",
        "år:2018..".encode(),
        b'-"a b"',
        HUGE,
        HUGE[:1001],
        b"%e6" * 999,
        b"a " * 999,
    ),
)
KNOWN = {
    "letter_id": (b"b1", b"001_8ec66430a271036e"),
    "anchor": (b"svar-1", b"svar-2"),
    "number": (b"1", b"2"),
    "form": (b"bib", b"ris"),
    "name": (b"aar", b"direktoer", b"spoerger"),
    "filename": (b"svarsoeg.js", b"letter.css"),
    "case_number": (b"2018-0000012",),
}
"""Values of the parts of an address that lead somewhere."""
PARAMETERS = (
    *(b"q", b"aar", b"direktoer", b"modtager", b"parti", b"sag", b"type", b"forvaltning", b"bemaerkning", b"spoerger", b"sorter", b"side"),
    *(b"original", b"fra", b"til", b"find", b"svar", b"v", b"tekst"),
)
VALUES = (b"m%C3%A6lk", b"2018", b"brev", b"notat", b"nyeste", b"2", b"svar-1", b"2018-0000012", b"kommunen")
HEADER_NAMES = (
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_RANGE", "HTTP_RANGE", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT", "HTTP_HOST"),
    *("HTTP_COOKIE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_X_FORWARDED_HOST", "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_AUTHORIZATION"),
    "CONTENT_TYPE",
)
HEADER_VALUES = (
    *(
        "",
        "*",
        '"',
        'W/"g1',
        '"a", W/"b",,',
        "bytes=0-",
        "bytes=5-1",
        "bytes=-",
        "bytes=0-0,2-3",
        "bytes=" + "9" * 400,
        "lines=1-2",
        "gzip;q=x",
    ),
    *("br;q=nan,*;q=-1", "Mon, 99 Foo 99999 99:99:99 GMT", "a..b", "a" * 70 + ".dk", "[::1", "localhost:x", "localhost:99999", "é", "a b"),
    *('evil.dk"><script>', "evil.dk", ";;;=,", " " * 5000 + "x", "," * 5000, "multipart/form-data", "multipart/form-data; boundary=æ"),
    *("multipart/form-data; boundary=b", "application/x-www-form-urlencoded; charset=utf-7", "text/plain; charset=\x80", "x" * 9000),
)
BODIES = (
    *(b"", b"x", b"tekst=", b"tekst=%ff%00%ed%a0%80", b"tekst=a%3F&tekst=b%3F", b"&=&" * 2000, b"tekst=" + HUGE, b"{", b"\0\xff"),
    *(
        b"--b",
        b"--b--",
        b"--b\r\n\r\n--b--",
        b"--b\r\n" * 2000,
        b'--b\r\nContent-Disposition: form-data; name="tekst"\r\n\r\nHvad er m\xc3\xa6lk?\r\n--b--',
    ),
    *(b'--b\r\nContent-Disposition: form-data; name=tekst; filename="../x"\r\nContent-Type: text/html; charset=utf-16\r\n\r\nx\r\n--b--',),
    b"tekst=" + b"Hvad+koster+m%C3%A6lk%3F%0A" * 60 + MARKUP.replace("&", "").replace("%", "").encode(),
)

nasty = st.sampled_from(NASTY) | st.binary(max_size=20) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))
pairs = st.tuples(st.sampled_from(PARAMETERS) | nasty, st.sampled_from(VALUES) | nasty).map(b"=".join)
floods = pairs.map(lambda pair: b"&".join([pair[:50]] * 1000))
queries = (st.lists(pairs, max_size=6).map(b"&".join) | floods | nasty).map(lambda query: query.translate(None, b"\r\n"))  # these end a URL
signs = st.characters(codec="latin-1", exclude_categories=("Cc",))
headers = st.dictionaries(st.sampled_from(HEADER_NAMES), st.sampled_from(HEADER_VALUES) | st.text(signs, max_size=20), max_size=4)
methods = st.sampled_from(("GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "DELETE", "X"))
bodies = st.sampled_from(BODIES) | nasty


def requests(rule: str) -> st.SearchStrategy[Request]:
    """Requests for addresses of this rule; "" is none."""
    pieces = re.split(r"<(?:\w+:)?(\w+)>", rule)  # what stands in the rule, and between that the names of its parts
    parts = [st.sampled_from(KNOWN[name]) | nasty if at % 2 else st.just(name.encode()) for at, name in enumerate(pieces)]
    paths = st.tuples(*parts).map(b"".join) if rule else nasty.map(lambda path: b"/" + path)
    return st.builds(Request, methods, paths.map(unquote_to_bytes) | paths, queries, headers, bodies)


def ask(site: Flask, request: Request) -> TestResponse:
    """The answer to the request."""
    given_path, given_query = request.path.decode("latin-1"), request.query.decode("latin-1")
    return site.test_client().open(
        method=request.method,
        input_stream=BytesIO(request.body),
        content_length=len(request.body),
        buffered=True,
        environ_overrides={"PATH_INFO": given_path, "QUERY_STRING": given_query, **request.headers},
    )
