"""The interview guide: whether a silence means "not asked" or "asked, not voiced"."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from workbench.errors import InputError
from workbench.synthesis.tree import subtree
from workbench.synthesis.values import Theme


class Question(NamedTuple):
    """A question of the guide: the groups it was put to (none named: all) and the paths of the codes it is about."""

    id: str
    text: str = ""
    groups: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def questions(table: Mapping[str, object]) -> tuple[Question, ...]:
    """The questions of a ``[guide]`` table: ``[guide.Q4] text = "…"  groups = […]  codes = […]``.

    Raises InputError for what is not written like that.
    """
    return tuple(_question(name, entry) for name, entry in table.items())


def _question(name: str, entry: object) -> Question:
    if isinstance(entry, str):
        return Question(name, entry)
    if not isinstance(entry, Mapping) or not isinstance(entry.get("text", ""), str):
        raise InputError(f"guide.{name} is no question", 'write [guide.Q1] with text = "…", groups = […], codes = […]')
    lists = []
    for key in ("groups", "codes"):
        value = entry.get(key, [])
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise InputError(f"guide.{name}: {key} must be a list of words", f'write {key} = ["…", "…"]')
        lists.append(tuple(str(item) for item in value))
    return Question(name, str(entry.get("text", "")), *lists)


def asked(guide: Iterable[Question], themes: Collection[Theme], groups: Collection[str]) -> dict[str, frozenset[str]]:
    """Theme -> the ``groups`` a question about it was put to; themes that no question is about are left out.

    A question is about the codes it names and everything below them, not about what lies above.
    """
    by_path = {theme.path: theme.id for theme in themes}
    found: dict[str, frozenset[str]] = {}
    for question in guide:
        put_to = frozenset(question.groups or groups)
        named = [by_path[path] for path in map(_folded, question.codes) if path in by_path]
        for theme in subtree(themes, *named):
            found[theme] = found.get(theme, frozenset()) | put_to
    return found


def _folded(path: str) -> str:
    return " ".join(path.split())
