"""Keys in the order in which they were pressed, also when they come faster than screens open.

Textual hands every key on as it comes: when a burst of them arrives at once (a slow line, a fast hand, a macro), the
keys meant for a dialog reach the screen below it, because the dialog is not up yet when they are handed on. There they
would be commands. Here each key waits until the one before has done what it does. Two kinds need not wait, because they
open nothing: the same movement again (a key held down), and letters typed into the same box.
"""

import asyncio
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

_STEPS = ("j", "k", "h", "l", "w", "b", "J", "K", "space", "pagedown", "pageup", "ctrl+d", "ctrl+u")
_ARROWS = ("up", "down", "left", "right")
_MOVES = frozenset((*_STEPS, *_ARROWS, *(f"shift+{arrow}" for arrow in _ARROWS)))
_PATIENCE = 0.25
"""Seconds after which the next key is let through whatever became of the one before."""


class KeyPassed(Message):
    """Follows a key on its way from the focused widget up to the app; having arrived, everything on the way is done."""

    def __init__(self, key: int, again: bool) -> None:
        super().__init__()
        self.key = key
        self.again = again


class OrderedKeys(App[None]):
    """An app in which no key overtakes the consequences of another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys: deque[events.Key] = deque()
        self._key = 0
        self._pressed = ""
        self._typed = False
        self._under_way = False
        self._target: MessagePump = self
        self._screen_before: Screen[Any] | None = None
        self._patience: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold back a key while another is under way."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._under_way and (self._keys or not self._may_pass(event)):
            self._keys.append(event)
        elif self._under_way:
            await super().on_event(event)
        else:
            await self._send(event)

    def _may_pass(self, event: events.Key) -> bool:
        if self.focused is not self._target:
            return False
        if isinstance(self._target, Widget) and self._target.check_consume_key(event.key, event.character):
            return self._typed  # after an Enter even a letter waits: the box may be gone
        return event.key == self._pressed and event.key in _MOVES

    async def _send(self, event: events.Key) -> None:
        self._under_way = True
        self._key += 1
        self._pressed, self._typed = event.key, event.is_printable
        self._screen_before = self.screen
        self._target = self.focused or self.screen
        self._patience = asyncio.get_running_loop().call_later(_PATIENCE, self._release, self._key)
        await super().on_event(event)
        self._follow(again=True)
        while self._keys and self._may_pass(self._keys[0]):
            await super().on_event(self._keys.popleft())

    def _follow(self, again: bool) -> None:
        if not self._target.post_message(KeyPassed(self._key, again)):
            self._settle(self._key)  # the widget is on its way out

    def on_key_passed(self, message: KeyPassed) -> None:
        """The key has arrived. What it made a widget post (an Enter, ``Submitted``) is followed by a second round."""
        if message.key == self._key and self._under_way:
            if message.again:
                self._follow(again=False)
            else:
                self._settle(message.key)

    def _settle(self, key: int) -> None:
        """Let the next key through; onto another screen only when that has been painted and has its focus."""
        if self.screen is self._screen_before:
            self._release(key)
        else:
            self.screen.call_after_refresh(self.call_later, self._release, key)

    def _release(self, key: int) -> None:
        if key != self._key or not self._under_way:
            return
        self._under_way = False
        if self._patience is not None:
            self._patience.cancel()
        if self._keys:
            self.call_next(self._send, self._keys.popleft())
