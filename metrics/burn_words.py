"""The Burn page in sentences."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from metrics import words
from metrics.spending.anomalies import Anomaly
from metrics.spending.breakdown import OTHER, Change
from metrics.spending.burn import LATE_DAYS, Burn
from metrics.spending.cost_filter import EVERYTHING, Only
from metrics.spending.net_burn import Net

STEADY = Decimal("0.05")  # a change below it is not worth a word
WINDOWS = {1: "month", 3: "three months", 6: "six months", 12: "twelve months"}
LABELS = {"gross": "Gross", "credits": "Paid by credits", "payable": "Cash payable"}


def answer(now: Burn, before: Burn, only: Only = EVERYTHING) -> str:
    """The page's one sentence: how much a month, and is that rising?"""
    if now.gross is None:
        return (
            f"No burn can be told: bills cover {now.covered_days} of the {now.days} days "
            f"of the last {WINDOWS[now.months]}."
            if now.days
            else "No bill has been read yet."
        )
    amount = words.about(_month(now), now.currency)
    part = only.words[:1].upper() + only.words[1:]
    sentence = f"{part} comes to about" if part else "The bills come to about"
    return f"{sentence} {amount} a month{_trend(now, before)}."


def nothing(only: Only, currency: str, having: Sequence[str]) -> str:
    """What the page says where no line is left in a currency; `having`: those that have one."""
    but = f", but in {words.listing(having)}" if having else ""
    return f"No bill has a line of {only.words or 'anything'} in {currency}{but}."


def basis(now: Burn, partial: tuple[date, int, int] | None, only: Only = EVERYTHING) -> str:
    """What the answer rests on: the days, what credits paid, and which month is in no mean."""
    left_in = f"Only {only.words}. " if only.chosen else ""
    if now.gross is None or now.first_on is None or now.last_on is None:
        return f"{left_in}A day without a bill is not a day without cost, so nothing is scaled up."
    paid = "No credit names it." if only.chosen else "Credits paid none of it."
    if now.credits:
        rest = words.money(now.per_month("payable") or 0, now.currency)
        share = words.percent(covered(now) or 0)
        paid = f"Credits paid {share} of it; cash payable was {rest} a month."
    some = f"the {now.covered_days} of its {now.days} days that have a bill"
    by = "days" if now.covered_days == now.days else some
    first, last = words.long_day(now.first_on), words.long_day(now.last_on)
    span = f"Mean of {first} to {last} by {by}, gross."
    if not partial:
        return f"{left_in}{span} {paid}"
    month = f"{words.MONTHS[partial[0].month - 1]} counts {partial[1]} of {partial[2]} days"
    return f"{left_in}{span} {paid} {month} and is in no monthly mean."


def covered(found: Burn) -> Decimal | None:
    """The share of the gross burn that credits paid."""
    return -(found.credits or Decimal(0)) / found.gross if found.gross else None


def paid_share(found: Burn, only: Only) -> str:
    """The share that credits paid, for a tile; a credit may name no project at all."""
    share = covered(found)
    if share is None:
        return "not known"
    return "none named" if only.chosen and not found.credits else words.percent(share)


def formula(found: Burn) -> str:
    """The rule with its figures put in."""
    if found.gross is None:
        return f"{found.covered_days} of {found.days} days have a bill; nine tenths are needed"
    days = found.covered_days
    whole = words.cents(found.gross * days, found.currency)
    return f"{whole} in {days} days = {words.cents(found.gross, found.currency)} a day × 30.4375"


def parts_of(found: Burn) -> str:
    """What of a month's burn credits paid and what stays payable."""
    gross, payable = found.per_month(), found.per_month("payable")
    if gross is None or payable is None:
        return formula(found)
    gross_said, paid, left = (
        words.cents(each, found.currency) for each in (gross, gross - payable, payable)
    )
    return f"{gross_said} gross − {paid} paid by credits = {left} payable"


def late(last: date | None, as_of: date, currency: str) -> str:
    """Up to which day the bills of a currency are told in full."""
    if last is None:
        return f"No bill in {currency} has a day."
    old = (as_of - last).days
    days = f"{words.long_day(last)} is the last complete day in {currency}"
    if old > 35:
        return f"{days}, {words.days(old)} ago: ask for a newer bill."
    return f"{days}: the newest {LATE_DAYS} days of a bill that is not final are left out."


def stack(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """(part, words) for the sentence above the stack, the largest first."""
    sums = frame.groupby("name", sort=False)["amount"].sum()
    whole = sum(abs(v) for v in sums) or Decimal(1)
    shares = [(str(name), abs(value) / whole) for name, value in sums.items()]
    ranked = sorted(shares, key=lambda part: (part[0] == OTHER, -part[1]))
    return [(name, f"{label(name)} {words.percent(share)}") for name, share in ranked]


def label(name: str) -> str:
    """A part's name for people: `compute-engine` is Compute engine."""
    plain = name.replace("-", " ").replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def why(found: Change | None) -> str:
    """Why the last whole month differs from the one before."""
    if found is None:
        return "Two whole months in a row are needed to compare."
    new, old = (words.MONTHS[m.month - 1] for m in (found.month, found.before))
    difference = found.total - found.total_before
    way = "more" if difference > 0 else "less"
    parts = [_moved(name, by) for name, by in found.parts if abs(by) >= 1][:2]
    because = f": {words.listing(parts)}" if parts else ""
    if abs(difference) < 1:
        return f"{new} cost as much as {old}{because}."
    return f"{new} cost {words.money(abs(difference), found.currency)} {way} than {old}{because}."


RECENT_DAYS = 62  # after them nobody has to look into it any more


def unusual(found: Anomaly, currency: str) -> tuple[str, str]:
    """An anomaly as a heading and its detail."""
    usual, actual = (words.money(v, currency) for v in (found.usual, found.actual))
    name = label(found.service)
    if found.kind == "spike":
        return (
            f"{name} jumped on {words.long_day(found.day)}",
            f"{actual} that day, {usual} usually",
        )
    way = "rose" if found.extra > 0 else "fell"
    return (
        f"{name} {way} to a new level on {words.long_day(found.day)}",
        f"{actual} a day after, {usual} before",
    )


def windows(burns: Sequence[Burn], nets: Sequence[Net]) -> pd.DataFrame:
    """The burn of every window as a table, to the cent."""
    rows = [
        {
            "window": WINDOWS[b.months].capitalize() if b.months > 1 else "One month",
            "first day": b.first_on, "last day": b.last_on,
            "days with a bill": f"{b.covered_days} of {b.days}",
            "gross a day": _shown(b.gross), "gross a month": _shown(b.per_month()),
            "credits a month": _shown(b.per_month("credits")),
            "payable a month": _shown(b.per_month("payable")),
            "income a month": _shown(n.per_month("income")),
            "net a month": _shown(n.per_month()),
        }
        for b, n in zip(burns, nets, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def disagree(burns: Sequence[Burn]) -> str:
    """A sentence when the burns of 1, 3 and 6 months differ by more than a quarter."""
    known = [b for b in burns if b.gross is not None and b.months <= 6]
    amounts = [_month(b) for b in known]
    if len(known) < 2 or max(amounts) <= min(amounts) * Decimal("1.25"):
        return ""
    told = [f"{words.about(_month(b), b.currency)} over {_span(b.months)}" for b in known]
    return f"The windows disagree: {words.listing(told)}."


def before(found: Burn, as_of: date) -> date:
    """The day that ends the window before."""
    return found.first_on - timedelta(days=1) if found.first_on else as_of


def _month(found: Burn) -> Decimal:
    return found.per_month() or Decimal(0)


def _trend(now: Burn, earlier: Burn) -> str:
    if not now.gross or not earlier.gross:
        return ""
    share = now.gross / earlier.gross - 1
    if abs(share) < STEADY:
        return f", steady against the {WINDOWS[now.months]} before"
    way = "up" if share > 0 else "down"
    old = words.about(_month(earlier), now.currency)
    return f", {way} from {old} in the {WINDOWS[now.months]} before"


def _moved(name: str, by: Decimal) -> str:
    way = "rose" if by > 0 else "fell"
    return (
        f"{label(name).lower() if name == OTHER else label(name)} {way} by {words.number(abs(by))}"
    )


def _shown(amount: Decimal | None) -> float | None:
    return None if amount is None else round(float(amount), 2)


def running(months: pd.DataFrame) -> tuple[date, int, int] | None:
    """The newest month if it is not told in full: (month, days with a bill, days it has)."""
    if months.empty:
        return None
    last = months[months["month"] == max(months["month"])].iloc[0]
    return (last["month"], int(last["days"]), int(last["of_days"])) if last["is_partial"] else None


def recent(months: pd.DataFrame, count: int = 13) -> pd.DataFrame:
    """The newest months, a year and the running one."""
    newest = sorted(set(months["month"]))[-count:]
    return months[months["month"].isin(newest)].reset_index(drop=True)


def names(months: pd.DataFrame) -> list[str]:
    """The parts, the largest first, what is left over last."""
    sizes = months.groupby("name", sort=False)["amount"].sum().abs()
    return sorted(map(str, sizes.index), key=lambda name: (name == OTHER, -sizes[name]))


def compared(found: Change | None) -> str:
    """The heading of the comparison: which month differs from which."""
    if found is None:
        return "Why the last month differs"
    new, old = (words.MONTHS[m.month - 1] for m in (found.month, found.before))
    return f"Why {new} differs from {old}, {found.currency}"


def parts(found: Change | None) -> pd.DataFrame:
    """The comparison as a table, to the cent."""
    rows = found.parts if found else ()
    return pd.DataFrame(
        [(name, round(float(by), 2)) for name, by in rows], columns=["part", "change"]
    )


def _span(months: int) -> str:
    return "one month" if months == 1 else WINDOWS[months]
