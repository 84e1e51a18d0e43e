"""Cross-tabs: months or projects across and accounts down, as accounting programs write them.

"Profit and loss by month" of QuickBooks and Xero, a sponsor's statement, a team's own budget. What
is above the header says the days or the year; sections say what is income and what is spent; rows
and columns of totals are left out and checked, and one that does not add up refuses the file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from . import cells, periods, signs
from .console import Sheet, Text
from .cross_tab_head import EMPTY, Head, Rows, grids, head_of
from .staging import NoTable

DECIMAL = 'decimal = "." or decimal = ","'
ACTUAL = re.compile(r"actuals?|current|amount|ist|réel|real", re.I)
SCALED = re.compile(
    r"\bin (thousands?|millions?|tausend|millionen|milliers|miles|millones|k|tsd\.?)\b"
    r"|\b(thousands|millions) of\b|['’]000s?\b|\bT(EUR|€)|(?<![A-Za-z])k(EUR|USD|GBP|CHF|€|\$|£)",
    re.I,
)
TOTAL = re.compile(
    r"^(?:sub-?total|grand total|totals?|zwischensumme|gesamt(?:summe)?|sum(?:me)?|sous-total"
    r"|suma)\b(?: (?:for|of|der|des|de) )?[ :]*(.*)$"
    r"|^(.+?)[ :,]+(?:sub-?total|totals?|gesamt|sum(?:me)?)$",
    re.I,
)
NET = re.compile(
    r"^(gross (profit|surplus)|net|net (income|profit|loss|revenue|earnings|surplus|deficit|result"
    r"|operating|ordinary|other|cash|change|movement|position|total)\b.*|surplus\b.*|deficit\b.*"
    r"|operating (profit|surplus|result)|profit|excess (of|\(|/).*|result|(jahres)?ergebnis.*"
    r"|überschuss.*|fehlbetrag.*|résultat.*|resultado.*|change in .*|difference)$",
    re.I,
)
BALANCE = re.compile(
    r"^(opening|closing|beginning|ending|starting|start|end|previous|remaining|available|final"
    r"|current|fund|cash)\b[a-z ]*\bbalance\b|^balance( (at|on|of|as|brought|carried|forward|b/f"
    r"|c/f)\b.*)?$|^(anfangs|end|schluss)(bestand|saldo)\b|^kontostand\b|^saldo (inicial|final)"
    r"|^solde (initial|final|reporté)|^cash at (the )?(beginning|end|start)\b",
    re.I,
)
OPENING = re.compile(r"open|begin|start|previous|brought|anfang|initial|inicial", re.I)
INCOME = re.compile(
    r"\b(incomes?|revenues?|receipts|received|inflows?|einnahmen|erträge|erlöse|recettes|produits"
    r"|ingresos)\b",
    re.I,
)
EXPENSE = re.compile(
    r"\b(expenses?|expenditures?|costs?|spending|spent|outflows?|payments|disbursements|outgoings"
    r"|ausgaben|aufwand|aufwendungen|kosten|dépenses|charges|gastos|egresos)\b",
    re.I,
)


@dataclass
class Line:
    """A row below the header: its label, how far it is indented, its amounts by column."""

    number: int
    label: str
    depth: int
    amounts: dict[int, Decimal]
    texts: dict[int, str]
    total: Decimal | None = None
    direction: str | None = None


@dataclass
class Body:
    """What stands below a header: accounts in order, where their sections begin, what was checked.

    opened     (name, place of the first account, direction) of every section
    direction  whether the accounts that follow are income or expense; None: not said
    written    how the net rows add expenses: 1 as they are, -1 taken off
    """

    lines: list[Line] = field(default_factory=list)
    opened: list[tuple[str, int, str | None]] = field(default_factory=list)
    direction: str | None = None
    checked: int = 0
    written: set[int] = field(default_factory=set)
    opening: tuple[Line, int] | None = None
    is_balanced: bool = False

    def sum(
        self, column: int, start: int, *, take_off: int = 1, only: str | None = None
    ) -> Decimal:
        """Accounts from a place on added up as written, expenses times `take_off`."""
        chosen = (each for each in self.lines[start:] if only in (None, each.direction))
        parts = (
            each.amounts.get(column, Decimal(0)) * (take_off if each.direction == "expense" else 1)
            for each in chosen
        )
        return sum(parts, Decimal(0))


def is_cross_tab(lines: Sequence[str]) -> bool:
    """Whether the first lines of a file hold the header of a cross-tab."""
    try:
        return any(head_of(rows, "") for rows in grids("\n".join(lines)))
    except NoTable:  # months without a year: the file's name may have it
        return True


def cross_tab(file: Text) -> Sheet:
    """A row for each account and column. Raises NoTable for a total that does not add up."""
    found = ((rows, head_of(rows, file.name)) for rows in grids(file.text))
    rows, head = next(((rows, head) for rows, head in found if head), ([], None))
    if head is None:
        raise NoTable("nothing says which days it is of. Put them into the file's name")
    below = rows[head.at + 1 :]
    above = " ".join(cell for _, row in rows[: head.at + 1] for cell in row)
    _check_whole(head, below, above)
    body = _body(head, [_line(head, n, row, _sign(below, head, file)) for n, row in below])
    _directed(body, file)
    texts = [text for line in body.lines for text in line.texts.values()]
    stated = {cells.currency(text) for text in texts} - {None}
    own = stated.pop() if len(stated) == 1 else cells.currency_of_column(above)
    sheet = Sheet(total_lines=body.checked)
    sheet.notes += [f'its column "{name}" is not read' for name in head.unread]
    if body.opening and not body.is_balanced:
        sheet.notes.append(f'its row "{body.opening[0].label}" is not read, as a balance')
    counted: set[int] = set()
    for line in body.lines:
        for column, text in line.texts.items():
            said: dict[str, str | None] = {
                "account": line.label, "project": head.projects.get(column),
                "direction": line.direction,
                "currency": cells.currency(text) or own,
            }  # fmt: skip
            for first, last, part in periods.by_month(head.days[column], line.amounts.get(column)):
                shown = said | {"day": first.isoformat(), "until": last.isoformat()}
                shown["amount"] = text if part is None else f"{part:f}"
                shown["first"] = "0" if line.number in counted else "1"
                counted.add(line.number)
                sheet.rows.append((line.number, shown))
    if not sheet.rows:
        raise NoTable("no line below its months has an amount. Export it again")
    return sheet


def _check_whole(head: Head, below: Rows, above: str) -> None:
    """That amounts are in full, and each column has one of a kind. Raises NoTable."""
    if scaled := SCALED.search(above):
        raise NoTable(f'its title says "{scaled[0].strip()}". Write its amounts in full')
    blank = range(min(head.days), max(head.days) + 2)
    known = {*head.days, *head.totals}
    more = [i for i in blank if i not in known and any(_is_amount(row, i) for _, row in below)]
    kinds = [row[i].strip() for _, row in below[:1] for i in head.days if i < len(row)]
    if more and not head.unread and not all(map(ACTUAL.fullmatch, kinds)):
        raise NoTable("its months have several columns each. Leave one of each month in it")


def _is_amount(row: list[str], column: int) -> bool:
    return column < len(row) and bool(re.search(r"\d[^%]*$", row[column]))


def _body(head: Head, lines: list[Line]) -> Body:
    """Every row below the header in its place. Raises NoTable."""
    body = Body()
    _open(body, head.label)
    sums = _sums_above_their_parts(lines)
    for at, line in enumerate(lines):
        name = _named(line.label)
        if not line.texts:
            _open(body, line.label)
        elif BALANCE.search(line.label):
            _check_balance(body, head, line)
        elif NET.fullmatch(line.label) or name is not None or at in sums or not line.label:
            if at not in sums:
                _check_total(body, head, line, name)
            _check_across(head, line)
            body.checked += 1
        else:
            _check_across(head, line)
            line.direction = body.direction
            body.opened.append((_plain(line.label), len(body.lines), None))
            body.lines.append(line)
    return body


def _line(head: Head, number: int, row: list[str], sign: cells.Sign) -> Line:
    labels = [(i, cell) for i, cell in enumerate(row[: min(head.days)]) if cell.strip()]
    depth = (
        labels[0][0] * 100 + len(labels[0][1]) - len(labels[0][1].lstrip(" \t\xa0"))
        if labels
        else 0
    )
    shown = {i: row[i].strip() for i in (*head.days, *head.totals) if i < len(row)}
    texts = {i: text for i, text in shown.items() if text.casefold() not in EMPTY}
    amounts = {
        i: each for i, text in texts.items() if (each := cells.amount(text, sign)) is not None
    }
    total = amounts.get(head.totals[-1]) if head.totals else None
    label = " ".join(cell.strip() for _, cell in labels)
    of_columns = {i: each for i, each in amounts.items() if i in head.days}
    return Line(
        number, label, depth, of_columns, {i: t for i, t in texts.items() if i in head.days}, total
    )


def _sums_above_their_parts(lines: list[Line]) -> set[int]:
    """Places of rows that hold the sum of the rows indented below them. Raises NoTable."""
    sums: set[int] = set()
    closed = {_plain(name) for line in lines if (name := _named(line.label))}
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        below = range(
            at + 1,
            next(
                (i for i in range(at + 1, len(lines)) if lines[i].depth <= line.depth), len(lines)
            ),
        )
        parts = [
            lines[i]
            for i in below
            if lines[i].texts and i not in sums and _named(lines[i].label) is None
        ]
        if (
            not line.texts
            or not parts
            or _plain(line.label) in closed
            or _named(line.label) is not None
        ):
            continue
        columns = {c for each in (line, *parts) for c in each.amounts}
        if any(abs(_added(parts, c) - line.amounts.get(c, 0)) > _slack(parts) for c in columns):
            raise NoTable(
                f'line {line.number}, "{line.label}", holds an amount that is not the sum of the '
                "lines below it, and no total follows them. Correct it, or export it with its "
                "totals"
            )
        sums.add(at)
    return sums


def _added(lines: list[Line], column: int) -> Decimal:
    return sum((line.amounts.get(column, Decimal(0)) for line in lines), Decimal(0))


def _slack(lines: Sequence[Line]) -> Decimal:
    """How far a total may be off by rounding: half a unit of each line, a unit is 1 or a cent."""
    return _rounding(len(lines), [each for line in lines for each in line.amounts.values()])


def _rounding(count: int, amounts: Sequence[Decimal]) -> Decimal:
    whole = all(each == each.to_integral_value() for each in amounts)
    many = any(each % 10 for each in amounts)
    return Decimal(count) / 2 * (1 if whole and many else Decimal("0.01"))


def _open(body: Body, label: str) -> None:
    """A row without amounts begins a section; one of income or expense says so of what follows."""
    is_income, is_expense = bool(INCOME.search(label)), bool(EXPENSE.search(label))
    if is_income != is_expense:
        body.direction = "income" if is_income else "expense"
    body.opened.append((_plain(label), len(body.lines), body.direction))


def _named(label: str) -> str | None:
    """The section a row of totals names, "" for one that names none; None for any other row."""
    found = TOTAL.match(label)
    return None if not found else (found[1] or found[2] or "").strip()


def _plain(name: str) -> str:
    return (
        re.sub(r"\W+", " ", re.sub(r"^(less|plus|add|abzüglich)\b:?", "", name.strip(), flags=re.I))
        .strip()
        .casefold()
    )


def _check_total(body: Body, head: Head, line: Line, name: str | None) -> None:
    """That a total is the sum of what it can be the total of. Raises NoTable."""
    starts = [
        (start, d) for each, start, d in reversed(body.opened) if name and each == _plain(name)
    ]
    places = [start for start, _ in starts] or sorted(
        {start for _, start, _ in body.opened}, reverse=True
    )
    ways: list[tuple[int, int, str | None]] = [(p, mode, None) for p in places for mode in (1, -1)]
    ways += [(0, 1, "income"), (0, 1, "expense")]
    if not name:  # a net row: what expenses do to it says how they are written
        ways.sort(key=lambda way: way[1])
    for place, take_off, only in ways:
        if all(
            abs(body.sum(c, place, take_off=take_off, only=only) - line.amounts.get(c, 0))
            <= _slack(body.lines[place:])
            for c in head.days
        ):
            spent = any(body.sum(c, place, only="expense") for c in head.days)
            earned = any(each.direction == "income" for each in body.lines[place:])
            if spent and earned and only is None:
                body.written.add(take_off)
            if starts and starts[0][1]:
                body.direction = None
            return
    stated = line.amounts

    def off(place: int, column: int) -> Decimal:
        return abs(body.sum(column, place) - stated.get(column, Decimal(0)))

    nearest = min(places, key=lambda place: sum(off(place, c) for c in head.days))
    column = max(head.days, key=lambda c: off(nearest, c))
    raise NoTable(
        f'line {line.number}, "{line.label}", says {stated.get(column, Decimal(0)):,} for '
        f"{head.days[column][0]:%B %Y}, and its lines add up to {body.sum(column, nearest):,}. "
        "Correct it, or export it again"
    )


def _check_across(head: Head, line: Line) -> None:
    """That a line's own total is the sum of its columns. Raises NoTable."""
    if line.total is None:
        return
    parts = [*line.amounts.values()]
    added = sum(parts, Decimal(0))
    if abs(added - line.total) > _rounding(len(parts), parts):
        raise NoTable(
            f'line {line.number}, "{line.label}", says {line.total:,} in all, and its columns add '
            f"up to {added:,}. Correct it, or export it again"
        )


def _check_balance(body: Body, head: Head, line: Line) -> None:
    """That a closing balance is the opening one and what moved between. Raises NoTable."""
    body.checked += 1
    if body.opening is None or OPENING.search(line.label):
        body.opening = line, len(body.lines)
        return
    opening, start = body.opening
    for take_off in (-1, 1):
        if all(
            abs(
                opening.amounts.get(c, 0)
                + body.sum(c, start, take_off=take_off)
                - line.amounts.get(c, 0)
            )
            <= _slack(body.lines[start:])
            for c in head.days
        ):
            body.is_balanced = True
            if any(body.sum(c, start, only="expense") for c in head.days):  # else both ways fit
                body.written.add(take_off)
            return
    raise NoTable(
        f'line {line.number}, "{line.label}", is not "{opening.label}" with the lines between. '
        "Correct it, or export it again"
    )


def _directed(body: Body, file: Text) -> None:
    """Say of every line whether it is income or expense, expenses positive. Raises NoTable."""
    open_lines = [line for line in body.lines if line.direction is None]
    amounts = [each for line in body.lines for each in line.amounts.values()]
    if open_lines and len(open_lines) < len(body.lines) and not body.is_balanced:
        line = open_lines[0]
        raise NoTable(
            f'line {line.number}, "{line.label}", is in no section of income or of expenses. '
            "Put it into one"
        )
    is_signed = any(each < 0 for each in amounts)
    settled = is_signed or body.is_balanced or file.rules.negate
    if open_lines and file.rules.ledger and not settled:
        raise NoTable(
            "nothing says whether its lines are income or spending. Set negate = true if all of it "
            "was spent, else put a row Income or Expenses above them"
        )
    if not file.rules.ledger and not body.is_balanced:
        shown = [a for line in open_lines for a in line.amounts.values()]
        tilt = sum((a > 0) - (a < 0) for a in shown)
        if sentence := signs.unstated(file.rules, sum(shown, Decimal(0)), tilt):
            raise NoTable(sentence)
    expenses = [line for line in body.lines if line.direction == "expense"]
    spent = sum((a for line in expenses for a in line.amounts.values()), Decimal(0))
    if body.written == {1} or (not body.written and spent < 0):
        for line in expenses:
            line.amounts = {c: -each for c, each in line.amounts.items()}
    if body.is_balanced and (is_signed or len(open_lines) < len(body.lines)):
        body.lines = [part for line in body.lines for part in _by_sign(line)]


def _by_sign(line: Line) -> Iterator[Line]:
    """What a statement adds to its balance is income, what it takes off is spent."""
    if line.direction is not None:
        yield line
        return
    for direction, sign in (("income", 1), ("expense", -1)):
        amounts = {c: a * sign for c, a in line.amounts.items() if a * sign > 0}
        if amounts:
            texts = {c: line.texts[c] for c in amounts}
            yield Line(line.number, line.label, line.depth, amounts, texts, direction=direction)


def _sign(below: Rows, head: Head, file: Text) -> cells.Sign:
    """The decimal sign of the table. Raises NoTable where neither it nor a setting decides."""
    columns = {*head.days, *head.totals}
    shown = [c for _, row in below for i, c in enumerate(row) if i in columns]
    found = file.rules.decimal or cells.decimal_sign(shown)
    if found is None:
        raise NoTable(f"{cells.two_readings(shown)}. Say which: {DECIMAL}")
    return found
