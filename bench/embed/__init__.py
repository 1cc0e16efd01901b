"""The search on the page of another site, to be looked at: `python -m bench.embed`.

host.py      pages of an intranet with a strict policy, which hold the frame, the component and the field
__main__.py  Svarsøg over the letters, an intranet that may show it, and one that may not
"""

from __future__ import annotations
