"""Transcripts: from the bytes of a file to text, turns, sentences and voices. Pure: nothing here knows a database.

Every offset counts code points of the stored text, ends are exclusive. spaCy is not loaded by importing this package.
"""

from typing import TYPE_CHECKING

from workbench.transcripts.decode import MAX_BYTES, MAX_CHARACTERS
from workbench.transcripts.front import Front, FrontInformant
from workbench.transcripts.sentences import segmenter, sentences
from workbench.transcripts.source import Source, read
from workbench.transcripts.times import Time
from workbench.transcripts.turns import Turn, is_unattributed, turns
from workbench.transcripts.units import speech, units, word_count
from workbench.transcripts.voices import Voices, Voicing, voices

if TYPE_CHECKING:
    SEGMENTER: str
else:

    def __getattr__(name):
        """SEGMENTER looks up the version of spaCy that is installed: only who stores borders waits for it."""
        if name == "SEGMENTER":
            return segmenter()
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "SEGMENTER",
    "Front",
    "FrontInformant",
    "Source",
    "Time",
    "Turn",
    "Voices",
    "Voicing",
    "is_unattributed",
    "read",
    "sentences",
    "speech",
    "turns",
    "units",
    "voices",
    "word_count",
]
