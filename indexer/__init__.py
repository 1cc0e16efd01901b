"""Svarsøg's indexer: letters in, a searchable index of questions and answers out.

Knows letters, Danish and search; must not know Flask, HTML or URLs.
"""

__version__ = "0.1.0"
