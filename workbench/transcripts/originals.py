"""The file of an interview, written anew without some of its speakers: everything else in it stays as it was typed."""

from collections.abc import Collection
from typing import Any

from workbench import sanitise
from workbench.transcripts import cuts, front
from workbench.transcripts.decode import decode
from workbench.transcripts.readers import reader, told
from workbench.transcripts.turns import turns

_TYPED = frozenset({"plain", "markdown"})  # formats whose files are their text


class CannotRewriteError(ValueError):
    """The speakers cannot be taken out of this file; it has to go as a whole, or somebody has to edit it."""


def without_speakers(data: bytes, filename: str, labels: Collection[str]) -> str:
    """What the file ``filename`` holding ``data`` should hold instead: no turn and no informant under ``labels``.

    '' where nothing would be left. Raises CannotRewriteError, and InputError for what is no transcript.
    """
    kind = told(data, filename)
    parts = reader(kind)(data)
    if kind.name not in _TYPED:
        raise CannotRewriteError(f"{kind.title} files are not written")
    text = decode(data).text
    body = cuts.without(parts.body, turns(parts.body), labels).text
    if not body.strip():
        return ""
    if parts.front is None:
        return body
    first = text.index("\n") + 1  # after the opening fence
    last = first + len(parts.front)
    if text[first:last] != parts.front:
        raise CannotRewriteError("the front matter is not where it should be")
    return text[:first] + _front(parts.front, labels) + text[last : len(text) - len(parts.body)] + body


def text_in(data: bytes, filename: str) -> str | None:
    """The text that the file holds, without its front matter; None for a format whose files are not their text.

    Raises InputError for what is no transcript.
    """
    kind = told(data, filename)
    return reader(kind)(data).body if kind.name in _TYPED else None


def with_text(data: bytes, filename: str, before: str, after: str) -> str | None:
    """What the file should hold instead, where its text was ``before`` and is ``after`` now; None where it was not.

    Front matter stays as it was typed. Raises CannotRewriteError for a format whose files are not their text, and
    InputError for what is no transcript.
    """
    kind = told(data, filename)
    if kind.name not in _TYPED:
        raise CannotRewriteError(f"{kind.title} files are not written")
    parts = reader(kind)(data)
    if parts.body != before:
        return None
    text = decode(data).text
    if not text.endswith(parts.body):
        raise CannotRewriteError("the text is not where it should be")
    return text[: len(text) - len(parts.body)] + after


def _front(text: str, labels: Collection[str]) -> str:
    """The front matter without some informants. What comes out is read again: it must say all the rest and no more."""
    before, _ = front.parse(text, 2)
    leaving = [one for one in before.informants if one.label in labels]
    if not leaving:
        return text
    result = _without_items(text, labels)
    try:
        after, _ = front.parse(result, 2)
    except Exception as error:  # whatever is wrong with it, it must not be written
        raise CannotRewriteError("the front matter cannot be written anew") from error
    stay = [one._replace(line=0) for one in before.informants if one.label not in labels]
    if (
        [one._replace(line=0) for one in after.informants] != stay
        or after[:6] != before[:6]
        or after.more != before.more
    ):
        raise CannotRewriteError("the front matter cannot be written anew")
    return result


def _without_items(text: str, labels: Collection[str]) -> str:
    import yaml

    root = yaml.compose(text, Loader=yaml.BaseLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    listed = next((value for key, value in pairs if sanitise.name(str(key.value)) == "informants"), None)
    if not isinstance(listed, yaml.SequenceNode):
        raise CannotRewriteError("the informants are not a list")
    if listed.flow_style:
        stay = [text[n.start_mark.index : n.end_mark.index] for n in listed.value if _label(n) not in labels]
        return f"{text[: listed.start_mark.index]}[{', '.join(stay)}]{text[listed.end_mark.index :]}"
    # Each item of a list in lines begins with the line of its hyphen and ends before that of the next.
    begins = [text.rfind("\n", 0, text.rfind("-", 0, node.start_mark.index)) + 1 for node in listed.value]
    last = len(text[: listed.value[-1].end_mark.index].rstrip())
    line_end = text.find("\n", last)
    ends = [*begins[1:], len(text) if line_end < 0 else line_end + 1]
    rest, at = [], 0
    for node, begin, end in zip(listed.value, begins, ends, strict=True):
        if _label(node) in labels:
            rest.append(text[at:begin])
            at = end
    return "".join(rest) + text[at:]


def _label(node: Any) -> str:
    """Under which label an item of the list speaks."""
    if isinstance(node.value, str):
        return sanitise.name(node.value)
    for key, value in node.value:
        if sanitise.name(str(key.value)) == "label":
            return sanitise.name(str(value.value))
    return ""
