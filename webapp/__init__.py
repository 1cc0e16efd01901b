"""Svarsøg's search page: words in, pages out.

Knows HTTP, HTML and URLs; must not know engines, files of letters or Danish analysis: it asks `indexer.search`.
"""

from __future__ import annotations
