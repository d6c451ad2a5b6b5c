"""The marked-up sets and their gates. Sets named ``blind_…`` were written by somebody who had not seen the rules."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measured", Path(__file__).parent / "measured.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


measured = _module()
GATES = {"dev": (0.95, 0.95, 0.95), "blind": (0.88, 0.90, 0.95)}
SMALL = (0.5, 0.85)  # without capitals


def _pools() -> list[tuple[str, str, bool, list[Path]]]:
    pools: dict[tuple[str, str, bool], list[Path]] = {}
    for file in measured.sets():
        one = measured.load(file)
        pools.setdefault((file.stem.split("_")[0], one.what, one.small), []).append(file)
    return [(*key, files) for key, files in sorted(pools.items())]


@pytest.mark.parametrize(("pool", "what", "small", "files"), _pools())
def test_a_pool_of_sets_reaches_its_gates(pool: str, what: str, small: bool, files: list[Path]) -> None:
    score = measured.Score(0, 0, 0, 0)
    for file in files:
        score += measured.measure(measured.load(file))
    recall, precision, f = GATES.get(pool, GATES["dev"])
    if what == "sentences":
        assert score.f >= f, score
    else:
        recall, precision = SMALL if small else (recall, precision)
        assert score.recall >= recall, score
        assert score.precision >= precision, score


def test_the_marks_of_a_set_are_read_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "dev_identifiers.txt"
    file.write_text("# language: sv\n# said\nR1: Hej {{name|Siv}}, {{any|Lund}}.\n\nI: Ja.\n", encoding="utf-8")
    one = measured.load(file)
    assert (one.language, one.what, one.text) == ("sv", "identifiers", "R1: Hej Siv, Lund.\n\nI: Ja.\n\n")
    assert [(kind, one.text[a:z]) for kind, a, z in one.spans] == [("name", "Siv"), ("any", "Lund")]
    file = tmp_path / "dev_sentences.txt"
    file.write_text("# language: da\nR1: Ja. | Nej.|Tja.\n", encoding="utf-8")
    one = measured.load(file)
    assert (one.what, one.text) == ("sentences", "R1: Ja. Nej. Tja.\n\n")
    assert sorted(one.borders) == [8, 13]
