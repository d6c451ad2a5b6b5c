"""No Python process of the tests reaches out: neither their own nor one that they start, which finds this by its path.

The interpreter itself tells of every connection and every question for a name, whichever library makes it, and what
is hooked there cannot be unhooked. Sockets that are files of this machine are none of its business.
"""

import sys

_ASKING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex", "socket.gethostbyaddr"})
_REACHING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_HERE = (None, "", b"", "localhost", "127.0.0.1", "::1")


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """AssertionError for what would leave this machine, or touch its network at all."""
    if event in _REACHING and isinstance(arguments[1], tuple):
        raise AssertionError(f"a test tried to reach {arguments[1]!r}")
    if event in _ASKING and arguments[0] not in _HERE:
        raise AssertionError(f"a test asked where {arguments[0]!r} is")


sys.addaudithook(refuse)
