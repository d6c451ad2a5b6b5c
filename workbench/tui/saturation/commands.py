"""The keys of the room of new codes and of the codes that stand together."""

from workbench.tui.commands import Command


def _commands(place: str, *rows: tuple[str, str, str, str, str, bool]) -> tuple[Command, ...]:
    return tuple(
        Command(f"{place}.{name}", tuple(keys.split()), label, help_, place, shown, action)
        for name, keys, label, help_, action, shown in rows
    )


_WHOSE = (
    ("layer", "v", "layer", "Whose codings: all, the consensus or one coder's.", "", True),
    ("voices", "p", "group", "The voices of one group only, or of all.", "", False),
    ("under", "c", "under", "Only one code and those below it, or the whole codebook.", "", False),
)
_LAST = (
    ("about", "i", "how counted", "How it is counted, and what it cannot say.", "", True),
    ("export", "e", "export", "Write what is shown to a file.", "", True),
)

SATURATION = _commands(
    "saturation",
    ("open", "enter", "which", "Which codes are new in the interview, and their excerpts.", "", True),
    ("other", "tab", "together", "The other view: codes that stand together.", "", True),
    ("order", "o", "order", "By date, by when coding was done, or group by group.", "", True),
    *_WHOSE,
    ("unfinished", "f", "not done too", "Also interviews that are not done, or only done ones.", "", False),
    ("seed", "s", "seed", "Draw other random orders for the band.", "", False),
    *_LAST,
    ("filter", "slash", "filter", "Show only the interviews that match what you type.", "", False),
    ("escape", "escape", "all again", "Take the filter away, or go back.", "", False),
)

TOGETHER = _commands(
    "together",
    ("open", "enter", "excerpts", "The passages of both codes that meet.", "", True),
    ("other", "tab", "new codes", "The other view: new codes by interview.", "", True),
    ("left", "h left", "left", "One column to the left.", "", False),
    ("right", "l right", "right", "One column to the right.", "", False),
    ("within", "w", "within", "The same passage, an overlap, or so many turns.", "", True),
    ("same-coder", "x", "one coder", "Only where one coder has both, or whoever coded.", "", False),
    ("subtree", "t", "with below", "Codes with those below them, or each alone.", "", True),
    ("least", "n", "at least", "Only pairs that are together so often.", "", False),
    *_WHOSE,
    *_LAST,
    ("filter", "slash", "filter", "Show only the codes that match what you type.", "", False),
    ("escape", "escape", "all again", "Take the filter away, or go back.", "", False),
)
