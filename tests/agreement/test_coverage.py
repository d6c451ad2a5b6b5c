"""The 95 % interval holds the truth in about 95 of 100 projects: simulated, as ``python -m bench coverage`` does."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from workbench.agreement.report import code_agreement


@pytest.fixture
def coverage(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The simulation; ``bench`` stands beside the tests and is not installed with the program."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    return importlib.import_module("bench.coverage")


@pytest.mark.nightly
@pytest.mark.parametrize("size", [6, 10, 20])
def test_of_a_common_code_it_holds_the_truth_in_90_to_97_of_100_projects(coverage: ModuleType, size: int) -> None:
    found = coverage.cell(coverage.COMMON, size, 1000, coverage.truth(coverage.COMMON, 20_000))
    assert found.intervals == 1000
    assert 0.90 <= found.coverage <= 0.97


@pytest.mark.nightly
@pytest.mark.parametrize(("size", "least"), [(6, 0.75), (10, 0.80), (20, 0.85)])
def test_of_a_rare_code_it_holds_less_often_and_not_much_less(coverage: ModuleType, size: int, least: float) -> None:
    found = coverage.cell(coverage.RARE, size, 1000, coverage.truth(coverage.RARE, 20_000))
    assert found.intervals > 900
    assert least <= found.coverage <= 0.97


def test_the_simulated_intervals_are_those_the_report_gives(coverage: ModuleType) -> None:
    chance = coverage.random.Random("a project")
    for kind in (coverage.COMMON, coverage.RARE):
        texts = [coverage.transcript(kind, chance) for _ in range(6)]
        value, interval = coverage.interval(texts)
        found = code_agreement({str(i): text for i, text in enumerate(texts)})
        assert found.measures.alpha == pytest.approx(value)
        assert found.ci == pytest.approx(interval)


def test_the_same_seed_gives_the_same_projects(coverage: ModuleType) -> None:
    assert coverage.cell(coverage.COMMON, 6, 3, 0.5) == coverage.cell(coverage.COMMON, 6, 3, 0.5)
    assert coverage.cell(coverage.COMMON, 6, 3, 0.5) != coverage.cell(coverage.COMMON, 6, 3, 0.5, seed=1)
