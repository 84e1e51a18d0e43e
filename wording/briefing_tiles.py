"""The Briefing's tiles: each figure with its change, and without one over the same data."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.briefing.figures import (
    FEWEST,
    DocsFailing,
    Figure,
    MoneyEnd,
    MonthlyBurn,
    NextEnd,
    OpenIssues,
)
from metrics.briefing.meeting_pairs import Pair
from wording import burn_rate, left, numbers, runway, source_rows, standing
from wording.page import Tile, Tone

NOTABLE = Decimal("0.05")  # a change of burn below it is neither good nor bad
NOTABLE_DAYS = 7  # the end of the money moves by fewer with every day of bills


def tiles(figures: Sequence[Figure], pair: Pair) -> list[Tile]:
    """A tile per figure; none has a sparkline unless all have points enough."""
    drawn = all(len(figure.line) >= FEWEST for figure in figures)
    return [_tile(figure, pair, figure.line if drawn else ()) for figure in figures]


def _tile(figure: Figure, pair: Pair, line: tuple[float, ...]) -> Tile:
    match figure:
        case MoneyEnd():
            return _money_end(figure, pair, line)
        case MonthlyBurn():
            return _burn(figure, pair, line)
        case NextEnd():
            return _next_end(figure, pair, line)
        case OpenIssues():
            return _issues(figure, pair, line)
        case DocsFailing():
            return _docs(figure, pair, line)


def _money_end(figure: MoneyEnd, pair: Pair, line: tuple[float, ...]) -> Tile:
    found = figure.found
    delta, note, tone = moved_end(figure, pair)
    if old := _no_news(figure, pair):
        delta = old
    if asked := runway.asked(found):
        delta, note, tone = asked, "asked", "off"
    return Tile(
        "Money lasts until", runway.tile_value(found), "runway.outlook", delta, note,
        _tone(tone), chart=line,
        formula=f"{left.today(found)} available. {runway.costs(found)}".strip(),
        rows=source_rows.statements(figure.rows), opens={"of": "runway.outlook"},
    )  # fmt: skip


def moved_end(figure: MoneyEnd, pair: Pair) -> tuple[str, str, str]:
    """By how much the likely end moved since the last meeting: delta, its note and its tone.

    Empty where that is not known: nothing was published then, bills are silent, or a question is
    open.
    """
    before, now = figure.before, figure.found.likely
    is_asked = bool(runway.asked(figure.found))
    if _no_news(figure, pair) or is_asked or not (before and before.likely and now):
        return "", "", "off"
    days, since = (now - before.likely).days, numbers.day(pair.since, year=False)
    if abs(days) < NOTABLE_DAYS:
        return "no change", f"since {since}", "off"
    weeks = numbers.count(round(abs(days) / 7), "week")
    way, tone = ("earlier", "watch") if days < 0 else ("later", "fine")
    return f"{weeks} {way}", f"than on {since}", tone


def _burn(figure: MonthlyBurn, pair: Pair, line: tuple[float, ...]) -> Tile:
    now, was = figure.now, figure.before.per_month(figure.basis)
    a_month = now.per_month(figure.basis) or Decimal(0)
    delta, note, tone = "", "", "off"
    if old := _no_news(figure, pair):
        delta = old
    elif was and now.last_on != figure.before.last_on:
        share = (a_month - was) / was
        percent = numbers.signed(share * 100)
        delta = "no change" if percent == "0" else f"{percent} %"
        note = f"since {numbers.day(pair.since, year=False)}"
        if abs(share) >= NOTABLE:
            tone = "watch" if share > 0 else "fine"
    known = figure.standing.known
    value = (numbers.money if known == "measured" else numbers.about)(a_month, now.currency)
    label = burn_rate.NAMES[figure.basis]
    return Tile(
        f"{label}, 3 months" if known == "measured" else f"{label}, {known}",
        value, "spending.burn", delta, note,
        _tone(tone), chart=line, chart_type="bar",
        formula=burn_rate.formula(now) if figure.basis == "gross" else burn_rate.parts_of(now),
        rows=source_rows.bills(figure.rows),
        opens={"of": "spending.burn", "basis": figure.basis, "until": pair.until.isoformat()},
    )  # fmt: skip


def _next_end(figure: NextEnd, pair: Pair, line: tuple[float, ...]) -> Tile:
    fund, code = figure.fund, figure.currency
    lapses = fund.chance_of_lapse >= 0.5
    unused = f"{numbers.about(fund.lapse, code)} unused"
    lost = f"about {numbers.about(fund.lapse, code)}" if fund.lapse >= 1 else "nothing"
    kind = fund.kind.replace("_", " ")
    return Tile(
        f"Next to end: {kind}", numbers.day(figure.ends_on), "runway.outlook",
        _no_news(figure, pair) or (unused if lapses else "used up before"),
        tone="watch" if lapses else "off", chart=line,
        formula=f"{_balance(figure)} available; the median of the simulated paths leaves "
        f"{lost} on the last day",
        rows=source_rows.statements(figure.rows),
        opens={"of": "funds.balance", "fund": fund.fund_id, "show": "ends"},
    )  # fmt: skip


def _issues(figure: OpenIssues, pair: Pair, line: tuple[float, ...]) -> Tile:
    now, before = figure.now, figure.before
    return Tile(
        "Open issues", numbers.number(now), "issues.open_on", *_moved(figure, pair), chart=line,
        formula=_read_to(figure, pair, f"{numbers.number(now)} open")
        or f"{numbers.number(now)} open at the end of {numbers.day(pair.until)}, "
        f"{numbers.number(before)} on {numbers.day(pair.since)}",
        rows=source_rows.trackers(figure.rows),
        opens={"of": "issues.open", "day": pair.until.isoformat()},
    )  # fmt: skip


def _docs(figure: DocsFailing, pair: Pair, line: tuple[float, ...]) -> Tile:
    now, before = figure.now, figure.before
    return Tile(
        "Docs failing", f"{now} of {figure.sites}", "docs.failing_by_week", *_moved(figure, pair),
        chart=line,
        formula=_read_to(figure, pair, f"{now} failing")
        or f"{now} on {numbers.day(pair.until)}, {before} on {numbers.day(pair.since)}",
        rows=source_rows.failing(figure.rows),
        opens={"of": "docs.failing", "day": pair.until.isoformat()},
    )  # fmt: skip


def _read_to(figure: OpenIssues | DocsFailing, pair: Pair, text: str) -> str:
    """A figure over old data, with their newest day; empty where there are new data."""
    newest = figure.standing.oldest
    return (
        f"{text}, from data to {numbers.day(newest)}" if newest and _no_news(figure, pair) else ""
    )


def _moved(figure: OpenIssues | DocsFailing, pair: Pair) -> tuple[str, str, Tone]:
    """Delta, its note and its tone; no change is claimed over the same data."""
    if old := _no_news(figure, pair):
        return old, "", "off"
    n = figure.now - figure.before
    note = f"since {numbers.day(pair.since, year=False)}"
    return numbers.signed(n) if n else "no change", note, _better_fewer(figure.now, figure.before)


def _no_news(figure: Figure, pair: Pair) -> str:
    """Why nothing is said of the time since the last meeting; empty where there are new data."""
    if cause := figure.standing.silent:
        return standing.since(cause)
    newest = figure.standing.oldest
    return f"data to {numbers.day(newest, year=False)}" if newest and newest <= pair.since else ""


def _balance(figure: NextEnd) -> str:
    """A balance as exactly as it is known: about, where anything moved since its statement."""
    fund, code = figure.fund, figure.currency
    if fund.is_estimated or figure.standing.known != "measured":
        return f"about {numbers.about(fund.balance, code)}"
    return numbers.money(fund.balance, code)


def _better_fewer(now: int, before: int) -> Tone:
    return "off" if now == before else "watch" if now > before else "fine"


def _tone(name: str) -> Tone:
    tones: dict[str, Tone] = {"watch": "watch", "fine": "fine"}
    return tones.get(name, "off")
