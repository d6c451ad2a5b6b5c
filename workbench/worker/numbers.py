"""New codes by interview, and codes that stand together, counted beside the screens.

``{"do": "new codes", "asked": […]}`` has the fields of ``CurveAsked``, ``{"do": "together", "asked": […]}`` those of
``PairsAsked``; ``{"found": …}`` is ``NewCodes`` or ``Together`` as ``workbench.study.saturation.values`` tells it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.study import Study


def new_codes(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """The curve."""
    from workbench.study.saturation.values import CurveAsked, told

    return {"found": told(study.saturation.curve(CurveAsked(*asked["asked"])))}


def together(study: "Study", asked: Mapping[str, Any]) -> dict[str, Any]:
    """The pairs."""
    from workbench.study.saturation.values import PairsAsked, told_pairs

    codes, *rest = asked["asked"]
    return {"found": told_pairs(study.saturation.cooccurrence(PairsAsked(tuple(codes), *rest)))}
