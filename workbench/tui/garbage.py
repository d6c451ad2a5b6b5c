"""When Python looks for garbage: not while the program starts, seldom afterwards, and best when nobody is at the keys.

Modules and the first screen are many objects that stay, and looking them through takes longer than a key may. Once
they are there they are left out for good, so that only what came later is looked through.
"""

import gc

SELDOM = (10_000, 10, 20)
"""Thresholds: a transcript with ten thousand codings is opened without its objects being looked through."""


def hold() -> None:
    """Look for none until ``settle``: what is loaded at the start stays."""
    gc.disable()


def settle() -> None:
    """What is there now stays; from now on look through what comes after it. Only after ``hold``."""
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()


def tidy() -> None:
    """Look now, where ``settle`` has left it to this; elsewhere Python looks often enough."""
    if gc.get_freeze_count():
        gc.collect()
