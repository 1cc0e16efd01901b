"""The nouns of the trade, as frozen values: source, letter, terms, query, results.

Knows how the parts of Svarsøg speak to each other; must not do anything: no IO, no parsing, no analysis.

    source.py    what a file says: lines with page, box, type
    letter.py    what a letter says: metadata, passages, tables, remarks, and where each stands
    entry.py     what an engine is given for a passage
    query.py     what an engine is asked
    results.py   what an engine answers
"""
