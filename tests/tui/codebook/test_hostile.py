"""Names, definitions and reasons that are markup or terminal commands are shown as what they are in every room."""

from typing import Any

MARKUP = "[/red] [@click=app.quit]x"
HOSTILE = f"{MARKUP} \x1b]0;x\x07"


async def test_hostile_words_are_shown_in_the_rooms_of_the_codebook_and_do_nothing(
    open_app: Any, at_code: Any, seen: Any
) -> None:
    async with open_app(size=(160, 40)) as (app, pilot):
        codes, net = app.study.codes, app.study.codes.find("Relationer / Netværk")
        codes.rename(net.id, MARKUP, why=HOSTILE)
        codes.define(net.id, definition=HOSTILE, include="[/]", why=HOSTILE)
        other = codes.create(f"{MARKUP}e", definition=HOSTILE)
        gone = codes.create(f"{MARKUP} væk")
        codes.delete(gone.id, why=HOSTILE)
        app.study.history.name_version(MARKUP, HOSTILE)
        codes.rename(other.id, f"{MARKUP}s", why=HOSTILE)

        async def look(*wanted: str) -> None:
            await pilot.pause()
            text = seen(app)
            assert not {c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0}
            for words in wanted:
                assert words in text

        await at_code(app, pilot)
        await pilot.press("j")
        for keys, wanted in (
            (("e",), (MARKUP,)),
            (("escape", "R"), (f"{MARKUP} væk",)),
            (("escape", "H"), (MARKUP, "␛]0;x␇")),
            (("enter",), (MARKUP,)),
            (("escape", "q", "V"), (MARKUP,)),
            (("enter",), (MARKUP, "␛]0;x␇")),
            (("q", "q", "o"), ("␛]0;x␇",)),
            (("q", "s"), (MARKUP,)),
            (("1",), (MARKUP,)),
            (("n", "enter"), (MARKUP, "Vi ringer til hinanden.")),
        ):
            await pilot.press(*keys)
            await look(*wanted)
        assert app.is_running
