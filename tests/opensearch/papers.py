"""Certificates of an authority that exists for one run of the tests.

Knows which of them a server and its callers need; must not know who uses them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from typing import NamedTuple

import trustme


if TYPE_CHECKING:
    from pathlib import Path


class Papers(NamedTuple):
    """Files: the authority's certificate; a server's and a caller's, each with its key."""

    authority: Path
    server: Path
    caller: Path


def made(folder: Path) -> Papers:
    """New ones, in a folder; the server's is for this machine."""
    papers = Papers(folder / "authority.pem", folder / "server.pem", folder / "caller.pem")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(papers.authority))
    authority.issue_cert("127.0.0.1", "localhost").private_key_and_cert_chain_pem.write_to_path(str(papers.server))
    authority.issue_cert("caller@example.org").private_key_and_cert_chain_pem.write_to_path(str(papers.caller))
    return papers
