"""A regular expression matched in a process of its own, which whoever asked can end: run as a script, by its path.

On stdin, marshalled: (seconds, expression, [(text, [(start, end), …]), …], most). On stdout, marshalled: the hits of
each text, a flat list of starts and ends, or in their place a string that says why there are none. Only the standard
library is imported, and that as little as can be: the process is started anew for each search. It ends itself after so
many ``seconds``, for whoever asked may have ended before.
"""

import faulthandler
import marshal
import os
import re
import sys
import warnings

MOST_SIZE = 20_000
"""Characters an expression may have."""


def matched(expression: str, texts: "list[tuple[str, list[tuple[int, int]]]]", most: int) -> "list[list[int]] | str":
    """Hits of ``expression`` inside the spans of each text, never over the edge of one; a string says what is wrong."""
    if len(expression) > MOST_SIZE:
        return "it is too long"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pattern = re.compile(expression)
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        return str(error) or "it is too deep"
    left = most
    result: list[list[int]] = []
    for text, spans in texts:
        hits: list[int] = []
        for start, end in spans:
            # A piece of its own: ^ and \b mean its edges, and .* ends there.
            for found in pattern.finditer(text[start:end]):
                first, last = found.span()
                if first == last:
                    return "it also matches nothing at all"
                hits += (start + first, start + last)
                left -= 1
                if left <= 0:
                    return [*result, hits]
        result.append(hits)
    return result


if __name__ == "__main__":
    seconds, *asked = marshal.load(sys.stdin.buffer)
    # Its clock runs beside Python, which the matching does not let go of; what it would tell, nobody reads.
    faulthandler.dump_traceback_later(seconds, exit=True, file=open(os.devnull, "w"))  # noqa: SIM115
    marshal.dump(matched(*asked), sys.stdout.buffer)
