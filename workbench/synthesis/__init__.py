"""Synthesis: from codings to tables whose every number can be opened. Pure: values in, values out."""

from workbench.synthesis.evidence import evidence_of
from workbench.synthesis.foreseen import merged
from workbench.synthesis.guide import Question, asked, questions
from workbench.synthesis.matrix import WHY, build
from workbench.synthesis.overview import Held, Overview, Part, Share, overview
from workbench.synthesis.values import (
    MIXED,
    SHARED,
    Change,
    Count,
    Evidence,
    Interview,
    Matrix,
    Placement,
    Row,
    Rule,
    Sensitivity,
    Speaker,
    Theme,
)

__all__ = [
    "MIXED",
    "SHARED",
    "WHY",
    "Change",
    "Count",
    "Evidence",
    "Held",
    "Interview",
    "Matrix",
    "Overview",
    "Part",
    "Placement",
    "Question",
    "Row",
    "Rule",
    "Sensitivity",
    "Share",
    "Speaker",
    "Theme",
    "asked",
    "build",
    "evidence_of",
    "merged",
    "overview",
    "questions",
]
