"""What somebody can be called."""

import pytest

from workbench.errors import InputError
from workbench.study import coder_name


@pytest.mark.parametrize("layer", ["all", "consensus", "Consensus", " ALL "])
def test_nobody_is_called_as_a_layer_is(layer: str) -> None:
    with pytest.raises(InputError, match="layer"):
        coder_name(layer)


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_a_name_is_neither_empty_nor_endless(name: str) -> None:
    with pytest.raises(InputError, match="1 to 100"):
        coder_name(name)


def test_a_name_stays_as_it_is_written_but_for_white_space_around_it() -> None:
    assert coder_name("  Anne-Sofie Ødegård ") == "Anne-Sofie Ødegård"
