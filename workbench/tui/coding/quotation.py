"""A passage as one quotes it."""

from workbench.study import Document
from workbench.tui.coding.document import Span


def quotation(source: Document, passage: Span) -> str:
    """The passage in quotation marks with transcript and speakers: ``“…” (K-03, R1 R2)``. Labels inside it stay."""
    words = " ".join(source.text[passage.start : passage.end].split())
    labels = dict.fromkeys(
        turn.label for turn in source.turns if turn.start < passage.end and passage.start < turn.end and turn.label
    )
    return f"“{words}” ({', '.join([source.name, *([' '.join(labels)] if labels else [])])})"
