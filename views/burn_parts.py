"""Pieces of the Burn page: controls, tiles, legend and tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from metrics import burn_words, invoice_words, words
from metrics.spending import breakdown, burn
from metrics.spending.anomalies import Anomaly
from metrics.spending.breakdown import Change
from metrics.spending.burn import Burn
from metrics.spending.cost_filter import EVERYTHING, Only
from metrics.spending.net_burn import Net
from views import page
from wording.source_rows import Rows

FORMULA = (
    "Sum of the days of the window ÷ number of them that have a bill × 30.4375 days a month. Gross "
    "is before credits were taken off; a grant of credits covers part of it, the rest is exposed: "
    "it is payable now, and all of it will be when the credits end. "
)
SHOWN = 12  # rows of a table that grows with every month; all stand behind it
MONTHS = {1: "1 month", 3: "3 months", 6: "6 months", 12: "12 months"}
DIMENSIONS = ["service", "category", "project", "account", "provider"]


@dataclass(frozen=True)
class Chosen:
    """What the reader asked to see."""

    basis: str
    by: str
    months: int
    currency: str
    only: Only


def controls(currency: str, currencies: list[str], parts: dict[str, list[str]]) -> Chosen:
    """Three choices in a row, and what is left in folded behind them where there is a choice."""
    with st.container(key="controls", horizontal=True, vertical_alignment="bottom"):
        basis = _choice("Show", list(burn_words.LABELS), "gross", "show", burn_words.LABELS)
        by = _choice("By", DIMENSIONS, "service", "by", {d: d.capitalize() for d in DIMENSIONS})
        months = _choice("Window, months", list(MONTHS), 3, "window", {m: str(m) for m in MONTHS})
        code, only = _filter(currency, currencies, parts)
    return Chosen(str(basis), str(by), int(months), code, only)


def tiles(  # noqa: PLR0917 - what the row is made of, in its order
    burns: list[Burn], now: Burn, before: Burn, change: Change | None, rows: Rows, only: Only
) -> list[page.Tile]:
    """A month, the last whole month, a day, what credits paid, what stays exposed."""
    month, _, _, _ = burns
    row = [_lead(now, before, rows)]
    if change:
        row.append(_last_month(change))
    row.append(page.Tile("A day, last month", _money(month.gross, month), definition=burn.burn))
    row.append(
        page.Tile(
            "Paid by credits",
            burn_words.paid_share(now, only),
            definition=burn.burn,
            formula=burn_words.parts_of(now),
        )
    )
    exposed = _money(now.per_month("payable"), now)
    row.append(
        page.Tile(
            "Exposed a month", exposed, definition=burn.burn, formula=burn_words.parts_of(now)
        )
    )
    return row


def legend(months: pd.DataFrame, tint: dict[str, str], budget: dict[date, Decimal]) -> Markup:
    """The sentence above the stack: swatches inside the words."""
    named = Markup("; ").join(
        page.html('<span class="qd-key" style="background:{}"></span>{}', tint[name], said)
        for name, said in burn_words.stack(months)
    )
    line = page.html('<span class="qd-line"></span>The line is the mean of three whole months.')
    told = page.html("{}. {}", named, line)
    running = burn_words.running(months)
    if running:
        name, days, of_days = words.MONTHS[running[0].month - 1], running[1], running[2]
        told += page.html(
            ' <span class="qd-hatch"></span>{} counts {} of {} days.', name, days, of_days
        )
    return told + page.html(" The dashed line is the budget.") if budget else told


def budgets(months: pd.DataFrame, only: Only) -> dict[date, Decimal]:
    """What each month may cost, by [[budgets]] of dashboard.toml; a part has no budget."""
    if only.chosen:
        return {}
    plans = tuple((b.amount, b.starts_on, b.ends_on) for b in page.house().config.budgets)
    return burn.budget(plans, months=tuple(sorted(set(months["month"]))))


def unusual(found: list[Anomaly], currency: str) -> list[page.Attention]:
    """The newest first, at most twelve; only what is recent asks for a look."""
    today = page.as_of()
    told = ((a, *burn_words.unusual(a, currency)) for a in reversed(found[-12:]))
    return [
        page.Attention(_tone(a, today), _KINDS[a.kind], text, "", detail)
        for a, text, detail in told
    ]


def windows(burns: list[Burn], nets: list[Net]) -> tuple[list[Any], list[list[Any]]]:
    """Head and rows of the table of windows; income and net where any is known."""
    known = any(n.net is not None for n in nets)
    head = ["Window", ("Days with a bill", "n qd-hide"), ("Gross a month", "n"),
            ("Covered by credits", "n qd-hide"), ("Exposed", "n"),
            *([("Income", "n qd-hide"), ("Net", "n")] if known else [])]  # fmt: skip
    rows = [
        [
            MONTHS[b.months], f"{b.covered_days} of {b.days}",
            _money(b.per_month(), b, "not covered"), _money(_covered(b), b, "–"),
            _money(b.per_month("payable"), b, "–"),
            *([_money(n.per_month(name), b) for name in ("income", "net")] if known else []),
        ]
        for b, n in zip(burns, nets, strict=True)
    ]  # fmt: skip
    return head, rows


def totals(frame: pd.DataFrame) -> tuple[list[Any], list[list[Any]]]:
    """Head and rows of the totals, one currency a row."""
    head = ["Currency", ("First day", "n qd-hide"), ("Last day", "n qd-hide"), ("Gross", "n"),
            ("Credits", "n"), ("Payable", "n")]  # fmt: skip
    rows = [
        [
            row["currency"], words.day(row["first_on"]), words.day(row["last_on"]),
            *(words.number(row[name], 2) for name in ("gross", "credits", "payable")),
        ]
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return head, rows


def invoices(frame: pd.DataFrame) -> tuple[list[Any], list[list[Any]]]:
    """Head and rows of what invoices and bills state, the newest invoices first."""
    head = ["Stated by", ("Account", "qd-hide"), ("Lines", "n qd-hide"), ("Stated", "n"),
            ("Lines − stated", "n")]  # fmt: skip
    names = ("lines_add_up_to", "stated", "residual")
    rows = [
        [
            page.html(
                '{}<small class="qd-phone">{}</small>', invoice_words.named(row), row["account"]
            ),
            row["account"],
            *(_stated(row[name], row["currency"]) for name in names),
        ]
        for row in frame.head(SHOWN).to_dict("records")
    ]  # fmt: skip
    return head, rows


def _stated(amount: Decimal | None, currency: str | None) -> str:
    return "not known" if amount is None else words.cents(amount, currency or "").strip()


def _choice(label: str, options: list[Any], default: Any, key: str, names: dict[Any, str]) -> Any:
    return st.segmented_control(
        label, options, default=default, required=True, format_func=names.__getitem__, key=key,
        bind="query-params",
        wrap=True,
    )  # fmt: skip


def _filter(currency: str, currencies: list[str], parts: dict[str, list[str]]) -> tuple[str, Only]:
    """Category, project, provider and currency, each only where there are two."""
    offered = {name: values for name, values in parts.items() if len(values) > 1}
    if not offered and len(currencies) < 2:
        return currency, EVERYTHING
    with st.popover("Filter", key="filter"):
        chosen = {
            name: st.selectbox(
                name.capitalize(), values, index=None, placeholder="All", key=name,
                bind="query-params",
            )
            for name, values in offered.items()
        }  # fmt: skip
        if len(currencies) > 1:
            names = {c: c for c in currencies}
            currency = _choice("Currency", currencies, currency, "currency", names)
    return currency, Only(**chosen)


def _lead(now: Burn, before: Burn, rows: Rows) -> page.Tile:
    label = f"A month, last {MONTHS[now.months]}" if now.months > 1 else "A month, the last one"
    gross, old = now.per_month(), before.per_month()
    delta = words.signed(gross - old) if gross is not None and old is not None else None
    return page.Tile(
        label, _money(gross, now), delta, f"on the {MONTHS[now.months]} before" if delta else None,
        definition=burn.burn,
        formula=burn_words.formula(now),
        rows=rows,
    )  # fmt: skip


def _last_month(change: Change) -> page.Tile:
    before = words.MONTHS[change.before.month - 1]
    difference = change.total - change.total_before
    return page.Tile(
        words.month(change.month), words.money(change.total, change.currency),
        words.signed(difference), f"on {before}",
        definition=breakdown.change,
    )  # fmt: skip


_KINDS = {"spike": "Spike", "shift": "New level"}


def _tone(found: Anomaly, today: date) -> str:
    return "watch" if (today - found.day).days <= burn_words.RECENT_DAYS else "quiet"


def _covered(found: Burn) -> Decimal | None:
    credits = found.per_month("credits")
    return None if credits is None else -credits


def _money(amount: Decimal | None, found: Burn, unknown: str = "not known") -> str:
    return unknown if amount is None else words.money(amount, found.currency)
