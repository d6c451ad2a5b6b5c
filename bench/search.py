"""Searching 5 million words against ``grep`` on the same texts, and a quotation in 1 million characters against 60,000.

``grep`` is run as a person would: started anew, reading the files from a warm cache, and writing every hit. Ours is an
open study that has read its texts once; what that costs is told by itself, and so is the first question that needs the
dictionary. The words looked for are as rare as words are that one looks for: one in some thousands.
"""

import os
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from time import perf_counter

from bench.measure import Goal, middle, seconds
from tests import danish

TEXTS, LETTERS = 84, 400_000
NO_CODINGS = "transcript,coder,code,start,end,memo\n"
TYPED = "netværk"
QUOTES = 40


def measure(quick: bool = False) -> list[Goal]:
    """Five rounds over one study; the median of their ratios."""
    rounds, texts = (2, 4) if quick else (5, TEXTS)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        os.environ["WORKBENCH_STATE"] = str(Path(home) / "state")
        folder = Path(home) / "study"
        interviews = [_rarer(danish.interview(f"S-{n:02}", LETTERS, n)) for n in range(1, texts + 1)]
        words = sum(len(one.text.split()) for one in interviews)
        danish.study(folder, interviews, NO_CODINGS, "Måler")
        goals = _against_grep(folder, rounds, f"{words / 1e6:.1f} million words")
    return [*goals, *_quotations(rounds)]


def _rarer(one: danish.Interview) -> danish.Interview:
    """The same text with one in twenty of two words left, some of them in other forms."""
    forms = cycle(("netværk", "netværket", "netværksledelse", "fagnetværk", *[""] * 76))
    text = re.sub("netværk", lambda _: next(forms) or "møde", one.text)
    forms = cycle(("øjenhøjde", *[""] * 19))
    text = re.sub("øjenhøjde", lambda _: next(forms) or "hjem", text)
    return danish.Interview(one.name, text, (0, len(text)))


def _against_grep(folder: Path, rounds: int, size: str) -> list[Goal]:
    from workbench.study import Study

    study = Study.open(folder, "Måler")
    try:
        find = study.search.find
        first = seconds(lambda: find(TYPED, mode="folded"))
        lexicon = seconds(lambda: find(TYPED, mode="lemma"))
        ways: tuple[tuple[str, str, dict[str, str], tuple[str, ...], float | None], ...] = (
            ("exact", "øjenhøjde", {"mode": "exact"}, ("-Fwo", "øjenhøjde"), 10.0),
            ("folded", "oejenhoejde", {"mode": "folded"}, ("-Eiwo", "(ø|oe|ö)jenh(ø|oe|ö)jde"), 10.0),
            ("lemma and compounds", TYPED, {"mode": "lemma"}, ("-Eio", r"\w*netværk\w*"), 10.0),
            ("like it", "netvrk", {"mode": "fuzzy"}, ("-Eiwo", "net?v?[æa]?e?rk?"), None),
            ("regular expression", r"net\w+k", {"mode": "regex"}, ("-Po", r"net\w+k"), None),
            ("a phrase, every tier", "tillid og ansvar", {"mode": "auto"}, ("-Eio", "tillid og ansvar"), None),
        )
        goals = [_compared(study.folder, find, *way, rounds, size) for way in ways]
    finally:
        study.close()
    grep = _grep(folder, ("-Fwo", TYPED))
    told = (
        Goal(f"search, {size}: reading and folding the texts, once", None, (first / grep,), f"{first:.2f} s"),
        Goal(f"search, {size}: first question with a dictionary", None, (lexicon / grep,), f"{lexicon:.2f} s"),
    )
    return [*goals, *told]


def _compared(
    folder: Path,
    find: Callable[..., Sequence[object]],
    what: str,
    typed: str,
    how: dict[str, str],
    grep: tuple[str, ...],
    limit: float | None,
    rounds: int,
    size: str,
) -> Goal:
    hits = len(find(typed, **how))
    pairs = [(seconds(lambda: find(typed, **how)), _grep(folder, grep)) for _ in range(rounds)]
    ratios = tuple(ours / theirs for ours, theirs in pairs)
    ours, theirs = pairs[middle(ratios)]
    seen = f"{ours * 1e3:.0f} ms for {hits:,} hits ÷ {theirs * 1e3:.0f} ms (grep {grep[0]})"
    return Goal(f"search, {size}: {what}", limit, ratios, seen)


def _grep(folder: Path, how: tuple[str, ...]) -> float:
    """Seconds that grep takes over the same texts."""
    program = shutil.which("grep")
    if program is None:
        raise RuntimeError("there is no grep to compare with")
    files = sorted(map(str, (folder / "transcripts").glob("*.md")))
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    begin = perf_counter()
    subprocess.run([program, *how, *files], capture_output=True, env=environment, check=False)
    return perf_counter() - begin


def _quotations(rounds: int) -> list[Goal]:
    """Forty misquoted passages, looked for in a text of 60,000 characters and in one of a million."""
    from workbench.transcripts import turns
    from workbench.transcripts.alike import alike
    from workbench.transcripts.folding import fold, folded

    small = danish.interview("Q", 60_000, 11)
    large = small.text + "\n" + danish.interview("Q", 940_000, 12).text
    dice = random.Random(3)
    passages = []
    for _ in range(QUOTES):
        at = dice.randrange(len(small.borders) - 4)
        words = small.text[small.borders[at] : small.borders[at + 3]].split()
        passages.append(fold(" ".join(word for word in words if dice.random() > 0.1)))
    texts = [folded(text, turns(text)).text for text in (small.text, large)]
    pairs = []
    for _ in range(rounds):
        short, long = (seconds(lambda text=text: [alike(p, text) for p in passages]) for text in texts)  # type: ignore[misc]
        pairs.append((long, short))
    ratios = tuple(long / short for long, short in pairs)
    long, short = pairs[middle(ratios)]
    seen = f"{long / QUOTES * 1e3:.1f} ms ÷ {short / QUOTES * 1e3:.2f} ms a quotation"
    return [Goal("a misquoted passage, 1M against 60k characters", 25.0, ratios, seen)]
