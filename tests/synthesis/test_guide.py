"""What a silence means, where the guide tells."""

import pytest

from workbench.errors import InputError
from workbench.synthesis import Question, asked, questions


def test_a_question_is_about_its_codes_and_what_lies_below(small):
    guide = [
        Question("Q1", codes=("Relationer",), groups=("volunteer",)),
        Question("Q2", codes=("Relationer /  Tillid",)),
    ]
    assert asked(guide, small().themes, ("volunteer", "education")) == {
        "r": {"volunteer"},
        "n": {"volunteer"},
        "t": {"volunteer", "education"},
    }


def test_an_empty_cell_says_not_asked_or_asked_and_not_voiced(small):
    put = asked(
        [Question("Q", "", ("professional", "volunteer"), ("Relationer / Tillid",))], small().themes, small().groups
    )
    rows = {row.theme: row for row in small().says("t", "k1a").matrix(asked=put).rows}
    assert rows["t"].silent == {"volunteer": "not_voiced", "education": "not_asked"}
    assert rows["t"].silent_columns == {"volunteer": "not_voiced", "shared": "not_asked"}
    assert rows["n"].silent == {}


def test_the_guide_is_read_from_the_settings():
    table = {"Q4": {"text": "Hvad kan I?", "groups": ["volunteer"], "codes": ["A / B"]}, "Q5": "Hvordan lærer man det?"}
    assert questions(table) == (
        Question("Q4", "Hvad kan I?", ("volunteer",), ("A / B",)),
        Question("Q5", "Hvordan lærer man det?"),
    )


@pytest.mark.parametrize("entry", [3, {"text": 3}, {"groups": "volunteer"}, {"codes": [1]}])
def test_a_question_written_otherwise_is_refused(entry):
    with pytest.raises(InputError, match="Q4"):
        questions({"Q4": entry})
