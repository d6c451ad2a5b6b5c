"""What an export would let out: every word of the key file, and what the rules know, in every format."""

import io
import json
import zipfile
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.study import Study
from workbench.study.anonymity.gate import words_of
from workbench.study.anonymity.passages import SCOPE, strong
from workbench.transcripts.identifiers import plain


def packed(xml: str) -> bytes:
    """A package as a word processor writes one."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("word/document.xml", xml)
    return data.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "# Tabel\n\n| tema | citat |\n|---|---|\n| nøgler | Det er Mettes |\n",
        'transcript,memo\nN-1,"tænk på Mette, altså"\n',
        json.dumps({"rows": [{"quote": "Mette sagde det"}]}),
        json.dumps({"rows": [{"quote": "Mette sagde det, Åse"}]}, ensure_ascii=True),
        "<!doctype html><table><tr><td>Mette</td><td>x</td></tr></table>",
        packed("<w:p><w:r><w:t>Met</w:t></w:r><w:r><w:t>te</w:t></w:r></w:p>"),
    ],
    ids=["markdown", "csv", "json", "escaped json", "html", "package"],
)
def test_a_word_of_the_key_file_is_found_in_whatever_is_written(study: Study, content: str | bytes) -> None:
    assert not [f for f in study.anonymity.leftovers_in("Ingen her") if f.score >= 0.6]
    study.anonymity.replace_word("Mette", "[navn]")
    found = study.anonymity.leftovers_in(content)
    assert [(f.kind, f.score) for f in found if f.text.startswith("Mette")] == [("name", 1.0)]
    assert not any("Mette" in f.why for f in found)


def test_rows_and_dates_of_our_own_and_colleagues_are_no_findings(study: Study) -> None:
    said = json.dumps({"made": "2026-11-23", "row": "01HZZZZZZZZZZZZZZZZZZZZZAN", "coder": "ann", "n": 20301040})
    assert study.anonymity.leftovers_in(said) == []
    assert words_of("2026-11-23T10:22:01Z") == ""
    assert [f.kind for f in study.anonymity.leftovers_in("Hun er født 1956-11-23.")] == ["birth"]


def test_what_was_kept_is_no_finding_any_more(study: Study) -> None:
    said = "R1 bor i Borup."
    assert [f.text for f in study.anonymity.leftovers_in(said)] == ["Borup"]
    study.anonymity.keep_word("Borup")
    assert study.anonymity.leftovers_in(said) == []


PASSAGES = [
    "Det er fint.",
    "Så kom Mette.",
    "Mette var her.",
    "Hans kone kom.",
    "Kragelund kom.",
    "Vores leder Kragelund.",
]
PASSAGES += ["Ring på tlf.", "12 34 56 78", "Tillid", "Bo og Mette Kragelund."]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(PASSAGES), unique=True, max_size=5), min_size=1, max_size=4))
def test_what_is_remembered_of_passages_tells_what_looking_through_the_whole_would(
    study: Study, exports: list[list[str]]
) -> None:
    study._base.store.note(SCOPE, dict.fromkeys(study._base.store.notes(SCOPE)))
    for passages in exports:
        text = "\n\n".join(passages)
        anew = [f for f in plain(text, "da") if f.score >= 0.6 and f.kind not in ("date", "quasi")]
        told = strong(study._base, study.anonymity.keys, text)
        assert {(f.kind, f.start, f.end) for f in told} == {(f.kind, f.start, f.end) for f in anew}


def test_the_notebook_keeps_no_word_of_an_export_and_nothing_by_which_one_can_be_guessed(study: Study) -> None:
    study.anonymity.replace_word("Mette", "Karla", always=True)
    study.anonymity.leftovers_in("Vores leder Kragelund gik.\n\nDet er fint.")
    study.anonymity.findings()
    kept = {part for row in study._base.store.read("SELECT key, value FROM note") for part in row}
    assert not any(word in part for part in kept for word in ("Kragelund", "fint", "Mette"))
    guesses = ("Mette", "Mette\x1fKarla", "Karla\x1fMette", "Det er fint.", "Vores leder Kragelund gik.")
    marks = {sha256(guess.encode()).hexdigest()[:16] for guess in guesses}
    assert not any(mark in part for part in kept for mark in marks)


def test_what_was_looked_through_before_is_not_looked_through_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Vores leder Kragelund gik.\n\nDet er fint."
    before = study.anonymity.leftovers_in(said)
    assert [f.text for f in before] == ["Kragelund"]
    monkeypatch.setattr("workbench.transcripts.identifiers.plain", lambda *_: pytest.fail("looked again"))
    assert study.anonymity.leftovers_in(said) == before
    assert study.anonymity.leftovers_in(f"{said}\n\nOg det gik.") == before
