"""The text that identifiers and sentences are measured on: the sample study's talk, with names put back into it."""

import random
import re
from pathlib import Path
from typing import NamedTuple

from workbench.transcripts import Turn, turns

_SAMPLE = Path(__file__).parents[1] / "transcripts"
_NAMES = ("Mette", "Kirsten Holm", "Abdirahman", "Jørgen", "Vejle", "Tingbjerg", "Rosengårdskolen", "Nørregade 14")


class Talk(NamedTuple):
    """A text with its turns."""

    text: str
    turns: tuple[Turn, ...]
    words: int


def talk(seed: int, times: int = 1) -> Talk:
    """Every sample transcript, one behind the other, every placeholder in square brackets made a name again."""
    dice = random.Random(seed)
    bodies = [file.read_text("utf-8").split("\n---\n", 1)[1] for file in sorted(_SAMPLE.glob("*.md"))] * times
    text = "\n\n".join(re.sub(r"\[navn[^\]\n]*\]", lambda _: dice.choice(_NAMES), body) for body in bodies)
    return Talk(text, turns(text), len(text.split()))


def tokenising(one: Talk) -> float:
    """Seconds that spaCy's blank tokeniser takes for the words of every turn, with nothing in its cache."""
    import spacy

    from bench.measure import seconds

    tokenizer = spacy.blank("da").tokenizer
    spoken = [one.text[turn.speech : turn.end] for turn in one.turns]
    return seconds(lambda: [len(doc) for doc in tokenizer.pipe(spoken)])
