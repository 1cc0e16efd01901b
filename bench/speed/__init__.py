"""The engines beside their peers, measured in one run: `python -m bench.speed --passages N`.

corpus.py     one corpus for all: letters as files, read once; the ready terms of their passages
asked.py      what is asked: the product's own queries, of words drawn from the corpus
contest.py    what is measured, by name; ours.py: an engine of the product
whoosh_raw.py, tantivy_raw.py, fts5.py, postgres.py, postgres_server.py: the peers, each the library alone; tree.py: for all of them
child.py      one contestant in a process of its own; turns.py: how it is spoken to; memory.py: what it holds
measuring.py  a run, step by step; growth.py: a run for each of several sizes
web.py        whole pages, and servers to be asked; clients.py: those who ask them
figures.py    what was measured; promises.py: what it is held to
report.py     tables; plots.py: pictures; written.py: both put into docs/
"""
