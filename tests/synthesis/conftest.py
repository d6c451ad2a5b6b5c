"""A small study: two actor groups, one shared group, three interviews of each kind that matters."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from workbench.synthesis import Evidence, Interview, Matrix, Rule, Speaker, Theme, build

GROUPS = {"professional": "Fagprofessionelle", "volunteer": "Frivillige", "education": "Uddannelser"}
INTERVIEWS = (
    Interview("k1", "K-01", "A", "2020-09-22", "group"),
    Interview("k2", "K-02", "A", "2020-09-23", "single"),
    Interview("f1", "F-01", "B", "2020-11-17", "group"),
    Interview("u1", "U-01", "C", "2021-01-12", "single"),
    Interview("m1", "M-01", "C", "2021-01-13", "group", done=False),
)
SPEAKERS = (
    Speaker("k1a", "P1", "k1", "professional", {"form": "tasks"}),
    Speaker("k1b", "P2", "k1", "professional", {"form": "cross"}),
    Speaker("k2a", "P1", "k2", "professional", {"form": "tasks"}),
    Speaker("f1a", "P3", "f1", "volunteer"),
    Speaker("f1b", "", "f1", "volunteer"),
    Speaker("u1a", "P5", "u1", "education"),
    Speaker("m1a", "P6", "m1", "professional"),
    Speaker("m1b", "P7", "m1", "volunteer"),
)
THEMES = (
    Theme("r", "Relationer"),
    Theme("t", "Relationer / Tillid", "r"),
    Theme("n", "Relationer / Netværk", "r"),
    Theme("h", "Humor"),
)
RULE = Rule(
    name="competences",
    columns=("professional", "volunteer"),
    shared_label="Fælles",
    group_columns={"professional": "professional", "volunteer": "volunteer", "education": "shared"},
)


class Small:
    """Collects codings of the small study, then builds its matrix."""

    groups, interviews, speakers, themes, rule = GROUPS, INTERVIEWS, SPEAKERS, THEMES, RULE

    def __init__(self) -> None:
        self.evidence: list[Evidence] = []

    def says(
        self,
        theme: str,
        *speakers: str,
        at: int = 0,
        coder: str = "ann",
        transcript: str = "",
        unattributed: bool = False,
        facets: Mapping[str, tuple[str, ...]] | None = None,
    ) -> "Small":
        """One coding; the transcript is that of the first speaker where it is not given."""
        where = transcript or next(s.transcript for s in SPEAKERS if s.id == speakers[0])
        row = (f"c{len(self.evidence)}", theme, where, at, at + 10, coder, speakers, unattributed, facets or {})
        self.evidence.append(Evidence(*row))
        return self

    def matrix(self, rule: Rule = RULE, **more: Any) -> Matrix:
        """The matrix of what was said so far."""
        return build(rule, THEMES, self.evidence, SPEAKERS, INTERVIEWS, groups=GROUPS, **more)

    def columns(self, rule: Rule = RULE, **more: Any) -> dict[str, str | None]:
        """Theme -> column."""
        return {row.theme: row.column for row in self.matrix(rule, **more).rows}


@pytest.fixture
def small() -> Callable[[], Small]:
    """Makes an empty small study."""
    return Small
