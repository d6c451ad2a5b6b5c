"""A matrix in which every kind of row occurs, small enough to be written out by hand."""

from dataclasses import replace

import pytest

from workbench.synthesis import Evidence, Interview, Matrix, Placement, Rule, Speaker, Theme, build

GROUPS = {"professional": "Fagprofessionelle", "volunteer": "Frivillige", "education": "Uddannelser"}
RULE = Rule(
    name="competences",
    title="Kompetencer",
    columns=("professional", "volunteer"),
    shared_label="Fælles kompetencer",
    group_columns={"professional": "professional", "volunteer": "volunteer", "education": "shared"},
)
INTERVIEWS = (
    Interview("k", "K-01", "Kommune A", "2020-09-22", "group", "fremmøde"),
    Interview("f", "F-01", "Forening A", "2020-11-17", "single", "online"),
    Interview("u", "U-01", "Skole A", "2021-01-12", "single", "online", done=False),
)
SPEAKERS = (
    Speaker("k1", "P1", "k", "professional"),
    Speaker("k2", "P2", "k", "professional"),
    Speaker("f1", "P3", "f", "volunteer"),
    Speaker("u1", "P4", "u", "education"),
)


def coding(number: int, theme: str, *speakers: str, **facets: tuple[str, ...]) -> Evidence:
    """A coding in the transcript of the first speaker, or the interviewer's in K-01."""
    transcript = speakers[0][0] if speakers else "k"
    return Evidence(f"c{number}", theme, transcript, number, number + 5, "ann", speakers, False, facets)


def tree(*names: str) -> tuple[Theme, ...]:
    """The themes of the small codebook under ``names``: r over t and n, e over v and g, then k and h at the top."""
    r, t, n, e, v, g, k, h = names
    pairs = (("r", r, ""), ("t", t, r), ("n", n, r), ("e", e, ""), ("v", v, e), ("g", g, e), ("k", k, ""), ("h", h, ""))
    parents = {"t": "r", "n": "r", "v": "e", "g": "e"}
    return tuple(Theme(id_, f"{above} / {name}" if above else name, parents.get(id_)) for id_, name, above in pairs)


EVIDENCE = (
    coding(1, "t", "k1"),
    coding(2, "t", "f1"),
    coding(3, "n", "k1", "k2"),
    coding(4, "v", "f1"),
    coding(5, "g", "k1"),
    coding(6, "k", "f1"),
    coding(7, "k", "k2", stance=("denies",)),
    coding(8, "h"),
)
NAMES = ("Relationer", "Tillid", "Netværk", "Egne", "Værd", "Grænser", "Kaffe", "Humor")


def small_matrix(
    names: tuple[str, ...] = NAMES, labels: tuple[str, ...] = tuple(GROUPS.values()), **rule: object
) -> Matrix:
    """The matrix under other names; Kaffe was placed by hand."""
    put = [Placement("k", "professional", rule.pop("reason", "læst igen"))]  # type: ignore[arg-type]
    changed = replace(RULE, **rule)  # type: ignore[arg-type]
    groups = dict(zip(GROUPS, labels, strict=True))
    return build(changed, tree(*names), EVIDENCE, SPEAKERS, INTERVIEWS, put, groups)


@pytest.fixture
def make():
    """Makes the small matrix."""
    return small_matrix


@pytest.fixture
def data():
    """Its speakers, interviews and groups."""
    return SPEAKERS, INTERVIEWS, GROUPS
