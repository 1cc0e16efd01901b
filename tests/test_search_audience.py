from __future__ import annotations

import itertools
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.config import Settings
from indexer.documents import pack
from indexer.documents import unpack_words
from indexer.engines.memory import MemoryEngine
from indexer.errors import ConfigError
from indexer.errors import IndexOutdatedError
from indexer.model import fields
from indexer.model.letter import Letter
from indexer.model.letter import Metadata
from indexer.model.letter import Person
from indexer.model.letter import Signer
from indexer.rebuild import rebuild
from indexer.restricted import restricted_folders
from indexer.restricted import restricted_id
from indexer.search import Index
from indexer.served import MOST_AUDIENCES
from indexer.vocabulary import Counting
from indexer.vocabulary import keep_vocabularies
from indexer.vocabulary import packed_vocabularies
from tests.corpus_builders import configured
from tests.corpus_builders import letter_text
from tests.corpus_builders import put_letters
from tests.search_builders import letter
from tests.search_builders import passage
from tests.search_builders import write


if TYPE_CHECKING:
    from indexer.model.results import Found
    from indexer.report import Report


FOLDERS = {"hr": ("A",), "hr/løn": ("B",), "jura": ("A", "C")}
NOBODY: frozenset[str] = frozenset()
FACETS = (fields.YEAR, fields.DIRECTOR, fields.ADDRESSEE, fields.CASE, fields.KIND, fields.LETTER, fields.REMARK, fields.ACCESS)


def labels(settings: Settings, *groups: str) -> frozenset[str]:
    """What these groups see."""
    return restricted_folders(settings).labels_for(groups)


# Whatever letters there are.


def _index(folder: Path, *letters: Letter) -> Index:
    """An index of these letters, with their words, as a rebuild would make it."""
    settings = Settings(folder=folder, restricted=FOLDERS)
    restricted, analyzer = restricted_folders(settings), default_analyzer()
    engine = MemoryEngine(folder)
    counting = {restricted.label(each.file): Counting() for each in letters}
    for each in letters:
        counting[restricted.label(each.file)].add(unpack_words(pack(each, analyzer, cached=False).words))
    generation = write(engine, *letters, analyzer=analyzer, restricted=restricted)
    keep_vocabularies(
        settings.index_path, generation, packed_vocabularies({label: counted.vocabulary() for label, counted in counting.items()})
    )
    return Index(settings, engine=engine)


# Words of two parts, names of two words: every text has as many terms as the others of its kind. So the average length, the one thing an
# audience shares with what it does not see (indexer.engines.audience), is the same for all.
WORDS = ["skolemælk", "skolemælken", "skolevej", "kontanthjælp", "vejbump", "vejbumpet", "havnebad", "havnegade", "cykelsti", "cykelstier"]
SIGNERS, ADDRESSEES = ["Bodil Ågård", "Anne Prøvesen"], ["Åse Ørsted", "Bo Ågesen"]
FILES = ["{}.txt", "x/{}.txt", "hr2/{}.txt", "hr/{}.txt", "hr/løn/{}.txt", "HR/x/{}.txt", "jura/{}.txt"]
MORE = ["mælk", "skolemelk", "vejbumb", "kontanthjelp", "-mælk", "vej*", "direktør:bodil", "sag:2018-1", "havne", "bad"]
QUERIES = st.one_of(
    st.lists(st.sampled_from([*WORDS, *MORE]), max_size=3).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=2).map(lambda words: f'"{" ".join(words)}"'),
)
TYPED = st.sampled_from(["sk", "mæ", "kont", "vej", "bod", "a", "åse", "201", "hvor meget", "hvor meget skole", "Bodil Å"])
SAID = st.lists(st.sampled_from(WORDS), min_size=4, max_size=4).map(" ".join)
LETTERS = st.lists(
    st.tuples(st.sampled_from(FILES), SAID, SAID, st.sampled_from(SIGNERS), st.sampled_from(ADDRESSEES), st.integers(1, 3)), max_size=9
)


def _letter(number: int, where: str, asked: str, said: str, signer: str, addressee: str, case: int) -> Letter:
    known = Metadata(
        date=f"201{case}-01-0{number}",
        case_number=f"2018-{case}",
        subject="svar",
        signers=(Signer(signer),),
        addressee=Person(addressee),
    )
    answered = passage(said, question=f"Hvor meget {asked}?")
    return Letter(f"b{number}", where.format(f"b{number}"), "0" * 64, known, (answered,))


@hypothesis_settings(max_examples=30, deadline=None)
@given(LETTERS, st.frozensets(st.sampled_from(["A", "B", "C", "hr"])), st.lists(QUERIES, min_size=1, max_size=4), TYPED)
def test_an_audience_sees_what_it_would_see_if_there_were_no_other_letters(
    made: list[tuple[str, str, str, str, str, int]], groups: frozenset[str], queries: list[str], typed: str
) -> None:
    """Over any letters and words: the same answers, counts, spelling, suggestions, likes and reasons as over the visible letters alone."""
    letters = [_letter(number, *each) for number, each in enumerate(made, start=1)]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(folder=Path(folder), restricted=FOLDERS)
        seen_labels = labels(settings, *groups)
        visible = [each for each in letters if restricted_folders(settings).label(each.file) in {"", *seen_labels}]
        seen = _index(Path(folder) / "whole", *letters).seen_by(seen_labels)
        alone = _index(Path(folder) / "alone", *visible)
        seen._told = tuple  # type: ignore[method-assign, assignment]  # the scores themselves, of which an audience is told the order
        assert [each.id for each in letters if seen.letter(each.id)] == [each.id for each in visible]
        assert (seen.stamp.letters, seen.stamp.passages) == (len(visible), len(visible))
        for words, sort in itertools.product(queries, ("relevance", "oldest")):
            found, expected = (each.search(words, sort=sort, limit=50, facets=FACETS, explained=True) for each in (seen, alone))
            assert (found.total, found.facets, found.reading) == (expected.total, expected.facets, expected.reading)
            assert _told(found.found) == _told(expected.found)
            assert _told(found.nearly) == _told(expected.nearly)
        assert set(seen.suggestions(typed, limit=100)) == set(alone.suggestions(typed, limit=100))
        for each in letters:
            assert _told(seen.similar(f"{each.id}#svar-1", limit=50)) == _told(alone.similar(f"{each.id}#svar-1", limit=50))
        draft = "Hvor meget skolemælk?\n\nHvor mange vejbump er der?"
        before = [index.answered(draft, limit=50) for index in (seen, alone)]
        told = [[(asked.question, _told(each.found for each in asked.earlier)) for asked in each.asked] for each in before]
        assert told[0] == told[1]


def _told(found: object) -> dict[str, object]:
    """All that is told of passages, by letter: what equals come in is not compared, their figures nearly."""
    passages: list[Found] = list(found)  # type: ignore[call-overload]
    return {each.stored.letter: (replace(each, score=0.0), pytest.approx(each.score)) for each in passages}


# What a rebuild makes of restricted folders.


def _rebuilt(folder: Path, files: dict[str, str], **restricted: tuple[str, ...]) -> tuple[Settings, Report]:
    settings = replace(configured(folder), restricted=restricted or {"hr": ("A",), "jura": ("B",)})
    put_letters(settings.corpus_path, files)
    return settings, rebuild(settings)


def test_a_copy_is_a_copy_of_letters_with_its_own_label_alone(tmp_path: Path) -> None:
    """The same letter, or another edition of it, in folders of different groups is several letters, of which none names another, changes
    its id, or takes its place.
    """
    same = {"document": "2018-9-9"}
    _, alone = _rebuilt(tmp_path / "alone", {"a.txt": letter_text(1, day="01-01-2018", **same)})
    files = {
        "a.txt": letter_text(1, day="01-01-2018", **same),
        "hr/a.txt": letter_text(1, day="01-01-2018", **same),
        "hr/b.txt": letter_text(1, day="01-03-2018", edition="nyt", **same),
        "jura/a.txt": letter_text(1, day="01-02-2018", edition="andet", **same),
    }
    settings, report = _rebuilt(tmp_path / "all", files)
    index = Index(settings)
    assert (report.letters, alone.letters) == (3, 1)
    ids = {label: restricted_id("2018-9-9", label) for label in ("", "hr", "jura")}
    everything = {label: index.letter(id_) for label, id_ in ids.items()}
    assert [each and each.file for each in everything.values()] == ["a.txt", "hr/b.txt", "jura/a.txt"]
    assert [each and each.editions for each in everything.values()] == [(), ("hr/a.txt",), ()]
    assert all(each and not [remark for remark in each.remarks if "/" in remark.message] for each in everything.values())
    assert index.letter(ids[""]) == Index(_rebuilt(tmp_path / "alone", {})[0]).letter("2018-9-9")
    for groups, seen in (((), [""]), (("A",), ["", "hr"]), (("B",), ["", "jura"]), (("A", "B"), ["", "hr", "jura"])):
        view = index.seen_by(labels(settings, *groups))
        assert [label for label, id_ in ids.items() if view.letter(id_)] == seen
        assert view.stamp.letters == len(seen)


def test_letters_of_one_name_keep_their_ids_whatever_others_there_are(tmp_path: Path) -> None:
    """An id says nothing of letters in other folders: it is what it would be if there were none."""
    text = "Hvad er vejbump?\n\nDet er vejbump."
    files = {
        "a.txt": text,
        "a.md": "Hvad er lygten?\n\nDet er lygten.",
        "hr/a.txt": text + " Ja.",
        "hr/a.md": text + " Nej.",
        "jura/a.txt": text,
    }
    settings, _ = _rebuilt(tmp_path, files)
    index = Index(settings)

    def ids(*groups: str) -> set[str]:
        counted = index.seen_by(labels(settings, *groups)).search("", facets=(fields.LETTER,)).facets[fields.LETTER]
        return {count.value for count in counted.values}

    assert ids() == {"a", "a-2"}
    assert ids("A") == {"a", "a-2", restricted_id("hr-a", "hr"), restricted_id("hr-a", "hr") + "-2"}
    assert ids("B") == {"a", "a-2", restricted_id("jura-a", "jura")}


def test_a_report_tells_of_the_files_that_are_seen(tmp_path: Path) -> None:
    """Findings, failures, other files and all counts are of the audience's files; those who do not see all are not told what was read."""
    files = {
        "a.txt": letter_text(1, day=""),
        "tom.txt": "",
        "x.docx": "x",
        "hr/b.txt": letter_text(2, day=""),
        "hr/tom.txt": "",
        "hr/x.docx": "x",
    }
    settings, whole = _rebuilt(tmp_path, {**files, "hr/løst.meta.toml": ""})
    index = Index(settings)
    told = index.seen_by(NOBODY).report
    assert told
    assert {finding.file for finding in told.findings} == {"a.txt", "tom.txt"}
    assert ([failure.file for failure in told.failures], told.ignored) == (["tom.txt"], ("x.docx",))
    assert {remark.code: remark.count for remark in told.remarks} == {"missing_date": 1}
    assert all("hr/" not in str(remark) for remark in told.remarks)
    assert (told.letters, told.passages, told.read, told.cached, told.seconds) == (1, 2, 0, 0, 0.0)
    seeing_all = index.seen_by(labels(settings, "A", "B")).report
    assert seeing_all
    assert replace(seeing_all, seconds=0.0) == replace(whole, seconds=0.0)


def test_a_letter_without_passages_is_hidden_and_not_counted(tmp_path: Path) -> None:
    """Also a letter that no search could find is there for its groups alone."""
    hidden = replace(letter("x"), file="hr/x.txt")
    index = _index(tmp_path, letter("a", "Mælk."), hidden)
    assert index.letter("x")
    assert index.seen_by(frozenset({"hr"})).letter("x")
    assert index.seen_by(NOBODY).letter("x") is None
    assert [index.seen_by(seen).stamp.letters for seen in (NOBODY, frozenset({"hr"}))] == [1, 2]


def test_an_index_made_before_a_folder_was_restricted_is_not_searched(tmp_path: Path) -> None:
    """Until the rebuild nothing is shown, rather than what is restricted now; other groups need none."""
    settings, _ = _rebuilt(tmp_path, {"hr/a.txt": letter_text(1)}, jura=("B",))
    assert Index(settings).seen_by(NOBODY).stamp.letters == 1
    assert Index(replace(settings, restricted={"jura": ("C",)})).seen_by(NOBODY).stamp.letters == 1
    for restricted in ({"jura": ("B",), "hr": ("A",)}, {}):
        with pytest.raises(IndexOutdatedError, match="access"):
            _ = Index(replace(settings, restricted=restricted)).stamp


def test_a_link_into_another_folder_is_no_way_in(tmp_path: Path) -> None:
    """A link from an open folder to a restricted letter, the reverse, and a linked correction are refused; one inside a folder is not."""
    settings = replace(configured(tmp_path), restricted={"hr": ("A",)})
    put_letters(settings.corpus_path, {"hr/a.txt": letter_text(1), "b.txt": letter_text(2), "hr/b.meta.toml": 'subject = "hemmeligt"'})
    for link, to in (("a.txt", "hr/a.txt"), ("hr/b.txt", "b.txt"), ("b.meta.toml", "hr/b.meta.toml"), ("c.txt", "b.txt")):
        (settings.corpus_path / link).symlink_to(settings.corpus_path / to)
    report = rebuild(settings)
    assert {failure.file: failure.code for failure in report.failures} == dict.fromkeys(
        ["a.txt", "b.meta.toml", "hr/b.txt"], "other_access"
    )
    assert report.letters == 2


def test_a_folder_that_can_be_none_stops_the_rebuild(tmp_path: Path) -> None:
    """A slip in the settings never opens a letter."""
    settings = replace(configured(tmp_path), restricted={"../hr": ("A",)})
    put_letters(settings.corpus_path, {"a.txt": letter_text(1)})
    with pytest.raises(ConfigError, match="restricted"):
        rebuild(settings)
    with pytest.raises(ConfigError, match="restricted"):
        Index(settings)


# One generation for many audiences.


def test_who_sees_the_same_shares_a_view_and_few_are_kept(tmp_path: Path) -> None:
    """However many audiences there are, so many views are kept, and whoever sees everything needs none of their own."""
    folders = {f"m{number}": ("A",) for number in range(6)}
    settings = Settings(folder=tmp_path, restricted=folders)
    engine = MemoryEngine(tmp_path)
    letters = [replace(letter(name, "Mælk."), file=f"{name}/a.txt") for name in folders]
    write(engine, *letters, restricted=restricted_folders(settings))
    index = Index(settings, engine=engine)
    served = index._open
    for size in range(len(folders) + 1):
        for seen in map(frozenset, itertools.combinations(folders, size)):
            with served.view(seen) as view, served.view(seen | {"findes ikke"}) as same:
                assert view is same
                assert index.seen_by(seen).search("mælk").total == size
            assert served._held is not None
            assert len(served._held._views) <= MOST_AUDIENCES
    with served.view(None) as whole, served.view(frozenset(folders)) as all_of_it:
        assert whole is all_of_it


def test_an_audience_is_served_the_newest_generation(tmp_path: Path) -> None:
    """When another generation takes over, no view of the old one, or of its labels, is left."""
    settings = Settings(folder=tmp_path, restricted={"hr": ("A",), "jura": ("B",)})
    restricted = restricted_folders(settings)
    engine = MemoryEngine(tmp_path)
    index = Index(settings, engine=engine)
    nobody = index.seen_by(NOBODY)
    for hidden, word in (("hr", "mælk"), ("jura", "vej")):
        write(engine, letter("a", word), replace(letter("b", word), file=f"{hidden}/b.txt"), restricted=restricted)
        assert nobody.search(word).total == 1
        assert index.search(word).total == 2
    index.close()
    assert nobody.search("vej").total == 1
