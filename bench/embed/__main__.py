"""Serve Svarsøg, an intranet that may show it and one that may not, each at an origin of its own: `python -m bench.embed [--port N]`.

Knows the ports; must not know what the pages hold. It searches the index that config.toml names: run `indexer rebuild` first.
"""

from __future__ import annotations

import argparse
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

from bench.embed.host import host_site
from indexer.config import Embed
from indexer.config import load_settings
from webapp import create_app


if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    """Serve all three until interrupted."""
    parser = argparse.ArgumentParser(description="Svarsøg on the pages of other sites, to be looked at.")
    parser.add_argument("--config", type=Path, default=ROOT / "config.toml", metavar="FILE")
    parser.add_argument("--port", type=int, default=8230, metavar="N", help="of Svarsøg; the intranets have the two after it")
    asked = parser.parse_args()
    site, allowed, refused = (f"http://127.0.0.1:{asked.port + step}" for step in range(3))
    settings = replace(load_settings(asked.config), embed=Embed(origins=(allowed,)))
    sites: tuple[WSGIApplication, ...] = (create_app(settings), host_site(site), host_site(site))
    servers = [make_server("127.0.0.1", asked.port + step, each, threaded=True) for step, each in enumerate(sites)]
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    print(f"Svarsøg: {site}/\nEt intranet, der må vise den: {allowed}/\nEt, der ikke må: {refused}/\nStop med Ctrl+C.", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        for server in servers:
            server.shutdown()


if __name__ == "__main__":
    main()
