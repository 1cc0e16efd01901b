"""The seam to the search engines.

Knows which engines there are and how to open one; must not know what a letter is or how Danish is analysed.
"""

from __future__ import annotations
