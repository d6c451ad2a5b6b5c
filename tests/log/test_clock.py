"""The order clock follows the wall clock, and never stands still or turns back."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.log.clock import tick

YEAR_2200_MS = 7_258_118_400_000


@given(st.integers(-(10**15), 10**15), st.integers(0, 1 << 61))
def test_a_tick_is_above_everything_seen(wall: int, highest: int) -> None:
    assert tick(wall, highest) > highest


@given(st.integers(0, YEAR_2200_MS))
def test_a_tick_shows_the_wall_clock_while_nothing_later_was_seen(wall: int) -> None:
    assert tick(wall, 0) >> 16 == wall or wall == 0


def test_a_tick_counts_on_from_a_clock_that_stood_in_the_future() -> None:
    ahead = 1_924_988_400_000 << 16
    assert tick(1_700_000_000_000, ahead) == ahead + 1


def test_a_clock_beyond_the_year_2200_is_taken_for_2200() -> None:
    assert tick(10**15, 0) == YEAR_2200_MS << 16


def test_a_clock_before_1970_counts_from_what_was_seen() -> None:
    assert tick(-5, 41) == 42
