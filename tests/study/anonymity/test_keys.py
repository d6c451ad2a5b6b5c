"""The key file itself: what is written is read again, pseudonyms are of nobody, lists are taken in."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.study import Study
from workbench.study.anonymity import keyfile
from workbench.study.anonymity.keyfile import Key, Rule
from workbench.study.anonymity.standins import PLACEHOLDERS, placeholder, pseudonym

words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12)


@settings(max_examples=80)
@given(
    st.lists(st.tuples(words, words, st.booleans(), words), unique_by=lambda row: row[0], max_size=5),
    st.dictionaries(words, words, max_size=3),
)
def test_what_is_written_into_a_key_file_is_read_again(
    rows: list[tuple[str, str, bool, str]], people: dict[str, str]
) -> None:
    import tempfile

    rules = [rule for row in rows if not keyfile.wrong(rule := Rule(*row))]
    key = Key(tuple(sorted(rules, key=lambda rule: rule.word.casefold())), people)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key.toml"
        keyfile.write(path, "study", key)
        assert path.stat().st_mode & 0o077 == 0
        assert keyfile.read(path, "study") == key
        with pytest.raises(InputError, match="another study"):
            keyfile.read(path, "other")


def test_a_person_has_one_pseudonym_everywhere_and_nobody_in_the_study_bears_it(study: Study) -> None:
    name = study.anonymity.pseudonym("Mette", "P1")
    assert name.isalpha()
    assert name not in {"Mette", "Bo", "Hansen"}
    study.anonymity.replace_word("Mette Hansen", name, person="P1")
    assert study.anonymity.pseudonym("Mette", "P1") == name
    assert study.anonymity.pseudonym("Mette Hansen") == name
    assert study.anonymity.pseudonym("Bo", "P2") != name


def test_pseudonyms_run_out_rather_than_double() -> None:
    assert pseudonym(["Ib", "Bo"], ["ib"], lambda name: name == "Bo") == ""
    assert pseudonym(["Ib", "Bo"], ["ib"], lambda name: False) == "Bo"


def test_every_language_has_every_placeholder() -> None:
    assert len({frozenset(words) for words in PLACEHOLDERS.values()}) == 1
    assert placeholder("name", "da-DK") == placeholder("label", "no") == "[navn]"
    assert placeholder("phone", "fi") == "[phone]"


def test_lists_of_the_project_are_taken_in_and_found(study: Study) -> None:
    study.transcripts.document("N-2")
    assert not any(one.finding.text == "Skramlefryd" for one in study.anonymity.findings())
    added = study.anonymity.keys.take_lists("navn;sted\nOrdningen;Skramlefryd\n;\n", "x.csv")
    assert added == {"names": 1, "places": 1, "institutions": 0}
    assert study.anonymity.keys.take_lists("Ordningen\n", "x.csv")["names"] == 0
    assert study.anonymity.keys.own().places == ("Skramlefryd",)
    with pytest.raises(InputError, match=r"x\.csv:2"):
        study.anonymity.keys.take_lists("navn\n" + "x" * 300 + "\n", "x.csv")


def test_forgetting_a_word_leaves_the_texts(study: Study) -> None:
    study.anonymity.replace_word("Mette", "[navn]", always=True)
    text = study.transcripts.document("N-1").text
    study.anonymity.forget("Mette")
    assert study.anonymity.keys.read().rules == ()
    assert study.transcripts.document("N-1").text == text
