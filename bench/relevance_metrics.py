"""How good a ranking is, by what was judged beforehand.

Knows the measures that everyone in the trade uses; must not know how a ranking came about, or what its keys stand for.

A passage judged 2 answers the question, one judged 1 touches it, any other is beside it. nDCG takes the judgement itself as gain and the
logarithm of the place as discount, as trec_eval does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence


ANSWERS = 2
"""The judgement of a passage that answers the question."""

PAGE = 10
"""How many passages a reader looks at."""

DEPTH = 100
"""How far down a passage still counts as found."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what is known of its answers.

    `relevance` gives the judgement of each passage that has one. `absent` are passages that must not be found at all, `below` those that
    must come after every passage that answers it.
    """

    id: str
    words: str
    relevance: Mapping[str, int]
    absent: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()

    @property
    def answers(self) -> tuple[str, ...]:
        """The passages that answer it."""
        return tuple(key for key, judgement in self.relevance.items() if judgement >= ANSWERS)


@dataclass(frozen=True, slots=True)
class Figures:
    """The means over all questions, 0 to 1, and what was found that must not be: in how many questions, how many passages.

    Success and MRR are means over the questions that have an answer, the others over those that have a relevant passage.
    """

    success_at_1: float
    mrr_at_10: float
    ndcg_at_10: float
    recall_at_100: float
    violated: int
    violations: int


def success(ranked: Sequence[str], judged: Judged) -> float:
    """1 when the first passage answers the question, else 0."""
    return float(bool(ranked) and ranked[0] in judged.answers)


def first_answer(ranked: Sequence[str], judged: Judged) -> int | None:
    """The place (from 1) of the first passage that answers the question, or None."""
    answers = judged.answers
    return next((place for place, key in enumerate(ranked, 1) if key in answers), None)


def reciprocal_rank(ranked: Sequence[str], judged: Judged, *, depth: int = PAGE) -> float:
    """1 through the place of the first answer; 0 when it is not among the first `depth`."""
    place = first_answer(ranked[:depth], judged)
    return 1 / place if place else 0.0


def ndcg(ranked: Sequence[str], judged: Judged, *, depth: int = PAGE) -> float:
    """The discounted gain of the first `depth` passages as a share of the best there could be; 0 when nothing is judged."""
    best = _gain(sorted(judged.relevance.values(), reverse=True)[:depth])
    return _gain(judged.relevance.get(key, 0) for key in ranked[:depth]) / best if best else 0.0


def _gain(judgements: Iterable[int]) -> float:
    return sum(judgement / log2(place + 1) for place, judgement in enumerate(judgements, 1))


def recall(ranked: Sequence[str], judged: Judged, *, depth: int = DEPTH) -> float:
    """The share of the relevant passages that is among the first `depth`; 0 when there are none."""
    relevant = {key for key, judgement in judged.relevance.items() if judgement > 0}
    return len(relevant.intersection(ranked[:depth])) / len(relevant) if relevant else 0.0


def violations(ranked: Sequence[str], judged: Judged) -> list[str]:
    """The passages found that must not be, or that stand before one that answers the question; one not found is after all."""
    answers = set(judged.answers)
    wrong = []
    for key in ranked:
        answers.discard(key)
        if key in judged.absent or (key in judged.below and answers):
            wrong.append(key)
    return wrong


def summarise(rankings: Iterable[tuple[Sequence[str], Judged]]) -> Figures:
    """The figures of all rankings, each with its question; a mean over nothing is 0."""
    held = list(rankings)
    answered = [(ranked, judged) for ranked, judged in held if judged.answers]
    relevant = [(ranked, judged) for ranked, judged in held if any(judged.relevance.values())]
    wrong = [len(violations(ranked, judged)) for ranked, judged in held]
    return Figures(
        success_at_1=_mean(success(*each) for each in answered),
        mrr_at_10=_mean(reciprocal_rank(*each) for each in answered),
        ndcg_at_10=_mean(ndcg(*each) for each in relevant),
        recall_at_100=_mean(recall(*each) for each in relevant),
        violated=sum(map(bool, wrong)),
        violations=sum(wrong),
    )


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return fmean(held) if held else 0.0
