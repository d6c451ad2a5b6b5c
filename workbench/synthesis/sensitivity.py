"""Which themes would change column under another setting: how much of a table is the table's own doing."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from workbench.synthesis.placing import Thresholds
from workbench.synthesis.values import Change, Row, Rule, Sensitivity


def sensitivity(
    rule: Rule,
    rows: Sequence[Row],
    shared_groups: Sequence[str],
    place: Callable[[Thresholds], Mapping[str, str | None]],
) -> tuple[Sensitivity, ...]:
    """At 1, 2, 3 informants, at 2 interviews, without shared groups; the rule's own settings are left out.

    A theme placed by hand stays where it was put, so it never changes.
    """
    found = []
    for setting, value, thresholds in _settings(rule, shared_groups):
        after = place(thresholds)
        changes = (
            Change(row.theme, row.path, row.by_rule, after[row.theme])
            for row in rows
            if row.placed is None and after[row.theme] != row.by_rule
        )
        found.append(Sensitivity(setting, value, tuple(changes)))
    return tuple(found)


def _settings(rule: Rule, shared_groups: Sequence[str]) -> Iterator[tuple[str, int, Thresholds]]:
    for informants in (1, 2, 3):
        if informants != rule.min_informants:
            yield "min_informants", informants, Thresholds(informants, rule.min_interviews)
    if rule.min_interviews != 2:
        yield "min_interviews", 2, Thresholds(rule.min_informants, 2)
    if shared_groups:
        yield "no_shared_groups", 0, Thresholds(rule.min_informants, rule.min_interviews, shared_groups=False)
