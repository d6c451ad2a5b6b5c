"""The plots: the same numbers as picture, text and table, which can be read without colour, by day and by night."""

import io
import re
from itertools import pairwise
from types import SimpleNamespace as Made

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageFont
from rich.cells import cell_len

from tests.exports.conftest import small_matrix
from tests.exports.showcase import PROVENANCE, heat
from tests.quick import examples
from workbench.exports import plots
from workbench.exports.document import Figure, plain
from workbench.exports.plots import as_png, as_text, charts, colours, drawing
from workbench.exports.plots.draw import draw, pages
from workbench.exports.plots.draw_forest import scale

SVG = "{http://www.w3.org/2000/svg}"
DANISH = "æøåÆØÅéüß–…α≤−“”"


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# --- colours


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_ramp_never_turns_back_in_grey_and_its_letters_stand_out(mode: str) -> None:
    def colour(role: str) -> str:
        return getattr(colours.ROLES[role], mode)

    ramp = [luminance(colour(f"shade{i}")) for i in range(colours.STEPS)]
    steps = [after - before for before, after in pairwise(ramp)]
    assert all(step < 0 for step in steps) if mode == "light" else all(step > 0 for step in steps)
    assert min(contrast(colour(f"shade{i}"), colour(f"on{i}")) for i in range(colours.STEPS)) >= 4.5
    assert min(contrast(colour(role), colour("paper")) for role in ("ink", "soft", "accent")) >= 4.5
    assert contrast(colour("line"), colour("paper")) >= 3


def test_more_is_never_a_lighter_step() -> None:
    steps = [colours.step(share / 100) for share in range(-10, 120)]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, colours.STEPS - 1)


# --- what is shown


def test_the_heat_map_says_how_many_of_how_many_and_what_is_left_out() -> None:
    figure = heat()
    chart = figure.drawing.chart
    assert isinstance(chart, charts.Heat)
    assert [(row.name, row.depth) for row in chart.rows][:3] == [("Relationer", 0), ("Tillid", 1), ("Netværk", 1)]
    assert [cell.words for cell in chart.rows[1].cells] == ["1/2", "1/1", "–"]
    assert [cell.share for cell in chart.rows[1].cells] == [0.5, 1.0, None]  # nobody of the third group was heard
    caption = figure.caption[0].text
    assert "1 tema uden belæg er udeladt" in caption
    assert "lag: alle kodere; kodere: ann og bo; 3 interview; log 1f3c" in caption
    assert "Relationer / Tillid: Fagprofessionelle 1/2, Frivillige 1/1, Uddannelser –." in figure.alternative


def test_columns_may_stand_in_place_of_groups() -> None:
    columns = plots.heat(small_matrix(), "en", by="columns").drawing.chart
    assert isinstance(columns, charts.Heat)
    assert columns.columns == ("Fælles kompetencer", "Fagprofessionelle", "Frivillige")
    caption = plots.heat(small_matrix(), "en", by="columns").caption[0].text
    assert "in “Fælles kompetencer” it is what Uddannelser voice" in caption
    alone = plots.heat(small_matrix(shared_groups=()), "en", by="columns").drawing.chart
    assert charts.table(alone)[0] == ("theme", "Fagprofessionelle", "Frivillige")


def test_a_profile_has_a_bar_for_each_group_and_refuses_a_theme_that_is_not_there() -> None:
    figure = plots.profile(small_matrix(), "t", "en", PROVENANCE)
    assert charts.table(figure.drawing.chart)[1] == (
        ("Fagprofessionelle", "1 of 2 informants, 1 interview"),
        ("Frivillige", "1 of 1 informants, 1 interview"),
        ("Uddannelser", "0 informants, 0 interviews"),
    )
    assert figure.alternative.startswith("Relationer / Tillid. Fagprofessionelle: 1 of 2 informants")
    with pytest.raises(KeyError):
        plots.profile(small_matrix(), "findes ikke", "en")


def curve(band: bool = True, steps: int = 3) -> Figure:
    """Interviews that bring 4, 0 and 1 codes, and so on."""
    new = [4, 0, 1] * steps
    made = [
        Made(name=f"K-{i:02}", cumulative=sum(new[: i + 1]), new=new[i], unlooked=(), created=0) for i in range(steps)
    ]
    found = Made(
        order="date",
        steps=made,
        band=[Made(low=1, median=3, high=5) for _ in made] if band else (),
        expected=[2.5 + i for i in range(steps)],
        **{"permutations": 100, "seed": 7, "informants": 5, "codes": 6, "unused": ("x",)},
    )
    asked = Made(layer="all", under="", group="", unfinished=False)
    whole = Made(asked=asked, curve=found, coders=("ann",), groups={}, approach="reliability")
    return plots.saturation(whole, "en")


def test_the_curve_has_what_each_interview_brought_with_or_without_a_band() -> None:
    header, rows = charts.table(curve().drawing.chart)
    assert header == ("interview", "new", "codes so far", "mean of all orders", "95 % of 100 random orders (seed 7)")
    assert rows[1] == ("K-01", 0, 4, 3.5, "1–5")
    assert charts.table(curve(band=False).drawing.chart)[1][1] == ("K-01", 0, 4, 3.5)
    assert "K-02: 1 new, 5 so far" in curve().alternative
    assert "▒" in plots.text(curve(), 60)


def forest(approach: str = "reliability") -> Figure:
    """A good code, one below chance, one without an interval and one without a value."""

    def row(path: str, alpha: float | None, ci: tuple[float, float] | None = None) -> Made:
        interval = Made(low=ci[0], high=ci[1]) if ci else None
        agreement = Made(measures=Made(alpha=alpha), ci=interval, status="ok" if alpha is not None else "no_variation")
        return Made(code=path, path=path, agreement=agreement)

    rows = [row("A / Tillid", 0.82, (0.7, 1.1)), row("B / Tillid", -0.31, (-0.9, 0.1)), row("C", 0.5), row("D", None)]
    pooled = Made(alpha=0.6, ci=Made(low=0.5, high=0.7))
    scope = Made(unit="characters")
    return plots.forest(
        Made(rows=rows, pooled=pooled, scope=scope, approach=approach, coders=("ann", "bo"), double=("x",), log="1f3c"),
        "da",
    )


def test_the_forest_has_the_worst_first_the_whole_last_and_says_what_has_no_value() -> None:
    figure = forest()
    chart = figure.drawing.chart
    assert isinstance(chart, charts.Forest)
    assert [row.name for row in chart.rows] == ["B / Tillid", "C", "A / Tillid", "alle koder"]
    assert chart.rows[2].words == "0,82 [0,70; 1,00]"
    assert chart.rows[1].words == "0,50 intet interval"
    assert scale(chart) == -0.4
    assert "Ikke med, fordi ingen værdi kan beregnes: D" in figure.caption[0].text
    assert {mark.text for mark in figure.drawing.marks if isinstance(mark, drawing.Text)} >= {"0,667", "0,800", "−0,4"}
    assert "◂" in plots.text(figure, 80)  # an interval that begins below the scale


def test_reflexive_work_gets_no_thresholds() -> None:
    figure = forest("reflexive")
    assert isinstance(figure.drawing.chart, charts.Forest)
    assert not figure.drawing.chart.marks
    assert "667" not in plots.svg(figure) + plots.text(figure, 80) + figure.caption[0].text


# --- how it is written

FIGURES = {
    "heat": heat,
    "profile": lambda: plots.profile(small_matrix(), "r", "da"),
    "curve": curve,
    "forest": forest,
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_svg_is_whole_in_itself_and_says_what_it_shows(name: str) -> None:
    figure = FIGURES[name]()
    root = etree.fromstring(plots.svg(figure, "da").encode())
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title.text == figure.caption[0].text
    assert words.text == figure.alternative
    assert root.get("aria-labelledby").split() == [title.get("id"), words.get("id")]
    assert root.get("role") == "img"
    assert not [e for e in root.iter() if "href" in "".join(e.attrib) or e.tag in (f"{SVG}script", f"{SVG}image")]
    assert "prefers-color-scheme:dark" in root.find(f"{SVG}style").text
    used = set(re.findall(r'class="([^"]*)"', plots.svg(figure)))
    assert all(one.removeprefix("wb-f-").removeprefix("wb-s-") in colours.ROLES for use in used for one in use.split())


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_drawn_outside_the_sheet(name: str) -> None:
    sheet = FIGURES[name]().drawing
    for mark in sheet.marks:
        match mark:
            case drawing.Rect(x, y, width, height):
                corners = [(x, y), (x + width, y + height)]
            case drawing.Line(x1, y1, x2, y2):
                corners = [(x1, y1), (x2, y2)]
            case drawing.Polyline(points):
                corners = list(points)
            case drawing.Circle(x, y, radius):
                corners = [(x - radius, y - radius), (x + radius, y + radius)]
            case drawing.Text(x, y):
                corners = [(x, y)]
        assert all(-8 <= x <= sheet.width + 8 and -1 <= y <= sheet.height + 1 for x, y in corners), mark


def test_the_png_is_the_same_every_time_and_darker_where_more_voice_it() -> None:
    figure = heat()
    data = plots.png(figure, 1)
    assert data == plots.png(figure, 1)
    picture = Image.open(io.BytesIO(data)).convert("L")
    assert picture.size == (round(figure.drawing.width + 16), round(figure.drawing.height + 16))
    rects = [mark for mark in figure.drawing.marks if isinstance(mark, drawing.Rect) and "shade" in mark.fill]
    shades = [picture.getpixel((round(r.x + 12), round(r.y + 12))) for r in rects]
    steps = [int(rect.fill.removeprefix("shade")) for rect in rects]
    assert sorted(zip(steps, shades, strict=True)) == sorted(zip(steps, shades, strict=True), key=lambda p: -p[1])
    assert len(set(shades)) > 1


def test_a_picture_that_would_be_enormous_is_drawn_with_fewer_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_png, "_MOST", 300)
    assert max(Image.open(io.BytesIO(plots.png(heat(), 2))).size) == 300


def test_the_font_has_the_letters_of_europe() -> None:
    font = ImageFont.truetype(io.BytesIO(as_png.font()), 40)
    unknown = font.getmask("\U0010ffff")
    assert not [letter for letter in DANISH if bytes(font.getmask(letter)) == bytes(unknown)]


NAMES = st.text(max_size=30)
SHARES = st.one_of(st.none(), st.floats(0, 1))
CELLS = st.builds(charts.Cell, SHARES, st.from_regex(r"\d{1,3}/\d{1,3}", fullmatch=True))
ESTIMATES = st.builds(
    charts.Estimate,
    NAMES,
    st.none() | st.floats(-1, 1),
    st.none() | st.floats(-3, 1),
    st.floats(-1, 3),
    st.text(max_size=9),
)
STEPS = st.builds(charts.Step, NAMES, st.integers(0, 99), st.integers(0, 9), st.floats(0, 99))


@st.composite
def heats(draw: st.DrawFn) -> charts.Heat:
    columns = draw(st.lists(NAMES, max_size=9).map(tuple))
    cells = st.tuples(*(CELLS for _ in columns))
    rows = st.builds(charts.HeatRow, NAMES, st.integers(0, 5), cells)
    return charts.Heat("tema", columns, tuple(draw(st.lists(rows, max_size=4))))


CHARTS = st.one_of(
    heats(),
    st.builds(charts.Bars, NAMES, NAMES, st.lists(st.builds(charts.Bar, NAMES, SHARES, NAMES), max_size=4).map(tuple)),
    st.builds(charts.Curve, NAMES, NAMES, NAMES, NAMES, st.just(""), st.lists(STEPS, max_size=9).map(tuple)),
    st.builds(
        charts.Forest,
        NAMES,
        NAMES,
        st.lists(ESTIMATES, max_size=4).map(tuple),
        st.just(((0.667, ".667"),)),
        st.just(","),
    ),
)


@settings(max_examples=examples(60))
@given(CHARTS, st.integers(30, 140), st.booleans())
def test_any_chart_fits_any_terminal_and_is_well_formed(chart: charts.Chart, width: int, ascii: bool) -> None:
    lines = as_text.lines(chart, width, ascii=ascii)
    assert [line for line in lines if cell_len(line) > width] == []
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", "".join(lines))
    figure = Figure(draw(chart), plain("x\x00\ufffe<&"), "]]>")
    etree.fromstring(plots.svg(figure).encode())
    header, rows = charts.table(chart)
    assert all(len(row) == len(header) for row in rows)


@given(st.lists(st.booleans(), max_size=90), st.integers(3, 40))
@settings(max_examples=examples(40))
def test_a_long_chart_is_cut_into_pages_that_hold_every_row_once(top: list[bool], rows: int) -> None:
    made = tuple(charts.HeatRow(str(i), int(not one), ()) for i, one in enumerate(top))
    cut = pages(Figure(draw(charts.Heat("tema", (), made)), plain("x"), "alt"), rows)
    found = [page.drawing.chart for page in cut]
    assert [row for chart in found if isinstance(chart, charts.Heat) for row in chart.rows] == list(made)
    assert all(len(chart.rows) <= rows for chart in found if isinstance(chart, charts.Heat))
    assert cut[0].alternative == "alt"
    assert len({page.alternative for page in cut}) == len(cut)


def test_a_forest_in_pages_keeps_its_scale_and_a_heat_map_is_cut_before_a_theme_of_the_top() -> None:
    first, second = (page.drawing.chart for page in pages(forest(), 2))
    assert isinstance(first, charts.Forest)
    assert isinstance(second, charts.Forest)
    assert scale(first) == scale(second) == -0.4
    made = tuple(charts.HeatRow(str(i), int(i % 7 > 0), ()) for i in range(40))
    cut = pages(Figure(draw(charts.Heat("tema", (), made)), plain("x"), "alt"), 16)
    assert [page.drawing.chart.rows[0].name for page in cut] == ["0", "14", "28"]  # type: ignore[union-attr]


def test_a_number_that_one_informant_carries_is_marked() -> None:
    one = small_matrix()
    rows = tuple(row._replace(carried={"professional": "most"}) if row.theme == "t" else row for row in one.rows)
    figure = plots.heat(one._replace(rows=rows), "en")
    assert "Relationer / Tillid: Fagprofessionelle 1/2*, Frivillige 1/1," in figure.alternative
    assert "* one informant speaks in more than half of the excerpts" in figure.caption[0].text
    assert "*" not in heat().caption[0].text


def test_plain_letters_are_all_that_an_old_terminal_gets() -> None:
    for name in ("profile", "curve", "forest"):
        written = plots.text(FIGURES[name](), 80, ascii=True)
        assert not set("█▒├┤─■□┊◂…▌") & set(written)


def test_what_stands_in_a_line_keeps_its_place() -> None:
    assert as_text.lines(forest().drawing.chart, 76) == [
        "kode          −0,4                                   1  α [95 %]",
        "B / Tillid    ◂──■──────────┤               ┊  ┊        −0,31 [−0,90; 0,10]",
        "C                                      □    ┊  ┊        0,50 intet interval",
        "A / Tillid                                  ┊├─┼■────┤  0,82 [0,70; 1,00]",
        "alle koder                             ├──■─┼┤ ┊        0,60 [0,50; 0,70]",
        "┊ 0,667 · 0,800",
    ]


def test_a_bar_is_never_nothing_for_something() -> None:
    few = charts.Bars("gruppe", "", (charts.Bar("a", 0.0001, "1"), charts.Bar("b", 0.0, "0")))
    lines = as_text.lines(few, 60)
    assert "▏" in lines[1]
    assert not set("▏▎▍▌▋▊▉█") & set(lines[2])
