"""What a file is taken for: what it says, what is likely, what somebody says of it."""

from typing import Any

import pytest

from workbench.transcripts.preview import Preview, preview
from workbench.tui.importing import fronts


def shown(text: str, name: str = "A.txt") -> Preview:
    return preview(text.encode(), name)


def roles(front: Any, of: Preview) -> dict[str, str]:
    return {speaker.label: fronts.role(front, speaker) for speaker in of.speakers}


def test_a_file_that_speaks_for_itself_is_taken_at_its_word() -> None:
    text = "---\nid: K-01\nsite: A\ninformants:\n  - {label: R1, person: P1}\n---\nI: Nå?\n\nR1: Ja, det er godt.\n"
    assert fronts.likely(shown(text), "2020-01-02").site == "A"
    assert fronts.likely(shown(text), "2020-01-02").date == ""


def test_where_nothing_is_said_the_label_tells_who_asks_and_the_number_who_answer_the_kind() -> None:
    of = shown("Interviewer: Hvad gør I?\n\nR1: Vi ringer.\n\nR2: Ja.\n\nFlere: Ja!\n")
    front = fronts.likely(of, "A")
    wanted = {"Interviewer": "interviewer", "R1": "informant", "R2": "informant", "Flere": "unattributed"}
    assert roles(front, of) == wanted
    assert (front.id, front.kind, front.date) == ("A", "group", "")
    assert fronts.likely(shown("I: Nå?\n\nR1: Ja.\n"), "A").kind == "single"
    assert fronts.likely(shown("Referat af et møde om kaffe.\n"), "A").kind == "document"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("K-01 2021-03-04", "2021-03-04"),
        ("20210304_interview", "2021-03-04"),
        ("2021-13-04", ""),
        ("12021-03-04", ""),
        ("interview 3", ""),
    ],
)
def test_a_date_in_the_name_of_the_file_is_that_of_the_interview(name: str, date: str) -> None:
    assert fronts.likely(shown("R1: Ja, det er godt.\n"), name).date == date


def test_a_speaker_is_made_the_interviewer_and_an_informant_again() -> None:
    of = shown("R1: Hvad gør I?\n\nR2: Vi ringer.\n")
    front = fronts.with_group(fronts.likely(of, "A"), "", "volunteer")
    asking = fronts.with_role(front, "R1", fronts.INTERVIEWER)
    assert roles(asking, of) == {"R1": "interviewer", "R2": "informant"}
    assert fronts.with_role(asking, "R1", fronts.INTERVIEWER) == asking
    back = fronts.with_role(asking, "R1", fronts.INFORMANT)
    assert roles(back, of) == {"R1": "informant", "R2": "informant"}
    assert fronts.with_role(front, "R2", fronts.INFORMANT) == front, "nothing that was said is lost"
    one = fronts.informant(back, "R2")
    assert one is not None
    assert one.group == "volunteer"


def test_what_is_said_of_one_file_is_said_of_another_for_the_labels_they_share() -> None:
    first = fronts.likely(shown("A: Hvad gør I?\n\nB: Vi ringer.\n"), "first")
    first = fronts.with_group(fronts.with_role(first, "A", fronts.INTERVIEWER), "B", "volunteer")
    first = fronts.with_plain(first, "site", "Havnen")
    of = shown("A: Og så?\n\nB: Vi ringer.\n\nC: Jeg gik hjem.\n", "second.txt")
    second = fronts.like(fronts.likely(of, "second"), first)
    assert second.id == "second"
    assert second.site == "Havnen"
    assert roles(second, of) == {"A": "interviewer", "B": "informant", "C": "informant"}
    assert [one.group for one in second.informants] == ["", "volunteer"] or [
        one.group for one in second.informants
    ] == ["volunteer", ""]


def test_one_label_is_one_person_only_when_that_is_said_and_can_be_unsaid() -> None:
    front = fronts.likely(shown("R1: Hvad gør I?\n\nR2: Vi ringer.\n"), "A")
    assert [one.person for one in front.informants] == ["", ""]
    front = fronts.with_person(front, "R2", "P7")
    people = fronts.with_people(front)
    assert [one.person for one in people.informants] == ["R1", "P7"]
    assert fronts.without_people(people) == front


def test_what_was_said_stays_when_a_file_is_read_anew_unless_its_labels_read_otherwise_now() -> None:
    said = fronts.with_plain(fronts.likely(shown("SÃ¸ren: Hej, du.\n"), "A"), "site", "Havnen")
    likely = fronts.likely(shown("Søren: Hej, du.\n"), "A")
    kept = fronts.kept(said, likely)
    assert (kept.site, [one.label for one in kept.informants]) == ("Havnen", ["Søren"])
    assert fronts.kept(said, said._replace(site="")) == said
