"""A page as data: what it says, block by block. views/ draws it with Streamlit, share/ as HTML.

Every text is plain (`str`, escaped by whoever draws it) or `Markup` made by wording.markup.html.
`metric` names the public metric behind a block, `spending.burn`; its Definition, the source rows
and the CSV are one click away from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from wording.markup import Text

Tone = Literal["off", "act", "watch", "fine", "quiet"]
Address = Mapping[str, str | Sequence[str]]  # of the page of a figure's rows
NoteKind = Literal[
    "not_set_up", "empty", "partial", "stale", "error", "not_saved", "mistake", "plain"
]  # fmt: skip


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere: words and an address."""

    text: str
    address: str


@dataclass(frozen=True)
class State:
    """A cell that is a state: a tone, drawn as a sign and a tint, its word, and a remark."""

    tone: Tone
    word: str
    detail: Text = ""


@dataclass(frozen=True)
class Keyed:
    """A cell with the colour of its legend in front: a colour of charts.theme by name."""

    color: str
    text: Text


@dataclass(frozen=True)
class Amount:
    """A figure that opens its rows: its words, and the address of the rows."""

    text: Text
    opens: Address


SHOWN = 8  # rows of a list in sight
Cell = Text | Link | State | Keyed | Amount | tuple[State, ...]


@dataclass(frozen=True)
class Sentence:
    """One statement in its parts, so that each reader gets those meant for them.

    claim    the figure in words; everybody may see it
    advice   what the team should do; never leaves the house
    basis    the days, the method and the rows that the claim rests on
    warning  what is not certain about it
    figures  words of claim, advice or basis, as they are there, that open their rows
    """

    claim: Text
    advice: Text = ""
    basis: Text = ""
    warning: Text = ""
    metric: str = ""
    figures: Sequence[Amount] = ()


@dataclass(frozen=True)
class Tile:
    """One figure of a row of tiles; the first of a row carries the page.

    label        ≤ 24 characters     value  ≤ 14 characters
    delta, delta_note                ≤ 22 characters together (first tile 30)
    tone         colour of delta and sparkline
    arrow        up | down | off; auto reads it off a delta that begins with a sign
    chart        6 to 12 points for the sparkline, full months only
    formula      the Definition's rule with the actual figures put in
    rows         source rows: (file:line or words, address or "")
    opens        the address of the figure's rows, `of` and its arguments; empty: it has none
    """

    label: str
    value: str
    metric: str
    delta: str = ""
    delta_note: str = ""
    tone: Tone = "off"
    arrow: str = "auto"
    chart: tuple[float, ...] = ()
    chart_type: str = "line"
    help: str = ""
    formula: str = ""
    rows: Sequence[tuple[str, str]] = ()
    opens: Address = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """One line of a list of things to do: a state, what it is about, why, how long."""

    state: State
    text: str
    link: str = ""
    detail: str = ""
    side: str = ""


@dataclass(frozen=True)
class Items:
    """A list of things to do, under a title; `most` are shown, the rest is folded."""

    key: str
    items: tuple[Item, ...]
    title: str = ""
    most: int | None = None
    metric: str = ""


@dataclass(frozen=True)
class Table:
    """A table that is read as it is. A column is its heading or (heading, class): n for
    right-aligned numbers, qd-hide for one that a phone leaves out. The first cell of a row is its
    heading. `data` is the same to the cent, for the CSV; `most` rows are in sight, the rest is
    drawn once somebody opens it."""

    key: str
    title: str
    columns: Sequence[str | tuple[str, str]]
    rows: Sequence[Sequence[Cell]]
    metric: str = ""
    finding: Text = ""
    data: pd.DataFrame | None = None
    formula: str = ""
    source_rows: Sequence[tuple[str, str]] = ()
    most: int | None = None
    figures: Sequence[Amount] = ()  # words of the finding that open their rows


@dataclass(frozen=True)
class Line:
    """A sentence in small type; the figures in it open their rows."""

    key: str
    parts: Sequence[Text | Amount | State]


@dataclass(frozen=True)
class Arguments:
    """Rows of one sentence each that open their reason: (sentence, reason)."""

    key: str
    rows: Sequence[tuple[Text, Text]]
    most: int = 8


@dataclass(frozen=True)
class Key:
    """An entry of a chart's legend: a word, a colour of charts.theme by name (`fund.grant`,
    `forecast`) and the sign it is drawn with."""

    word: str
    color: str
    sign: Literal["area", "line", "hatch", "hollow"] = "area"


@dataclass(frozen=True)
class Mark:
    """A mark of a chart that opens its rows.

    label    in the list of links, for who cannot point     opens  the address of its rows
    at       its place on the axis of categories or days, as the chart has it; empty: anywhere
    series   the name of its trace; empty: any
    """

    label: str
    opens: Address
    at: str = ""
    series: str = ""


@dataclass(frozen=True)
class Chart:
    """A figure of charts/ with the words around it.

    figure   the function's name, `runway.balance_range`; `facts` are its arguments, words included
    finding  the sentence above it, followed by the legend
    figures  words of the finding that open their rows
    alt      the same for whoever cannot see it; empty: the finding and the legend
    table    what is drawn, for the folded table and the CSV
    marks    those that open their rows
    is_bare  its table is in a block of its own, further down
    """

    key: str
    title: str
    figure: str
    facts: Mapping[str, Any]
    finding: Text
    table: pd.DataFrame
    metric: str = ""
    alt: str = ""
    legend: Sequence[Key] = ()
    formula: str = ""
    rows: Sequence[tuple[str, str]] = ()
    marks: Sequence[Mark] = ()
    figures: Sequence[Amount] = ()
    is_bare: bool = False


@dataclass(frozen=True)
class Data:
    """A folded table by itself, with its CSV and its definition."""

    key: str
    label: str
    table: pd.DataFrame
    metric: str = ""
    formula: str = ""
    rows: Sequence[tuple[str, str]] = ()
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Note:
    """A state in its own place, or a remark; `text` may have marks."""

    kind: NoteKind
    text: Text
    metric: str = ""


@dataclass(frozen=True)
class Code:
    """Lines to copy, letter by letter."""

    text: str


@dataclass(frozen=True)
class Figure:
    """A figure inside a row of a sheet, and the address of its rows."""

    text: str
    opens: Address


@dataclass(frozen=True)
class Row:
    """One row of a sheet: a thing, who has it, and its day.

    words   the thing, its figures and links     detail  a few muted words behind it
    who     an owner, or that there is none      hint    shown when one points at the owner
    bars    full months for a small picture
    """

    words: tuple[str | Link | Figure, ...]
    detail: str = ""
    who: str | State = ""
    when: str = ""
    state: State | None = None
    hint: str = ""
    bars: tuple[float, ...] = ()


@dataclass(frozen=True)
class Section:
    """Rows of a sheet under one word.

    more  how many are elsewhere     most  rows in sight, of a longer list; the rest is folded
    """

    word: str
    rows: tuple[Row, ...]
    more: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Sheet:
    """An agenda: subjects, each with its rows."""

    key: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class LaneBar:
    """A stretch of a lane, from `start` to `end` as shares of its width.

    color   a colour of charts.theme by name; "": nobody pays, hatched
    fades   from where on it fades out; null: it ends sharply
    label   above it; `short` on a phone; empty where it does not fit
    named   where its label begins
    """

    start: float
    end: float
    color: str = ""
    label: str = ""
    short: str = ""
    fades: float | None = None
    named: float = 0.0


@dataclass(frozen=True)
class Lanes:
    """Who pays for what until when, one lane a category; `alt` says the same in a sentence.

    ticks   (place, words, whether a phone has room for them)
    band    from where to where the end of the money is likely
    """

    key: str
    lanes: tuple[tuple[str, tuple[LaneBar, ...]], ...]
    ticks: tuple[tuple[float, str, bool], ...]
    alt: str
    band: tuple[float, float] | None = None


@dataclass(frozen=True)
class Heading:
    """A title over the blocks that follow, with a remark in small type.

    figures  words of the remark that open their rows
    """

    text: str
    remark: Text = ""
    figures: Sequence[Amount] = ()


@dataclass(frozen=True)
class Control:
    """The place of a control that only a screen has; views/ draws what it names there."""

    key: str


@dataclass(frozen=True)
class Columns:
    """Blocks side by side on a wide screen, one after the other on a phone."""

    columns: tuple[tuple["Block", ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Fold:
    """Blocks behind a click; with a key they are drawn once it is opened."""

    label: str
    blocks: tuple["Block", ...]
    key: str = ""


Block = (
    Sentence
    | Tile
    | Items
    | Table
    | Chart
    | Data
    | Note
    | Code
    | Line
    | Arguments
    | Heading
    | Control
    | Columns
    | Fold
    | Sheet
    | Lanes
)  # Tiles that follow each other are one row


@dataclass(frozen=True)
class Page:
    """One page: the question it answers, the answer, and the blocks below, top to bottom.

    title   for the browser and the navigation     question  in small type above the answer
    """

    title: str
    question: str
    answer: Sentence
    blocks: tuple[Block, ...] = field(default=())


def drawn(chart: Chart, points: int) -> tuple[Block, ...]:
    """The chart, or where it has no two points its title, its finding and its table alone."""
    if points > 1:
        return (chart,)
    folded = Data(
        chart.key, "Show as table, explain", chart.table, chart.metric, chart.formula, chart.rows,
        chart.marks,
    )  # fmt: skip
    heading = Heading(chart.title, chart.finding, chart.figures)
    return (heading, *([folded] if points else []))
