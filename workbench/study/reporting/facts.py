"""What is known of how the study was done, beside what its tables show."""

from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING

from workbench.agreement.rounds import DONE
from workbench.exports.report.values import Facts, Round, Settled
from workbench.study.base import ANONYMISED, Base

if TYPE_CHECKING:
    from workbench.study import Study


def facts(study: "Study", base: Base) -> Facts:
    """Counted from the log as one may see it."""
    codes = study.codes.list(counts=False)
    where: dict[str, set[str]] = {}
    for speaker in study.synthesis.speakers():
        where.setdefault(speaker.person, set()).add(speaker.transcript)
    quoting = base.settings.quotes
    return Facts(
        again=sum(len(transcripts) > 1 for transcripts in where.values()),
        apart=_apart(base),
        codes=len(codes),
        top=sum(code.depth == 0 for code in codes),
        rounds=_rounds(study),
        versions=_versions(study),
        settled=_settled(study),
        memos=Counter(memo.kind for memo in study.memos.list()),
        questions=_questions(base),
        replaced=_replaced(base),
        names=_names(base),
        same=quoting.min_same,
    )


def _names(base: Base) -> tuple[str, ...]:
    """The patterns of attributions, with the words for one of each group where these are meant."""
    ones = " / ".join(group.one for group in base.settings.groups.values() if group.one)
    patterns = base.settings.quotes.patterns
    return tuple(pattern.replace("{one}", ones) for pattern in patterns if ones or "{one}" not in pattern)


def _apart(base: Base) -> int:
    """Interviews that two or more were given in one round, none seeing the others' work until all were done."""
    blind = base.blind.transcripts()
    given: dict[tuple[str, str], list[str]] = {}
    for round_, transcript, state in base.store.read(
        "SELECT a.round, a.transcript, a.state FROM assignment a JOIN transcript t ON t.id = a.transcript "
        "WHERE a.alive = 1 AND a.given = 1 AND t.alive = 1"
    ):
        if transcript not in blind:
            given.setdefault((round_ or "", transcript), []).append(state or "")
    lifted = set(base.store.read("SELECT round, transcript FROM lift WHERE alive = 1"))
    return len(
        {
            key[1]
            for key, states in given.items()
            if len(states) > 1 and key not in lifted and all(state == DONE for state in states)
        }
    )


def _rounds(study: "Study") -> tuple[Round, ...]:
    return tuple(
        Round(one.name, one.began.astimezone(UTC).date().isoformat(), one.codes, one.changed)
        for one in study.progress.rounds()
        if one.began and one.codebook
    )


def _versions(study: "Study") -> tuple[Round, ...]:
    """The named versions, the oldest first."""
    named = [one for one in study.history.versions() if one.kind == "version" and one.when]
    return tuple(
        Round(one.name, one.when.astimezone(UTC).date().isoformat(), 0, 0) for one in reversed(named) if one.when
    )


def _settled(study: "Study") -> Settled | None:
    if not study.agreement.settlements():
        return None
    layer = study.agreement.consensus()
    return Settled(layer.discussed, layer.adjudicated, layer.unsettled + layer.stale + layer.in_conflict)


def _questions(base: Base) -> tuple[tuple[str, tuple[str, ...]], ...]:
    labels = {group.id: group.label for group in base.settings.groups.values()}
    asked = ((one.text or one.id, one.groups) for one in base.settings.guide.values())
    return tuple((said, tuple(labels.get(group, group) for group in groups)) for said, groups in asked)


def _replaced(base: Base) -> int:
    """Transcripts in which words that identify somebody were replaced."""
    rows = base.store.read(
        "SELECT count(DISTINCT r.transcript) FROM change c JOIN revision r ON r.id = c.row "
        "JOIN transcript t ON t.id = r.transcript WHERE c.ent = 'revision' AND c.verb = ? AND t.alive = 1",
        (ANONYMISED,),
    )
    return int(rows[0][0])
