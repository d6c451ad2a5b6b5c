"""Quotes: picked, shortened, held against the passage, and told of somebody whom three are like."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.study import Study
from workbench.study.quotes import DRIFTED, GONE, LOST

Opened = Callable[..., Study]
LISTEN = "man skal lytte, altså rigtigt lytte."


def passage(study: Study, transcript: str, words: str) -> tuple[str, int, int]:
    text = study.transcripts.document(transcript)
    start = text.text.index(words)
    return text.revision, start, start + len(words)


def coded(study: Study, transcript: str, words: str, path: str) -> str:
    """Code some words; the row of the coding."""
    return study.codings.add_new(*passage(study, transcript, words), path)


@pytest.fixture
def theme(study: Study) -> str:
    """A theme with two passages."""
    coded(study, "A-1", LISTEN, "Møde / Lytte")
    coded(study, "B-1", "Og at man lytter.", "Møde / Lytte")
    return study.codes.find("Møde / Lytte").id


def test_a_pick_comes_first_and_is_read_as_somebody_has_shortened_it(study: Study, theme: str) -> None:
    pick = study.quotes.pick(theme, *passage(study, "B-1", "Og at man lytter."))
    study.quotes.edit(pick, "(…) at man lytter [til naboen].")
    first, second = study.quotes.list(theme)
    assert (first.id, first.shown, first.picked) == (pick, "(…) at man lytter [til naboen].", True)
    assert (first.source, second.source) == ("B-1, R1", "A-1, R1")
    assert (second.shown, second.picked) == (LISTEN, False)
    assert study.quotes.unpick(pick) == 1
    assert not study.quotes.list(theme, picked=True)
    study.undo()
    assert [one.id for one in study.quotes.list(theme, picked=True)] == [pick]


@pytest.mark.parametrize("shown", ["Og at man hører.", "Og at man [lytter.", "Og (…) at man ikke lytter.", "[lytter]"])
def test_what_was_not_said_is_refused_and_changes_nothing(study: Study, theme: str, shown: str) -> None:
    pick = study.quotes.pick(theme, *passage(study, "B-1", "Og at man lytter."))
    with pytest.raises(InputError) as refused:
        study.quotes.edit(pick, shown)
    assert refused.value.hint
    assert study.quotes.get(pick).shown == "Og at man lytter."


def test_a_passage_is_picked_once_for_a_theme_and_those_of_a_theme_have_an_order(study: Study, theme: str) -> None:
    one = study.quotes.pick(theme, *passage(study, "B-1", "Og at man lytter."))
    assert study.quotes.pick(theme, *passage(study, "B-1", "Og at man lytter.")) == one
    other = study.quotes.pick(theme, *passage(study, "A-1", LISTEN))
    assert [quote.id for quote in study.quotes.choose(theme, 2)] == [one, other]
    study.quotes.move(other, one)
    assert [quote.id for quote in study.quotes.choose(theme, 2)] == [other, one]
    with pytest.raises(NotFoundError):
        study.quotes.move(other, "nobody")


def test_after_a_correction_an_edited_quotation_has_drifted_and_a_plain_one_follows(study: Study, theme: str) -> None:
    plain = study.quotes.pick(theme, *passage(study, "B-1", "Og at man lytter."))
    edited = study.quotes.pick(theme, *passage(study, "A-1", LISTEN), "man skal lytte (…)")
    for name, words, now in (("A-1", "man skal lytte, altså", "man må lytte, altså"), ("B-1", "Tid. Og", "Tid! Og")):
        text = study.transcripts.document(name).text
        study.corrections.correct(name, text.replace(words, now))
    assert study.quotes.get(plain).shown == "Og at man lytter."
    assert not study.quotes.get(plain).drifted
    (fault,) = study.quotes.check()
    assert (fault.id, fault.why) == (edited, DRIFTED)
    assert study.quotes.get(edited).drifted


def test_a_pick_whose_passage_or_theme_is_gone_is_told(study: Study, theme: str) -> None:
    study.quotes.pick(theme, *passage(study, "B-1", "Og at man lytter."))
    gone = study.codes.create("Kort").id
    study.quotes.pick(gone, *passage(study, "A-1", "Man skal turde."))
    study.codes.delete(gone)
    study.corrections.correct(
        "B-1", study.transcripts.document("B-1").text.replace("R1: Tid. Og at man lytter.\n\n", "")
    )
    assert {fault.why for fault in study.quotes.check()} == {GONE, LOST}


def test_who_is_quoted_is_told_as_far_as_three_are_alike(sample_study: Study) -> None:
    roles: dict[str, set[str]] = {}
    for speaker in sample_study.synthesis.speakers():
        roles.setdefault(speaker.attributes.get("role", ""), set()).add(speaker.person)
    for one in sample_study.quotes.list(sample_study.codes.find("Relationer / Tillid").id):
        for role, persons in roles.items():
            if role and role in one.attribution.text:
                assert len(persons) >= 3, one.attribution


def test_a_group_says_what_one_of_it_is_called(study: Study, theme: str) -> None:
    text = study.export_settings().replace('label = "De frivillige"', 'label = "De frivillige"\none = "En frivillig"')
    study.import_settings(text + "\n[quotes]\nmin_same = 2\n", "x")
    assert {one.attribution.text for one in study.quotes.list(theme)} == {"En informant", "En frivillig"}


def test_the_choice_lets_nobody_speak_twice_while_another_is_unheard(sample_study: Study) -> None:
    theme = sample_study.codes.find("Relationer / Tillid").id
    every = {person for one in sample_study.quotes.list(theme) for person in one.people}
    heard: list[str] = []
    for one in sample_study.quotes.choose(theme, len(every) // 2):
        assert not set(one.people) & set(heard)
        heard += one.people
    text = {t.name: sample_study.transcripts.document(t.name).text for t in sample_study.transcripts.list()}
    for one in sample_study.quotes.choose(theme, 20):
        quote = one.quote
        assert text[quote.transcript][quote.start : quote.end] == quote.text


def test_who_codes_blind_neither_sees_a_colleagues_pick_nor_takes_it_over(
    study: Study, theme: str, folder: Path, opened: Opened
) -> None:
    study.progress.assign(["B-1"], ["ann", "bo"])
    place = passage(study, "B-1", "Og at man lytter.")
    own = study.quotes.pick(theme, *place)
    bo = opened(folder, "bo")
    assert not bo.quotes.list(picked=True)
    assert bo.quotes.pick(theme, *place) != own
    with pytest.raises(NotFoundError):
        bo.quotes.get(own)


def test_two_who_pick_the_same_have_one_pick_and_what_both_edit_is_asked(
    study: Study, theme: str, folder: Path, opened: Opened, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "bo", ignore=shutil.ignore_patterns(".workbench"))
    bo = opened(tmp_path / "bo", "bo")
    bo._base.store.ingest(list(study._base.store.export()))
    place = passage(study, "B-1", "Og at man lytter.")
    assert study.quotes.pick(theme, *place, "Og (…) lytter.") == bo.quotes.pick(theme, *place, "(…) man lytter.")
    for one, other in ((study, bo), (bo, study)):
        one._base.store.ingest(list(other._base.store.export()))
    assert study._base.store.digest() == bo._base.store.digest()
    assert [quote.shown for quote in study.quotes.list(picked=True)] == [
        quote.shown for quote in bo.quotes.list(picked=True)
    ]
    assert study.inbox.count() == bo.inbox.count() == 1


def test_what_a_person_takes_back_is_quoted_no_more(study: Study, theme: str) -> None:
    study.quotes.pick(theme, *passage(study, "B-1", "Og at man lytter."), "Og at man lytter [længe].")
    study.withdrawals.withdraw("P2", "asked")
    assert not study.quotes.list(picked=True)
    assert not [data for (data,) in study._base.store.read("SELECT data FROM blob") if "[længe]" in (data or "")]
