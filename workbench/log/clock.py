"""The order clock: a Lamport clock that follows the wall clock while that makes sense.

No drift is ever refused. A laptop whose clock stands at 2031 takes the order clock ahead for everybody, and it goes
on counting from there: only true ties are decided by it, and the loser of a tie is kept and shown.
"""

from datetime import UTC, datetime

_LATEST_MS = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp() * 1000)

CEILING = _LATEST_MS << 16
"""What no wall clock takes the order clock beyond; from there on it only counts."""


def tick(wall_ms: int, highest: int) -> int:
    """The next value: 16 bits of counter under the wall clock, and always above ``highest``, whatever was seen."""
    return max(min(max(wall_ms, 0), _LATEST_MS) << 16, highest + 1)
