"""The page of one figure's rows: the sentence, the rule with its figures, the table, its CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from metrics.data_quality.standing import Standing
from metrics.figures import Mistake
from metrics.ledger import MOST, Ledger, Term
from metrics.spending.bill_lines import BillLines
from wording import numbers, standing
from wording.definitions import DEFINITIONS
from wording.markup import Text, html, joined
from wording.page import (
    Block,
    Cell,
    Fold,
    Item,
    Items,
    Link,
    Note,
    Page,
    Sentence,
    State,
    Table,
    Tone,
)

TITLE, ASK = "Rows", "Which rows are behind a figure?"
VIEWS = {"service": "By service", "day": "By day", "rows": "Every row"}
LABELS = {
    "view": "Show", "csv": "CSV, {}", "excel": "Excel, with total",
    "lines": "Show the lines of", "choose": "A day, a service and a file",
    "next": "Next {}", "first": "First {}", "rows_of": "Rows of {}: {}", "person": "Person {}",
}  # fmt: skip
CENT = Decimal("0.01")
IN_SIGHT = 120  # of things that are counted; a browser needs its time for each row
CSV_MOST = 100_000  # rows of a file; a spreadsheet opens no more than ten times as many
# Heading, class: n for numbers, qd-hide for what a phone leaves out.
COLUMNS: dict[str, tuple[str, str]] = {
    "day": ("Day", ""), "service": ("Service", ""), "project": ("Project", "qd-hide"),
    "charge": ("Charge", "qd-hide"), "file": ("File", "qd-hide"), "lines": ("Lines", "n"),
    "amount": ("Amount", "n"), "cost": ("Cost", "n"), "input": ("Input", ""), "name": ("Name", ""),
    "until": ("Until", "qd-hide"), "fund": ("Fund", ""), "stated": ("Stated", "n qd-hide"),
    "income": ("Income since", "n qd-hide"), "spent": ("Spent since", "n qd-hide"),
    "encumbered": ("Encumbered", "n qd-hide"), "available": ("Available", "n"),
    "ends": ("Ends", "qd-hide"), "move": ("What", ""), "confirmed": ("Confirmed", "qd-hide"),
    "source": ("Source", ""), "member": ("Member", ""), "launches": ("Launches", "n"),
    "repository": ("Repository", ""), "title": ("Title", ""), "opened": ("Opened", "qd-hide"),
    "age": ("Days open", "n"), "hours": ("Hours", "n"), "days": ("Days", "n"),
    "site": ("Site", ""), "state": ("State", ""), "reason": ("Reason", "qd-hide"),
    "minutes": ("Minutes", "n"), "meetings": ("Meetings", "n"), "first_on": ("First", "qd-hide"),
    "last_on": ("Last", ""), "so_far": ("So far", "n"), "series": ("Series", ""),
    "people": ("People", "n"), "again_on": ("Came again", ""),
    "organisation": ("Organisation", ""), "text": ("Text", ""), "owners": ("Owners", "qd-hide"),
    "times": ("Meetings", "n"), "place": ("Where", "qd-hide"), "unit": ("Unit", ""),
    "rows": ("Rows", "n"), "made": ("Opened", "n"), "share": ("Change", "n"),
    "early": ("Early", "qd-hide"), "likely": ("Most likely", ""), "late": ("Late", "qd-hide"),
    "method": ("Method", "qd-hide"), "is_marked": ("Counts", ""), "how": ("How we know", "qd-hide"),
    "original": ("As spent", "n"), "original_currency": ("Spent in", ""), "rate": ("Rate", "n"),
    "rate_on": ("Rate of", ""), "line": ("Budget line", ""),
}  # fmt: skip
MONEY = ("amount", "cost", "stated", "income", "spent", "encumbered", "available")
SHORT = ("hours", "days", "minutes")  # measured, to one decimal
UNITS = {
    "issues": ("issue", "issues"), "pulls": ("pull request", "pull requests"),
    "people": ("person", "people"), "organisations": ("organisation", "organisations"),
    "actions": ("action", "actions"), "decisions": ("decision", "decisions"),
    "lines": ("line", "lines"), "rows": ("row", "rows"), "sites": ("site", "sites"),
    "sources": ("source", "sources"), "days": ("day", "days"), "hours": ("hour", "hours"),
    "minutes": ("minute", "minutes"), "meetings": ("meeting", "meetings"),
    "forecasts": ("forecast", "forecasts"),
}  # fmt: skip
TERMS = {
    "Usage": "usage", "Purchase": "purchases", "Tax": "tax", "Adjustment": "adjustments",
    "Credit": "credits and discounts", "billed": "billed", "once_a_month": "charged once a month",
    "covered_days": "days with a bill", "days_a_month": "days a month",
    "a_month": "a month for those charges", "a_month_a_day": "a day for those charges",
    "credits_a_month": "credits a month", "gross_a_month": "gross a month", "cost": "cost",
    "amount": "counted", "member": "of this member", "after": "in the month",
    "before": "in the month before", "billed_a_month": "billed",
    "planned_a_month": "planned", "counted_days": "days with a count",
}  # fmt: skip
COUNTS = ("covered_days", "counted_days", "days_a_month", "amount", "member")
BASES = {"gross": "before credits", "credits": "paid by credits", "payable": "after credits"}
# Codes of facts and of cells, in words; any other code is shown with blanks.
WORDS = {
    "done": "done", "nobody": "without an owner", "carried": "carried over",
    "by_record": "done by the record", "stated": "stated balance",
    "derived": "derived balance", "billed": "bills, a month",
    "billed_since": "bills since", "planned_since": "planned since",
    "estimated": "estimated since", "planned": "planned, a month", "per_month": "cost of a month",
    "likely": "most likely", "low": "early end", "search": "start of the search",
    "price_change": "price", "cut": "less use", "sponsor_share": "paid by a sponsor",
    "award": "a new award", "reserve": "kept back", "extended": "a fund runs longer",
    "first_answer": "first answer", "notes": "meeting notes", "billing": "bills",
    "came_since": "charged since, for days already claimed",
    "github": "issues", "docs_builds": "docs builds", "funds": "fund balances", "ok": "read",
}  # fmt: skip
STATES: dict[str, tuple[Tone, str]] = {
    "measured": ("fine", "Measured"), "partial": ("watch", "Partial"),
    "estimated": ("watch", "Estimated"), "asked": ("watch", "Asked"),
    "unknown": ("quiet", "Not known"),
}  # fmt: skip


def page(found: Ledger, how: Standing) -> Page:
    """The page down to the rows: the figure, its rule, how it stands, its definition."""
    definition = DEFINITIONS[found.metric]
    question = ", ".join(filter(None, (definition.name, scope(found.facts))))
    answer = Sentence(_claim(found), basis=rule(found), warning=_warning(found))
    means = Sentence(html("<b>{}.</b> {}", definition.name, definition.means))
    left_out = Fold(
        "What this figure leaves out", tuple(Note("plain", each) for each in definition.caveats)
    )
    head = [_stands(how), means, *([left_out] if definition.caveats else [])]
    return Page(TITLE, question, answer, (*head, *([] if found.count else [_empty(found)])))


def scope(facts: Mapping[str, Any]) -> str:
    """What a figure is of, in a few words: "August 2026, before credits, hub"."""
    parts = []
    for code, value in facts.items():
        match code:
            case "month" if value:
                parts.append(numbers.month(value))
            case "week" if value:
                parts.append(f"week of {numbers.day(value)}")
            case "quarter" if value:
                parts.append(f"quarter from {numbers.month(value)}")
            case "day" if value:
                parts.append(numbers.day(value))
            case "first" if value and facts.get("last"):
                parts.append(f"{numbers.day(value)} to {numbers.day(facts['last'])}")
            case "basis":
                parts.append(BASES[value])
            case "months":
                parts.append(f"in {numbers.months(value)}")
            case "series" | "repos" if value:
                parts.append(numbers.listing(value))
            case "state" | "who" | "means" | "age" | "time" | "event" | "show" if value:
                parts.append(_word(str(value)))
            case "category" | "project" | "provider" | "part" | "fund" | "site" | "label" if value:
                parts.append(str(value))
            case "member":
                parts.append(str(value))
    return ", ".join(parts)


def _word(code: str) -> str:
    return WORDS.get(code, code.replace("_", " "))


def _is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def value(found: Ledger) -> str:
    """The figure as the page's sentence has it: "3,986 USD", "103 issues", "94 %"."""
    figure = found.figure
    if figure is None:
        return "Not known"
    if isinstance(figure, date):
        return numbers.long_day(figure)
    if found.unit == "share":
        return numbers.percent(figure)
    if _is_money(found.unit):
        whole = numbers.cents if -100 < figure < 100 else numbers.money
        return whole(figure, found.unit)
    one, several = UNITS.get(found.unit, (found.unit, found.unit))
    places = 0 if figure == int(figure) else 1
    return f"{numbers.number(figure, places)} {one if figure == 1 else several}"


def _claim(found: Ledger) -> str:
    if found.figure is None:
        return "This figure is not known."
    rows, said = numbers.count(found.count, "row"), value(found)
    if "service" in found.groups:
        bill_lines = int(sum(found.groups["service"]["lines"]))
        rows = f"{numbers.count(bill_lines, 'bill line')} ({rows} of day and service)"
    files = found.facts.get("files")
    if isinstance(files, int) and files:
        rows = f"{rows} in {numbers.spelled(files)} {numbers.agree(files, 'file', 'files')}"
    noun = UNITS.get(found.unit, (found.unit, found.unit))[1]
    per = "a day" if found.facts.get("per_day") else "a month"
    sides = " of ".join(_term(each) for each in found.terms)
    these = numbers.agree(found.count, "this row", "these rows")
    both = f"{found.marked} of {numbers.number(found.count)} {noun}: both sides."
    return {
        "sum": f"{said} is the sum of {rows}.",
        "mean": f"{said} {per} is the mean of {found.facts.get('covered_days')} days, in {rows}.",
        "count": f"{said}: {these}." if found.count else f"{said}.",
        "share": f"{said} is {sides}." if found.terms else both,
        "middle": f"{said} is the middle of {numbers.count(found.count, 'value')}.",
        "date": f"{said} rests on {numbers.count(found.count, 'input')}.",
    }[found.kind]


def _term(term: Term, amount: Decimal | None = None) -> str:
    exact = Decimal(str(term.value)) if amount is None else amount
    places = numbers.decimals(exact.normalize()) if term.code in COUNTS else 2
    text = numbers.number(exact, min(places, 4))
    return f"{text} {TERMS.get(term.code, _word(term.code))}"


def rule(found: Ledger) -> Text:
    """The figure's rule with its figures put in; of a sum, cents that add up."""
    if not found.terms or found.figure is None or isinstance(found.figure, date):
        return _draws(found)
    figure = Decimal(str(found.figure))
    amounts: Sequence[Decimal | None] = [None] * len(found.terms)
    if found.kind == "sum":
        exact = [Decimal(str(term.value)) for term in found.terms]
        amounts = numbers.apportioned(exact, CENT, numbers.to_cents(figure))
    parts: list[Text] = []
    for n, (term, amount) in enumerate(zip(found.terms, amounts, strict=True)):
        sign = f"{term.sign} " if n else ""
        parts.append(html("{}<b>{}</b>", sign, _term(term, amount)))
    result = numbers.percent(figure) if found.unit == "share" else numbers.number(figure, 2)
    return joined([html("<b>{}</b> =", result), *parts, _draws(found)])


def _draws(found: Ledger) -> str:
    """The range of a simulated date, and how it was drawn."""
    facts = found.facts
    low, high = facts.get("low"), facts.get("high")
    said = ""
    if isinstance(low, date) and isinstance(high, date):
        said = f"80 % likely between {numbers.day(low)} and {numbers.day(high)}."
    if isinstance(facts.get("draws"), int):
        said += f" {numbers.number(facts['draws'])} draws, seed {facts['seed']}."  # type: ignore[arg-type] # an int
    if facts.get("lead_months"):
        said += f" A search takes {facts['lead_months']} months."
    return said.strip()


def _warning(found: Ledger) -> str:
    if found.holds:
        return ""
    return "These rows do not lead to the figure. Please report this address as a fault."


def _stands(found: Standing) -> Block:
    """How the figure stands: its state, the day its data reach to, and why it is not better."""
    tone, word = STATES[found.known]
    to = [f"Data to {numbers.long_day(found.oldest)}."] if found.oldest else []
    said = [*to, *(f"{standing.claim(each)}." for each in found.causes)]
    return Items("stands", (Item(State(tone, word), " ".join(said) or "No source has a day."),))


def _empty(found: Ledger) -> Block:
    if found.figure is None:
        text = "No rows are kept for this figure: it is not known."
    else:
        text = "No rows are kept for this figure: there is nothing to count."
    return Note("empty", text)


def table(found: Ledger, view: str = "rows") -> Table:
    """The rows shown, or the same by service or day, with their total. view  a key of VIEWS"""
    frame = found.groups.get(view, found.rows)
    codes = [code for code in frame if code in COLUMNS]
    rounded = _rounded(found, frame)
    rows = [
        [_cell(code, row[code], row, found) for code in codes]  # type: ignore[arg-type] # by code
        for row in rounded.to_dict("records")
    ]
    if total := _total(found, frame, codes):
        rows.append(total)
    heads = [_head(code, found) for code in codes]
    most = IN_SIGHT if found.kind == "count" else None  # others have a total, or marks
    return Table("rows", "", heads, rows, found.metric, most=most)


def _rounded(found: Ledger, frame: pd.DataFrame) -> pd.DataFrame:
    """Amounts in cents that add up to the total's, where every row is in the frame."""
    if found.kind not in ("sum", "mean") or found.measure not in MONEY:
        return frame
    is_whole = len(frame) == found.count or any(frame is each for each in found.groups.values())
    amounts = [Decimal(0) if each is None else each for each in frame[found.measure]]
    if not is_whole or found.total is None:
        return frame
    cents = numbers.apportioned(amounts, CENT, numbers.to_cents(found.total))
    known = [c if e is not None else None for c, e in zip(cents, frame[found.measure], strict=True)]
    return frame.assign(**{found.measure: pd.Series(known, dtype=object, index=frame.index)})


def _head(code: str, found: Ledger) -> tuple[str, str]:
    heading, css = COLUMNS[code]
    if code == "is_marked":
        return ("Middle" if found.kind == "middle" else heading), css
    if code == found.measure and _is_money(found.unit) and code == "amount":
        return found.unit, css
    return heading, css


def _total(found: Ledger, frame: pd.DataFrame, codes: Sequence[str]) -> list[Cell]:
    """The last row: a total only where the rows have one."""
    if found.total is None or found.kind not in ("sum", "mean"):
        return []
    is_figure = found.kind == "sum" and found.holds
    name = "Total, equal to the figure" if is_figure else "Total of the rows"
    cells: list[Cell] = ["" for _ in codes]
    cells[0] = html("<b>{}</b>", name)
    if found.measure in codes:
        text = _text(found.measure, found.total)
        cells[list(codes).index(found.measure)] = html("<b>{}</b>", text)
    is_whole = len(frame) == found.count or any(frame is each for each in found.groups.values())
    if "lines" in codes and found.measure != "lines" and is_whole:
        lines = numbers.number(int(sum(frame["lines"])))
        cells[list(codes).index("lines")] = html("<b>{}</b>", lines)
    return cells


def _cell(code: str, cell: Any, row: Mapping[str, Any], found: Ledger) -> Cell:
    if code == "is_marked":
        word = "the middle" if found.kind == "middle" else "counts"
        return html("<b>{}</b>", word) if cell else ""
    text = _text(code, cell)
    if code == "title" and "number" in row:
        text = f"#{row['number']} {text}"
    address = row.get("url")
    is_linked = code == "title" or (code in ("site", "minutes") and "title" not in row)
    if is_linked and isinstance(address, str) and address.startswith(("https://", "http://")):
        return Link(text, address)
    if found.mark and row.get(found.mark) and code == found.measure:
        return html("<b>{}</b>", text)
    return text


def _text(code: str, cell: Any) -> str:
    """A cell in words; empty where it has no meaning."""
    if isinstance(cell, list | tuple):
        return ", ".join(map(str, cell))
    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return numbers.day(cell)
    if isinstance(cell, str):
        is_code = code in ("input", "move", "state", "source", "method", "how") and cell.islower()
        return _word(cell) if is_code else cell
    places = (
        6
        if code == "rate"
        else 2
        if code in (*MONEY, "original")
        else 1
        if code in SHORT and cell != int(cell)
        else 0
    )
    return numbers.percent(cell) if code == "share" else numbers.number(cell, places)


def without_names(frame: pd.DataFrame, by: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The rows with people by handle where `by` has it, else by number, without their employers."""
    if "name" not in frame or "input" in frame:
        return frame
    people = [
        (by or {}).get(str(name).casefold(), LABELS["person"].format(n))
        for n, name in enumerate(frame["name"], start=1)
    ]
    return frame.assign(name=people).drop(columns="organisation", errors="ignore")


def data(found: Ledger) -> pd.DataFrame:
    """The rows as they leave: names as on the page, the currency, two decimals, and no total."""
    codes = [code for code in found.rows if code in COLUMNS]
    frame = pd.DataFrame(index=found.rows.index)
    for code in codes:
        cells = [_written(code, cell) for cell in found.rows[code]]
        heading = "Amount" if code == "amount" else _head(code, found)[0]
        frame[heading] = pd.Series(cells, index=frame.index, dtype=object)
        if code == "title" and "number" in found.rows:
            frame.insert(len(frame.columns) - 1, "Number", found.rows["number"])
    currency = found.facts.get("currency") or found.unit
    if _is_money(str(currency)) and set(codes) & set(MONEY):
        frame["Currency"] = str(currency)
    return frame


def _written(code: str, cell: Any) -> Any:
    if code in MONEY and isinstance(cell, Decimal):
        return cell.quantize(CENT)
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return cell if cell == cell else None  # noqa: PLR0124 - NaN is no number
    if isinstance(cell, date) and not pd.isna(cell):
        return cell.date() if isinstance(cell, pd.Timestamp) else cell
    return _text(code, cell)


def with_rows(found: Ledger, frame: pd.DataFrame) -> Ledger:
    """The figure with its rows as a page shows them."""
    return replace(found, rows=frame)


def total_of(found: Ledger, frame: pd.DataFrame) -> list[Any]:
    """The last row of a workbook, under the columns of `data`; empty where rows have no total."""
    if found.total is None or found.kind not in ("sum", "mean"):
        return []
    heading = "Amount" if found.measure == "amount" else _head(found.measure, found)[0]
    total = _written(found.measure, found.total)
    cells = [total if name == heading else None for name in frame]
    return ["Total", *cells[1:]]


def csv_label(found: Ledger) -> str:
    """How many rows the file will have."""
    if found.count > CSV_MOST:
        return LABELS["csv"].format(f"first {numbers.count(CSV_MOST, 'row')}")
    return LABELS["csv"].format(numbers.count(found.count, "row"))


def shown(found: Ledger, start: int) -> str:
    """Which rows are on the page, where it has not all of them."""
    if found.count <= MOST:
        return ""
    first, last = start + 1, min(start + MOST, found.count)
    return (
        f"Rows {numbers.number(first)} to {numbers.number(last)} of {numbers.number(found.count)}."
    )


NO_LINES = {
    "none": "No line of the file has this day and service in these words.",
    "gone": "The file is no longer there. Its rows were kept when it was read.",
    "too_large": "The file has 1 GB or more, so it is not read while you wait.",
    "elsewhere": "The file is in a bucket, so it is not read while you wait.",
    "no_text": "The file is no text, so its lines have no numbers.",
}


def lines(found: BillLines, *, expected: int) -> Note:
    """Where the lines are, or why nobody can say."""
    if found.code in NO_LINES:
        return Note("empty", NO_LINES[found.code])
    noun, more = numbers.agree(found.count, "Line", "Lines"), found.count - len(found.numbers)
    named = numbers.listing([*map(str, found.numbers), *([f"{more} more"] if more else [])])
    if found.count == expected:
        return Note("plain", f"{noun} {named} of the file.")
    made = f"the rows of this day and service are made of {numbers.number(expected)}"
    have = numbers.agree(found.count, "has", "have")
    return Note("partial", f"{noun} {named} of the file {have} this day and service; {made}.")


def mistaken(mistake: Mistake) -> Page:
    """For an address that names no figure, or not rightly: what it may say."""
    allowed = numbers.listing([*mistake.allowed], "or")
    texts = {
        "no_figure": "The address names no figure. It needs of= with one of these: {allowed}.",
        "unknown_figure": "There is no figure called {name}. Figures: {allowed}.",
        "unknown_argument": "This figure knows no {name}. It knows {allowed}.",
        "bad_value": "{name} cannot be “{value}”. It can be {allowed}.",
        "missing": "This figure needs {name}. It knows {allowed}.",
    }
    said = texts[mistake.kind].format(name=mistake.name, value=mistake.value, allowed=allowed)
    answer = Sentence("This address opens no rows.")
    return Page(TITLE, ASK, answer, (Note("mistake", said),))
