"""Front matter: who speaks in a transcript, where, when and how it was made."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts import languages, nodes
from workbench.transcripts.nodes import Items, Node, Pairs, Scalar

KINDS = ("group", "single", "document")
_PLAIN = ("id", "site", "date", "kind", "mode")
_KEYS = (*_PLAIN, "interviewer", "informants")
_LONGEST = 1_000
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class FrontInformant(NamedTuple):
    """One informant: the label she speaks under, the person she is across transcripts, her group ("" unknown).

    ``line`` is where the file names her, 0 when only her label was found in the text.
    """

    label: str
    person: str
    group: str
    attributes: Mapping[str, str]
    line: int


class Front(NamedTuple):
    """What a transcript says about itself; "" for what it does not say. ``line`` is where ``id`` stands, 0 nowhere."""

    id: str
    site: str
    date: str
    kind: str
    mode: str
    interviewer: tuple[str, ...]
    informants: tuple[FrontInformant, ...]
    more: Mapping[str, str]
    line: int


def parse(text: str, line: int, groups: Collection[str] | None = None) -> tuple[Front, tuple[str, ...]]:
    """The front matter in ``text``, which begins in line ``line`` of its file, and what looks odd in it.

    ``groups``: those the study has; None takes any. InputError with the line for everything that cannot be meant.
    """
    root = nodes.parse(text, line)
    if root is None:
        raise InputError("the front matter is empty", "At least `id:` is needed.", line=max(line - 1, 1))
    if not isinstance(root, Pairs):
        raise InputError("front matter is lines of `key: value`", "At least `id:` is needed.", line=root.line)
    plain = {key: _text(root.values[key], key) if key in root.values else "" for key in _PLAIN}
    if not plain["id"]:
        near = next((key for key in root.values if key.casefold() == "id"), "")
        hint = f"Write `id` instead of `{sanitise.line(near, 20)}`." if near and near != "id" else "Write `id: K-01`."
        raise InputError("the front matter has no id", hint, line=root.lines.get("id", root.line))
    if plain["kind"] and plain["kind"] not in KINDS:
        known = ", ".join(KINDS)
        raise InputError(
            f"“{sanitise.line(plain['kind'], 40)}” is no kind of interview", f"Use {known}.", line=root.lines["kind"]
        )
    interviewer = _labels(root.values.get("interviewer"), "interviewer")
    informants = _informants(root.values.get("informants"), interviewer, groups)
    more = {key: _written(value, key) for key, value in root.values.items() if key not in _KEYS}
    front = Front(
        **plain, interviewer=interviewer, informants=informants, more=more, line=root.lines.get("id", root.line)
    )
    return front, tuple(_oddities(front))


def refuse_id(name: str) -> None:
    """InputError unless ``name`` can be the name of a transcript: one visible line."""
    if not name or len(name) > 200:
        raise InputError("the id of a transcript has between 1 and 200 characters", "Write `id: K-01`.")
    if sanitise.unstorable(name) or _CONTROL.search(name) or not sanitise.line(name, 0).strip("·"):
        raise InputError("the id of a transcript may hold no invisible characters", "Write `id: K-01`.")


def _text(node: Node, key: str) -> str:
    """A single value, on one line and normalised: it is compared with what people type."""
    if not isinstance(node, Scalar):
        raise InputError(f"`{sanitise.line(key, 40)}` takes one value", "", line=node.line)
    if len(node.value) > _LONGEST:
        raise InputError(f"`{sanitise.line(key, 40)}` is longer than {_LONGEST:,} characters", "", line=node.line)
    value = sanitise.name(node.value)
    if key in ("id", "label", "person", "group", "interviewer"):
        if _CONTROL.search(value):
            raise InputError(f"`{key}` may hold no control characters", "", line=node.line)
        if key == "id" and value:
            try:
                refuse_id(value)
            except InputError as refused:
                raise refused.at("", node.line) from None
    return value


def _written(node: Node, key: str) -> str:
    """A value of a key this program has no use for, kept readable: lists by commas, mappings as ``key: value``."""
    if isinstance(node, Scalar):
        return _text(node, key)
    if isinstance(node, Items):
        return ", ".join(_written(item, key) for item in node.values)
    return ", ".join(f"{inner}: {_written(value, inner)}" for inner, value in node.values.items())


def _labels(node: Node | None, key: str) -> tuple[str, ...]:
    if node is None:
        return ()
    found: list[str] = []
    for item in node.values if isinstance(node, Items) else (node,):
        label = _text(item, key)
        if label in found:
            raise InputError(f"“{sanitise.line(label, 40)}” stands here twice", "Keep one of them.", line=item.line)
        if label:
            _refuse_label(label, item.line)
            found.append(label)
    return tuple(found)


def _refuse_label(label: str, line: int) -> None:
    if ":" in label:
        raise InputError(f"the label “{sanitise.line(label, 40)}” holds a colon", "Leave the colon out.", line=line)
    if "?" in label or label.casefold() in languages.speech().unattributed:
        raise InputError(
            f"the label “{sanitise.line(label, 40)}” stands for nobody in particular",
            "Such turns need no informant: leave this one out, or use another label.",
            line=line,
        )


def _informants(
    node: Node | None, interviewer: tuple[str, ...], groups: Collection[str] | None
) -> tuple[FrontInformant, ...]:
    if node is None or (isinstance(node, Scalar) and not node.value):
        return ()
    if not isinstance(node, Items):
        raise InputError("`informants` is a list", "Write one line each: `- {label: R1, group: …}`.", line=node.line)
    found: dict[str, FrontInformant] = {}
    for item in node.values:
        one = _informant(item, groups)
        if one.label in found:
            first = found[one.label].line
            raise InputError(
                f"two informants have the label “{sanitise.line(one.label, 40)}” (the first in line {first})",
                "Every informant needs a label of her own.",
                line=one.line,
            )
        if one.label in interviewer:
            raise InputError(
                f"“{sanitise.line(one.label, 40)}” is the interviewer and an informant",
                "Keep one of the two.",
                line=one.line,
            )
        found[one.label] = one
    return tuple(found.values())


def _informant(item: Node, groups: Collection[str] | None) -> FrontInformant:
    if isinstance(item, Scalar) and item.value:
        pairs = Pairs({"label": item}, {"label": item.line}, item.line)
    elif isinstance(item, Pairs):
        pairs = item
    else:
        raise InputError("an informant is written `{label: R1, group: …}`", "", line=item.line)
    known = {key: _text(pairs.values[key], key) if key in pairs.values else "" for key in ("label", "person", "group")}
    if not known["label"]:
        raise InputError("an informant without a label", "Write `{label: R1, group: …}`.", line=pairs.line)
    _refuse_label(known["label"], pairs.lines["label"])
    if known["group"] and groups is not None and known["group"] not in groups:
        listed = ", ".join(sorted(groups)) or "none yet"
        raise InputError(
            f"“{sanitise.line(known['group'], 40)}” is no group of this study",
            f"The groups in study.toml are: {listed}.",
            line=pairs.lines["group"],
        )
    attributes = {key: _written(value, key) for key, value in pairs.values.items() if key not in known}
    return FrontInformant(**known, attributes=attributes, line=pairs.line)


def _oddities(front: Front) -> list[str]:
    odd = []
    if front.date and not _DATE.fullmatch(front.date):
        odd.append(f"the date “{sanitise.line(front.date, 40)}” is kept as written; 2020-10-14 would sort by time")
    for key in front.more:
        if near := get_close_matches(key.casefold(), _KEYS, 1, 0.8):
            odd.append(f"“{sanitise.line(key, 40)}” is not a key of its own here; was “{near[0]}” meant?")
    if front.kind == "single" and len(front.informants) > 1:
        odd.append(f"kind is single, but there are {len(front.informants)} informants")
    persons = [one.person for one in front.informants if one.person]
    for person in sorted({one for one in persons if persons.count(one) > 1}):
        odd.append(f"the person “{sanitise.line(person, 40)}” speaks under more than one label")
    return odd
