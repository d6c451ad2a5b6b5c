"""Where a word stands in a text, whole and with its genitive: what replacing it goes by."""

import functools
import re

_SUFFIX = r"(?P<suffix>['’]?s|['’])?"


@functools.lru_cache(maxsize=512)
def pattern(word: str) -> re.Pattern[str]:
    """A whole word or phrase, any run of white space for a space, and the genitive that may hang on it."""
    inner = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!\w){inner}{_SUFFIX}(?!\w)")


def occurrences(text: str, word: str) -> list[tuple[int, int, str]]:
    """Every place where ``word`` stands as a whole: (start, end, suffix), ascending.

    ``end`` is behind the suffix: "Mettes" is (0, 6, "s") for "Mette". Letter case counts: "bo" is not "Bo".
    """
    if not word.strip():
        return []
    return [(*match.span(), match["suffix"] or "") for match in pattern(word.strip()).finditer(text)]
