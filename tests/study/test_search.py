"""Searching a whole study, and what a report quotes of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.study import Study, material
from workbench.study.search import Hit, Verified


def told(hits: list[Hit]) -> list[tuple[str, str, str]]:
    """Transcript, tier and words of each hit."""
    return [(hit.transcript, hit.tier, hit.text) for hit in hits]


# --- searching


def test_a_word_is_found_in_every_transcript_tier_by_tier(study: Study) -> None:
    assert told(study.search.find("lytte")) == [
        ("A-1", "exact", "lytte"),
        ("A-1", "exact", "lytte"),
        ("A-1", "exact", "lytte"),
        ("B-1", "lemma", "lytter"),
    ]
    hit = study.search.find("lytter")[0]
    document = study.transcripts.document("B-1")
    assert (hit.revision, hit.speaker, hit.turn) == (document.revision, "R1", 2)
    assert document.text[hit.start : hit.end] == hit.text == "lytter"
    assert (hit.before, hit.after) == ("Tid. Og at man ", ".")


def test_hits_are_narrowed_to_transcripts_speakers_persons_groups_and_to_informants(study: Study) -> None:
    find = study.search.find
    assert {h.transcript for h in find("lytte", transcripts=["B-1"])} == {"B-1"}
    assert {h.speaker for h in find("lytte", interviewer=False)} == {"R1"}
    assert [h.speaker for h in find("lytte", speakers=["I"])] == ["I"]
    assert {h.transcript for h in find("lytte", speakers=["A-1:r1"])} == {"A-1"}
    assert {h.transcript for h in find("lytte", speakers=["P2"])} == {"B-1"}
    assert {h.transcript for h in find("lytte", groups=["volunteer"])} == {"B-1"}
    assert {h.transcript for h in find("lytte", groups=["volunteer", "professional"])} == {"A-1", "B-1"}
    assert find("mm", speakers=["R2"], mode="regex") == []
    assert told(find("[Mm]{2}", speakers=["R2"], mode="regex")) == [("B-1", "regex", "Mm")]
    assert len(find("lytte", limit=2)) == 2


@pytest.mark.parametrize(
    "names", [{"transcripts": ["X-9"]}, {"speakers": ["R9"]}, {"groups": ["nobody"]}, {"code": "Intet"}]
)
def test_names_that_mean_nothing_are_refused(study: Study, names: dict[str, object]) -> None:
    with pytest.raises(NotFoundError):
        study.search.find("lytte", **names)  # type: ignore[arg-type]


def test_what_cannot_be_searched_for_is_refused(study: Study) -> None:
    for words, mode in (
        ("", "auto"),
        ("…", "exact"),
        ("", "regex"),
        ("(", "regex"),
        ("x*", "regex"),
        ("x", "sideways"),
    ):
        with pytest.raises(InputError):
            study.search.find(words, mode=mode)
    with pytest.raises(InputError):
        study.search.find("x" * 2_000)


def test_a_code_narrows_to_its_passages_and_those_of_codes_below_it(study: Study) -> None:
    document = study.transcripts.document("A-1")
    listening = study.codes.create("Relationer / Lytte")
    start = document.text.index("Og man skal lytte")
    study.codings.add(document.revision, start, start + 12, listening.id)
    study.codings.add(document.revision, start + 10, start + 17, listening.id)
    for code in ("Relationer / Lytte", "Relationer"):
        assert [hit.start for hit in study.search.find("lytte", code=code)] == [document.text.index("lytte")]
    study.codes.create("Tom")
    assert study.search.find("lytte", code="Tom") == []


def test_what_others_have_coded_blind_narrows_nothing(folder: Path, opened: Callable[..., Study]) -> None:
    ann = opened(folder)
    code = ann.codes.create("Lytte").id
    ann.progress.assign(["A-1"], ["ann", "bo"])
    bo = opened(folder, "bo")
    document = bo.transcripts.document("A-1")
    bo.codings.add(document.revision, 0, len(document.text), code)
    assert len(bo.search.find("lytte", code="Lytte")) == 3
    assert ann.search.find("lytte", code="Lytte") == []
    assert len(ann.search.find("lytte")) == 4, "the words are no secret"


def test_expressions_see_neither_labels_nor_time_stamps_unless_asked(study: Study) -> None:
    assert study.search.find(r"^R\d", mode="regex") == []
    assert {hit.text for hit in study.search.find(r"^R\d", mode="regex", labels=True)} == {"R1", "R2"}
    assert study.search.find(r"kræver det\?\s+R1", mode="regex") == []
    assert len(study.search.find(r"kræver det\?\s+R1", mode="regex", across=True)) == 2


def test_a_text_is_read_once_and_let_go_when_it_is_another_one(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    revision = study.transcripts.revision
    monkeypatch.setattr(study.transcripts, "revision", lambda row: read.append(row) or revision(row))
    study.search.find("lytte")
    study.search.find("turde")
    assert len(read) == 3
    (tmp_path / "D-1.md").write_text("R1: Nu lytter vi.\n", encoding="utf-8")
    study.transcripts.import_files([tmp_path / "D-1.md"])
    read.clear()
    assert ("D-1", "lemma", "lytter") in told(study.search.find("lytte"))
    assert len(read) == 1


def test_in_a_study_that_is_too_large_texts_are_let_go_and_read_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(material, "ROOM", 100)
    first = told(study.search.find("lytte"))
    assert told(study.search.find("lytte")) == first
    assert len(study.search.material._ready) < 3


def test_what_was_withdrawn_is_found_no_more(study: Study) -> None:
    assert study.search.find("fra")
    study.withdrawals.withdraw("C-1:R1", reason="ønske")
    assert not [hit for hit in study.search.find("fra") if "sige" in hit.before]


# --- verifying

REPORT = """\
# Rapport

En leder siger: "Man skal turde." (A-1, R1)

Eller: “Man skal turde (…) rigtigt lytte” (A-1).

Og: »Man [lederen] skal turde« (R1).

Forkert: "Man skal kunne turde. Og man skal lytte" (A-1, R1)

Opfundet: "Frivillige redder hele velfærdsstaten" (B-1)

Begge steder: "Hvad kræver det?"

> Tid. Og at man lytter.
>
> — B-1, R1

Over to: "at man lytter. Mm." (B-1)

Intervieweren: "Ja, at lytte er vigtigt" (A-1, I)

Forkert kilde: "Vi lærer dem at sige fra" (B-1, R2)

Ét sted af to: "Hvad kræver det?" (B-1)

Tysk: „Det er ikke det med at turde.“ (B-1:R1)

Pauser: "Man skal turde … rigtigt lytte"
"""


def test_every_quotation_of_a_report_is_held_against_what_was_said(study: Study) -> None:
    found = study.search.verify(REPORT)
    assert [(one.line, one.status, [hit.transcript for hit in one.hits]) for one in found] == [
        (3, "exact", ["A-1"]),
        (5, "exact", ["A-1"]),
        (7, "exact", ["A-1"]),
        (9, "differs", ["A-1"]),
        (11, "missing", []),
        (13, "ambiguous", ["A-1", "B-1"]),
        (15, "exact", ["B-1"]),
        (19, "exact", ["B-1"]),
        (21, "exact", ["A-1"]),
        (23, "differs", ["C-1"]),
        (25, "exact", ["B-1"]),
        (27, "exact", ["B-1"]),
        (29, "exact", ["A-1"]),
    ]
    by_line = {one.line: one for one in found}
    assert by_line[5].hits[0].text == "Man skal turde. Og man skal lytte, altså rigtigt lytte"
    assert by_line[9].difference == "not in the text: “kunne”"
    assert by_line[9].hits[0].text == "Man skal turde. Og man skal lytte"
    assert "stands nowhere" in by_line[11].difference
    assert by_line[13].difference == "it stands 2 times: A-1 (I), B-1 (I)"
    assert by_line[19].remarks == ("goes over 2 turns: R1, R2",)
    assert by_line[21].remarks == ("said by the interviewer",)
    assert by_line[23].difference == "it stands in C-1 (R1), and the report says B-1, R2"


@pytest.mark.parametrize(
    ("quote", "status"),
    [
        ("Vi har ikke tid nok til det", "missing"),
        ("Det er ikke altid let", "missing"),
        ("Man skal have mod til at fejle", "missing"),
        ("Kommunen finder dem, som gerne vil have besøg, og foreningen finder os", "differs"),
        ("Man skal kunne tie helt stille", "differs"),
    ],
)
def test_what_is_only_made_of_common_words_is_not_what_somebody_said(
    sample_study: Study, quote: str, status: str
) -> None:
    (one,) = sample_study.search.verify(f'"{quote}"\n')
    assert one.status == status


def test_a_quotation_that_another_one_says_is_not_what_the_report_says(study: Study) -> None:
    (one,) = study.search.verify('"Og at man lytter" (B-1, R2)\n')
    assert (one.status, one.difference) == ("differs", "it stands in B-1 (R1), and the report says B-1, R2")
    assert isinstance(one, Verified)


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("A-1, I", "exact"),
        ("i A-1", "exact"),
        ("interview A-1, leder i Kommune X, R1", "differs"),
        ("a-1; r1", "differs"),
        ("P1", "differs"),
        ("leder", "exact"),
        ("I og R1, A-1", "exact"),
    ],
)
def test_a_source_names_whom_the_study_knows_and_a_small_word_is_no_label(
    study: Study, source: str, status: str
) -> None:
    (one,) = study.search.verify(f'"Ja, at lytte er vigtigt" ({source})\n')
    assert one.status == status


def test_a_report_without_quotations_has_none_and_a_hostile_one_harms_nothing(study: Study) -> None:
    assert study.search.verify("") == []
    assert study.search.verify("Kun tekst.\n") == []
    for text in ('"[…]" (A-1)', '"… … …" (A-1)', '"() [] (…)" (B-1)', "> [x]\n> — A-1", '"\x00\x1b]0;x\x07 a b c"'):
        assert all(one.status in ("missing", "exact", "ambiguous") for one in study.search.verify(text))


def test_the_sample_verifies_what_it_says_itself(sample_study: Study) -> None:
    quotes = []
    for name in sorted(sample_study.transcripts.names())[:6]:
        document = sample_study.transcripts.document(name)
        turn = max(document.turns, key=lambda turn: turn.end - turn.speech)
        said = document.text[turn.speech : turn.end].split(". ")[0]
        quotes.append(f"> {said}\n> — {name}, {turn.label}\n")
    assert {one.status for one in sample_study.search.verify("\n".join(quotes))} == {"exact"}
