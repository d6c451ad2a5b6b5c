"""Values as JSON and back, for processes that tell each other what they have found.

What is told is told by place: a named tuple or a frozen dataclass is a list of its fields, a mapping whose keys are no
text a list of pairs. What is heard is made from the types of the fields, so a field more is no change here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Make = Callable[[Any], Any] | None
"""Makes a value of its JSON; None: it is the same."""


def told(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: told(one) for key, one in value.items()}
        return [[told(key), told(one)] for key, one in value.items()]
    if is_dataclass(value):
        return [told(getattr(value, field.name)) for field in fields(value)]
    return [told(one) for one in value]


def heard(kind: type[T], given: Any) -> T:
    """A value of ``kind`` from its JSON; a kind may not hold itself. Raises TypeError, ValueError for none."""
    make: _Make = _maker(kind)  # type: ignore[arg-type]  # of whatever there is, a type can be hashed
    found: T = given if make is None else make(given)
    return found


@cache
def _maker(kind: Any) -> _Make:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _maybe([part for part in parts if part is not NoneType])
    if origin is tuple:
        return _several(tuple, parts[0]) if parts[-1] is Ellipsis else _made(tuple, parts)
    if origin in (list, set, frozenset):
        return _several(origin, parts[0])
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return _several(tuple, parts[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*parts)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return _made(lambda each: kind(*each), [hints[name] for name in kind._fields])
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return _made(lambda each: kind(*each), [hints[field.name] for field in fields(kind)])
    return None


def _maybe(parts: Sequence[Any]) -> _Make:
    make = _maker(parts[0]) if len(parts) == 1 else None
    return None if make is None else lambda given: None if given is None else make(given)


def _several(kind: Callable[[Any], Any], part: Any) -> _Make:
    make = _maker(part)
    return kind if make is None else lambda given: kind(make(one) for one in given)


def _made(kind: Callable[[Any], Any], parts: Sequence[Any]) -> _Make:
    makers = [(place, make) for place, part in enumerate(parts) if (make := _maker(part)) is not None]

    def made(given: list[Any]) -> Any:
        each = list(given)
        for place, make in makers:
            if place < len(each):
                each[place] = make(each[place])
        return kind(each)

    return made


def _mapping(key: Any, value: Any) -> _Make:
    name, make = _maker(key), _maker(value)

    def mapping(given: Any) -> dict[Any, Any]:
        pairs = given.items() if isinstance(given, dict) else given
        return {one if name is None else name(one): other if make is None else make(other) for one, other in pairs}

    return mapping
