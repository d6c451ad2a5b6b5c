"""Identifiers: opaque, 26 characters, made by chance or derived from what was written in a folder.

Three colleagues who open the same folder derive the same identifiers, so they have one K-03 and not three.
"""

import hashlib
import re
import secrets
import time

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_BITS = 130


def _spell(number: int, length: int) -> str:
    return "".join(ALPHABET[(number >> (5 * i)) & 31] for i in range(length - 1, -1, -1))


def new_id() -> str:
    """A new identifier: 48 bits of milliseconds, so that rows of one time lie together, and 80 random bits."""
    return _spell((int(time.time() * 1000) << 80) | secrets.randbits(80), 26)


def derived_id(study: str, kind: str, *written: str) -> str:
    """The identifier everybody derives for what is called ``written`` in ``study``."""
    digest = hashlib.sha256("\x1f".join((study, kind, *written)).encode()).digest()
    return _spell(int.from_bytes(digest, "big") >> (256 - _BITS), 26)


def new_short() -> str:
    """A new short id for a heading of the codebook: six characters, lower case, one of a thousand million."""
    return _spell(secrets.randbits(30), 6).lower()


def derived_short(*written: str) -> str:
    """The short id everybody derives for a heading that was written without one."""
    digest = hashlib.sha256("\x1f".join(written).encode()).digest()
    return _spell(int.from_bytes(digest[:4], "big") >> 2, 6).lower()
