"""Invoices, and bills that state a total, compared with the sum of their lines."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

import pandas as pd

from metrics.spending.breakdown import StatedTotal
from wording import numbers
from wording.markup import html
from wording.page import Block, Heading, Table

SHOWN = 12  # rows of a table that grows with every month; the CSV has all
SENTENCES = 3  # invoices that differ and have a sentence of their own, the newest


def block(found: Sequence[StatedTotal], remark: str = "") -> Block:
    """The comparison as a table, the newest first; `remark` ends the sentence above it."""
    title = "Invoices compared with bills"
    text = " ".join(filter(None, (reconciled(found), remark)))
    if not found:
        return Heading(title, text)
    columns: Sequence[str | tuple[str, str]] = [
        "Stated by", ("Account", "qd-hide"), ("Lines", "n qd-hide"), ("Stated", "n"),
        ("Lines − stated", "n"),
    ]  # fmt: skip
    rows = [
        [
            html('{} <small class="qd-phone">{}</small>', stated_by(each), each.account),
            each.account,
            *(
                "not known"
                if amount is None
                else numbers.cents(amount, each.currency or "").strip()
                for amount in (each.lines_add_up_to, each.stated, each.residual)
            ),
        ]
        for each in found[:SHOWN]
    ]
    data = pd.DataFrame([asdict(each) for each in found], dtype=object)
    return Table("invoices", title, columns, rows, "spending.invoices", text, data)


def short(found: Sequence[StatedTotal]) -> str:
    """How many stated totals differ from their lines, in a few words."""
    known = [each for each in found if each.residual is not None]
    off = sum(each.differs for each in known)
    if not found:
        return "no invoice is entered"
    if not known:
        return "no total can be compared yet"
    if off:
        verb = numbers.agree(off, "differs", "differ")
        return f"{off} of {numbers.count(len(known), 'total')} {verb} from their lines"
    verb = numbers.agree(len(known), "agrees with its lines", "agree with their lines")
    return f"{numbers.count(len(known), 'total')} {verb}"


def stated_by(found: StatedTotal) -> str:
    """The source of a total: "Invoice of March 2026", or the name of a bill's file."""
    return f"Invoice of {numbers.month(found.period)}" if found.period else str(found.file)


def reconciled(found: Sequence[StatedTotal]) -> str:
    """Whether lines add up to the totals of invoices and bills, as far as it is known."""
    if not found:
        return (
            "No invoice is entered ([funding] invoices) and no bill states its own total. "
            "Compare them by hand."
        )
    invoices = [each for each in found if each.period]
    known = [each for each in invoices if each.residual is not None]
    off = [each for each in known if each.differs]
    several = len({each.account for each in invoices}) > 1
    said = [_differs(each, several) for each in off[:SENTENCES]]
    if len(off) > SENTENCES:
        older = len(off) - SENTENCES
        said.append(
            f"{numbers.count(older, 'older invoice')} {numbers.agree(older, 'differs', 'differ')} "
            "too."
        )
    if known and not off:
        agree = numbers.agree(len(known), "agrees with its", "agree with their")
        said.append(f"{numbers.count(len(known), 'invoice')} {agree} lines.")
    if any((each.residual or 0) < 0 for each in off):
        said.append("Support fees and taxes often come later than the lines.")
    if early := len(invoices) - len(known):
        month = numbers.agree(early, "its month", "their months")
        said.append(
            f"{numbers.count(early, 'invoice')} can't be compared: no bill covers {month} in full."
        )
    return " ".join(
        filter(None, [*said, _bills_with_totals([each for each in found if not each.period])])
    )


def _differs(each: StatedTotal, several: bool) -> str:
    whose = f" ({each.account})" if several else ""
    residual = each.residual or Decimal(0)
    gap = numbers.cents(abs(residual), each.currency or "")
    month = numbers.month(each.period) if each.period else ""
    way = "more" if residual < 0 else "less"
    return f"The invoice of {month}{whose} is {gap} {way} than its lines."


def _bills_with_totals(files: Sequence[StatedTotal]) -> str:
    off = sum(each.differs for each in files)
    if not files:
        return ""
    if not off:
        add_up = numbers.agree(len(files), "adds up to the total it", "add up to the totals they")
        verb = numbers.agree(len(files), "states", "state")
        return f"{numbers.count(len(files), 'bill')} {add_up} {verb}."
    differ = numbers.agree(off, "differs from its own total", "differ from their own totals")
    return f"{off} of {numbers.count(len(files), 'bill')} {differ}."
