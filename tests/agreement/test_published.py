"""Every coefficient gives what was printed for it: ``cases.json`` holds the figures, with where they stand."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from workbench.agreement import nominal, sets, unitizing
from workbench.agreement.nominal import Ratings
from workbench.agreement.unitizing import Continuum

CASES = {case["id"]: case for case in json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))}


def _disagreement(given: Ratings) -> nominal.Disagreement:
    found = nominal.disagreement(given)
    assert found is not None
    return found


RATINGS: dict[str, Callable[[Ratings, dict[str, Any]], float | Fraction | None]] = {
    "alpha_nominal": lambda given, _: nominal.alpha(given),
    "alpha_ordinal": lambda given, _: nominal.alpha(given, nominal.ordinal(given)),
    "alpha_interval": lambda given, _: nominal.alpha(given, nominal.interval),
    "alpha_ratio": lambda given, _: nominal.alpha(given, nominal.ratio),
    "alpha_Do": lambda given, _: _disagreement(given).observed,
    "alpha_De": lambda given, _: _disagreement(given).expected,
    "alpha_category": lambda given, wanted: nominal.alpha(nominal.only(given, wanted["category"])),
    "percent_pairwise": lambda given, _: nominal.percent(given),
    "cohen_kappa": lambda given, _: nominal.cohen(given).kappa,
    "cohen_pe": lambda given, _: nominal.cohen(given).expected,
    "cohen_kappa_max": lambda given, _: nominal.cohen(given).most,
    "fleiss_kappa": lambda given, _: nominal.fleiss(given),
    "fleiss_pe": lambda given, _: nominal.fleiss_expected(given),
    "fleiss_category": lambda given, wanted: nominal.fleiss(nominal.only(given, wanted["category"])),
    "conger_kappa": lambda given, _: nominal.conger(given),
    "brennan_prediger": lambda given, wanted: nominal.brennan_prediger(given, wanted.get("q")),
    "randolph_kappa": lambda given, wanted: nominal.brennan_prediger(given, wanted.get("q")),
    "ac1": lambda given, wanted: nominal.ac1(given, wanted.get("q")),
    "ac1_se": lambda given, _: nominal.ac1_se(given),
    "ac1_se_table": lambda given, _: nominal.ac1_se(given, two_way=True),
}
READ: dict[str, Callable[[Any], Ratings]] = {
    "ratings": nominal.ratings,
    "table": nominal.table,
    "counts": nominal.subjects,
}


def _of_1995(data: dict[str, Any], wanted: dict[str, Any]) -> float | None:
    begin, by = data["begin"], data["units"]
    times = data["stretch"] if wanted["coefficient"].endswith("_stretched") else 1
    coders = [
        tuple(((start - begin) * times, (end - begin) * times, code) for code in by for start, end in by[code][coder])
        for coder in range(2)
    ]
    found = unitizing.alpha_u([Continuum((data["end"] - begin) * times, tuple(coders))])
    if wanted["coefficient"] == "alphaU_overall":
        return found.value
    one = found.codes[wanted["category"]]
    return {"alphaU_Do": one.observed, "alphaU_De": one.expected}.get(wanted["coefficient"], one.value)


def _of_2016(data: dict[str, Any], wanted: dict[str, Any]) -> float | None:
    coders = tuple(tuple((start, end, code) for start, end, code in units) for units in data["units"])
    found = unitizing.unitized([Continuum(data["end"], coders)])
    if wanted["coefficient"] == "ku_alpha":
        return found.k[wanted["category"]]
    names = {"u_alpha": "u", "u_alpha_binary": "binary", "cu_alpha": "cu", "cu_coverage": "coverage"}
    return getattr(found, names[wanted["coefficient"]])


def _value(case: dict[str, Any], wanted: dict[str, Any]) -> float | list[float] | None:
    kind, data = case["kind"], case["data"]
    if kind in READ:
        found = RATINGS[wanted["coefficient"]](READ[kind](data[kind]), wanted)
        return found if found is None else float(found)
    if kind == "set_distance":
        distance = {"masi_distance": sets.masi, "jaccard_distance": sets.jaccard}[wanted["coefficient"]]
        return [float(distance(one, other)) for one, other in data["pairs"]]
    return {"unitizing_1995": _of_1995, "unitizing_2016": _of_2016}[kind](data, wanted)


def _figures() -> Iterator[Any]:
    for name, case in CASES.items():
        for wanted in case["expected"]:
            of = f"-{wanted['category']}" if "category" in wanted else ""
            yield pytest.param(name, wanted, id=f"{name}-{wanted['coefficient']}{of}")


@pytest.mark.parametrize(("name", "wanted"), _figures())
def test_the_published_figure_comes_out(name: str, wanted: dict[str, Any]) -> None:
    found = _value(CASES[name], wanted)
    assert found is not None
    assert found == pytest.approx(wanted["value"], rel=0, abs=wanted["tol"])


def test_every_case_says_where_it_stands_and_what_comes_out() -> None:
    assert len(CASES) == 28
    assert all(case["source"] and case["title"] and case["expected"] for case in CASES.values())
