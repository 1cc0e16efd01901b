"""A feed -> JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

Knows the names of the format; must not know what they tell.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from typing import Any

from webapp.present.feeds.entries import LANGUAGE
from webapp.present.feeds.tree import OPENSEARCH
from webapp.present.feeds.tree import legal


if TYPE_CHECKING:
    from webapp.present.feeds.entries import Entry
    from webapp.present.feeds.entries import Feed


TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """The feed as a document."""
    values: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        **({"next_url": feed.next} if feed.next else {}),
        "language": LANGUAGE,
        "authors": [{"name": feed.site}],
        "_opensearch": {
            "about": OPENSEARCH,
            "totalResults": feed.total,
            "startIndex": feed.start,
            "itemsPerPage": feed.size,
            "queries": [{"role": query.role, "searchTerms": legal(query.words)} for query in feed.queries],
        },
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(values, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **({"summary": entry.summary} if entry.summary else {}),
        "content_html": entry.html,
        "content_text": entry.text,
        **({"date_published": entry.day.isoformat()} if entry.day else {}),
        "authors": [{"name": name} for name in entry.authors],
    }
