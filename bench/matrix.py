"""The matrix over 200,000 codings against one SQL ``GROUP BY`` of the same join, in the same process.

The floor is what a database alone would do: codings joined to their codes, texts, transcripts and the informants who
speak there, grouped by code and group, persons, transcripts and passages counted. It knows nothing of who speaks inside
a passage, of subtrees, of thresholds or of rules, which is what the matrix adds.
"""

import os
import tempfile
from pathlib import Path
from time import perf_counter

from bench.measure import Goal, middle, seconds
from tests import danish

INTERVIEWS, CHARACTERS, CODINGS, CODES = 40, 60_000, 200_000, 60
CODERS = ("Måler", "Bo", "Eva", "Ib")

GROUPED = """
    SELECT c.effective, i."group", count(DISTINCT i.person), count(DISTINCT t.id), count(DISTINCT g.id)
    FROM coding g JOIN code c ON c.id = g.code JOIN revision r ON r.id = g.revision
    JOIN transcript t ON t.id = r.transcript JOIN informant i ON i.transcript = t.id
    WHERE g.alive = 1 AND t.alive = 1 AND i.alive = 1 GROUP BY c.effective, i."group"
"""
PLAIN = """
    SELECT c.effective, r.transcript, count(*), min(g.start), max(g.end), min(g.coder), min(g.voices), min(g.facets)
    FROM coding g JOIN code c ON c.id = g.code
    JOIN revision r ON r.id = g.revision JOIN transcript t ON t.id = r.transcript
    WHERE g.alive = 1 AND t.alive = 1 GROUP BY c.effective, r.transcript
"""
"""The join without informants: what a database needs at the very least to touch the same rows."""


def measure(quick: bool = False) -> list[Goal]:
    """Three runs, each in a freshly opened study: the matrix the first time, again, and both statements."""
    runs, number = (1, 20_000) if quick else (3, CODINGS)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        os.environ["WORKBENCH_STATE"] = str(Path(home) / "state")
        folder = Path(home) / "study"
        interviews = [danish.interview(f"M-{n:02}", CHARACTERS, n) for n in range(1, INTERVIEWS + 1)]
        danish.study(folder, interviews, danish.codings(interviews, number, CODES, 6, CODERS), CODERS[0])
        found = [_run(folder, number) for _ in range(runs)]
    size = f"{number:,} codings"
    return [
        _goal(found, "again", "grouped", f"matrix, {size}, texts known", 3.0),
        _goal(found, "first", "grouped", f"matrix, {size}, first in the process", 3.0),
        _goal(found, "build", "grouped", f"matrix, {size}, the rule alone (rows in memory)", None),
        _goal(found, "again", "plain", f"matrix, {size}, against the join without informants", None),
    ]


def _run(folder: Path, number: int) -> dict[str, float]:
    from workbench import synthesis
    from workbench.study import Study

    study = Study.open(folder, CODERS[0])
    try:
        rule = study.synthesis.rule()
        read = study.synthesis._base.store.read
        read(PLAIN)  # the pages of the file are in memory for all of them
        found = {"grouped": seconds(lambda: read(GROUPED)), "plain": seconds(lambda: read(PLAIN))}
        begin = perf_counter()
        matrix = study.synthesis.matrix()
        found["first"] = perf_counter() - begin
        if sum(row.total.excerpts for row in matrix.rows) == 0 or len(matrix.rows) < CODES:
            raise AssertionError("there is nothing in the matrix")
        found["again"] = seconds(study.synthesis.matrix)
        evidence = study.synthesis.voiced(rule.layer)
        if len(evidence) != number:
            raise AssertionError(f"{len(evidence)} of {number} codings are evidence")
        themes, speakers = study.synthesis.themes(), study.synthesis.speakers()
        interviews = study.synthesis.interviews(rule.layer)
        found["build"] = seconds(lambda: synthesis.build(rule, themes, evidence, speakers, interviews))
        found["grouped"] = min(found["grouped"], seconds(lambda: read(GROUPED)))
        found["plain"] = min(found["plain"], seconds(lambda: read(PLAIN)))
    finally:
        study.close()
    return found


def _goal(found: list[dict[str, float]], ours: str, floor: str, what: str, limit: float | None) -> Goal:
    ratios = tuple(run[ours] / run[floor] for run in found)
    run = found[middle(ratios)]
    return Goal(what, limit, ratios, f"{run[ours] * 1e3:.0f} ms ÷ {run[floor] * 1e3:.0f} ms (one GROUP BY)")
