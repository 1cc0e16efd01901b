"""Makes the word lists in indexer/analysis/data from the sources we build on; the program itself never imports this.

Run `python -m tools.lexicon` in the project's folder after a change here or a new version of simplemma or wordfreq.

    sources.py   what simplemma and wordfreq say
    forms.py     form -> lemma, with the known weaknesses of the source mended
    parts.py     what compounds begin and end with, and which words must stay whole
"""
