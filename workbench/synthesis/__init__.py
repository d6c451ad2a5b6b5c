"""Synthesis: from codings to tables whose every number can be opened. Pure: values in, values out."""

from workbench.synthesis.comparing import compare
from workbench.synthesis.evidence import evidence_of
from workbench.synthesis.foreseen import merged
from workbench.synthesis.guide import Question, asked, questions
from workbench.synthesis.matrix import build
from workbench.synthesis.overview import Held, Overview, Part, Share, overview
from workbench.synthesis.remarks import too_little
from workbench.synthesis.rows import WHY
from workbench.synthesis.values import (
    MIXED,
    SHARED,
    Change,
    Compared,
    Comparison,
    Count,
    Evidence,
    Interview,
    Matrix,
    Note,
    Placement,
    Proportion,
    Row,
    Rule,
    Sensitivity,
    Speaker,
    Spread,
    Theme,
)

__all__ = [
    "MIXED",
    "SHARED",
    "WHY",
    "Change",
    "Compared",
    "Comparison",
    "Count",
    "Evidence",
    "Held",
    "Interview",
    "Matrix",
    "Note",
    "Overview",
    "Part",
    "Placement",
    "Proportion",
    "Question",
    "Row",
    "Rule",
    "Sensitivity",
    "Share",
    "Speaker",
    "Spread",
    "Theme",
    "asked",
    "build",
    "compare",
    "evidence_of",
    "merged",
    "overview",
    "questions",
    "too_little",
]
