"""Figures of Briefing, Burn, Runway, Funds and Launches."""

from dataclasses import astuple
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from config import House
from metrics.briefing import meeting_pairs
from metrics.briefing.alerts import to_decide
from metrics.briefing.briefing import briefing
from metrics.data_quality import source_rows
from metrics.funds import due_dates, holdings, register
from metrics.launches import unit_cost, usage
from metrics.runway import backtest, comparison
from metrics.runway.inputs.gather import each_currency
from metrics.runway.outlook import Outlook, answer, outlook
from metrics.spending import (
    anomalies,
    breakdown,
    burn,
    cost_filter,
    expected_range,
    missing_days,
    net_burn,
)
from metrics.spending.cost_filter import CostFilter
from pipelines import headline
from wording import briefing as wording
from wording import funds as fund_words
from wording import net_burn as net_burn_wording
from wording import runway_tables as tables
from wording.briefing_tiles import tiles
from wording.runway_charts import UNPAID

from .values import Pairs, facts, frame, plain, records, shown
from .words import number, numbers

DIMENSIONS = ("service", "category", "project", "account", "provider")
BASES = ("gross", "credits", "payable")


def briefing_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Pairs of meetings, the tiles of the newest two, what needs a decision, what happened."""
    pairs = meeting_pairs.pairs(db, as_of=as_of)
    yield from records("briefing.pairs", pairs, "series since until is_open")
    for place, pair in enumerate(pairs[:2]):
        found = briefing(db, pair=pair, as_of=as_of, on=as_of)
        if place == 0:
            yield from records("briefing.attention", found.alerts, "tone days page query")
            yield "briefing.to_decide", to_decide(found.alerts)
        rows = [
            {"tone": f.tone, "value": number(f.value), "delta": number(f.delta),
             "chart": f.chart, "rows": len(f.rows)}
            for f in tiles(found.figures, pair)
        ]  # fmt: skip
        yield from records(f"briefing.tiles.{place}", rows, "tone value delta chart rows")
        happened = [
            {"page": address, "value": numbers(value)}
            for change in found.changes
            for _, value, address in wording.change_lines(change)
        ]
        yield from records(f"briefing.since.{place}", happened, "page value")
        said = meeting_pairs.headline_on(db, on=pair.since)
        yield from facts(f"briefing.said.{place}", said, "likely as_of")


def burn_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Windows, months by every part and basis, the change, anomalies, invoices, budgets."""
    totals = breakdown.totals(db)
    yield from frame("burn.totals", totals, "currency gross credits payable first_on last_on lines")
    yield "burn.currency", burn.main_currency(db)
    choices = cost_filter.choices(db)
    yield from (("burn.choices." + name, plain(values)) for name, values in choices.items())
    yield from frame(
        "burn.days", burn.daily_spend(db), "day category currency gross credits payable"
    )
    for currency in totals["currency"]:
        asked = {"as_of": as_of, "currency": currency}
        yield from _windows(db, f"burn.{currency}", CostFilter(), **asked)
        yield from _months(db, f"burn.{currency}", house, **asked)
        yield f"burn.{currency}.complete_to", plain(burn.last_complete_day(db, currency=currency))
        found = missing_days.gaps(db, **asked)
        yield from records(f"burn.{currency}.gaps", found, "account first_on last_on days")
        yield f"burn.{currency}.by_month", plain(missing_days.billed_monthly(db, currency=currency))
        yield from records(
            f"burn.{currency}.unusual", anomalies.anomalies(db, **asked),
            "kind day service usual actual",
        )  # fmt: skip
    expected = expected_range.expected(db, as_of=as_of)
    yield from records("burn.expected", expected, "month spent low high currency")
    yield "burn.expected.running", expected_range.running(expected)
    for name, values in choices.items():
        for value in values[:3]:
            part = CostFilter(**{name: value})
            yield from _windows(
                db, f"burn.only.{name}.{value}", part,
                as_of=as_of, currency=burn.main_currency(db),
            )  # fmt: skip
            yield from frame(
                f"burn.only.{name}.{value}.months",
                breakdown.monthly(db, as_of=as_of, cost_filter=part),
                "month name amount days of_days is_partial",
            )
    yield from records(
        "burn.invoices", breakdown.invoices(db),
        "period file account currency lines_add_up_to stated residual",
    )  # fmt: skip
    yield "burn.evidence", len(source_rows.bills(db, as_of=as_of))


def _windows(
    db: DuckDBPyConnection, block: str, part: CostFilter, *, as_of: date, currency: str
) -> Pairs:
    burns = [
        burn.burn(db, as_of=as_of, months=months, currency=currency, cost_filter=part)
        for months in (1, 3, 6, 12)
    ]
    for found in burns:
        name = f"{block}.windows.{found.months}"
        yield from facts(
            name, found, "first_on last_on days covered_days gross credits payable per_month"
        )
        yield f"{name}.paid_share", plain(found.credit_share)
        net = net_burn.net_of(db, found, part)
        yield from facts(name, net, "income net apart")
        earlier = burn.burn(
            db, as_of=found.day_before(as_of), months=found.months, currency=currency,
            cost_filter=part,
        )  # fmt: skip
        yield from facts(f"{name}.before", earlier, "first_on last_on covered_days gross per_month")
    nets = [net_burn.net_of(db, found, part) for found in burns]
    yield from shown(f"{block}.windows.csv", net_burn_wording.frame(nets))


def _months(
    db: DuckDBPyConnection, block: str, house: House, *, as_of: date, currency: str
) -> Pairs:
    for by in DIMENSIONS:
        for basis in BASES:
            asked = {"as_of": as_of, "by": by, "basis": basis, "currency": currency}
            name = f"{block}.months.{by}.{basis}"
            months = breakdown.monthly(db, **asked)
            yield from frame(name, months, "month name amount days of_days is_partial")
            change = breakdown.change(db, **asked)
            yield from facts(
                f"{name}.change", change, "before month total_before total currency parts"
            )
    months = breakdown.monthly(db, as_of=as_of, currency=currency)
    running = breakdown.partial_month(months)
    yield f"{block}.running", plain(astuple(running)) if running else None
    plans = tuple((b.amount, b.starts_on, b.ends_on) for b in house.config.budgets)
    budget = burn.budget(plans, months=tuple(sorted(set(months["month"]))))
    yield f"{block}.budget", plain({day.isoformat(): sum for day, sum in budget.items()})


def runway_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Inputs, the answer of every currency, scenarios, movers and what was said before."""
    for given in each_currency(db):
        block = f"runway.{given.currency}"
        yield from facts(
            f"{block}.inputs", given,
            "complete_months grant_lead credits_lead apart=without_rate rate_band case.months "
            "case.paths",
        )  # fmt: skip
        yield from records(
            f"{block}.inputs.funds", given.case.funds,
            "fund_id kind balance starts_on ends_on pays_for caps overhead_rate tax_rate "
            "encumbered available capacity",
        )  # fmt: skip
        yield from records(
            f"{block}.inputs.streams", given.case.streams,
            "category per_day months_since_event currency",
        )  # fmt: skip
        yield from records(
            f"{block}.inputs.planned", given.case.planned,
            "category per_day starts_on ends_on currency",
        )  # fmt: skip
        yield from records(
            f"{block}.inputs.held", given.held.values(),
            "fund_id balance low high statement.on_day statement.amount spent income unexplained",
        )  # fmt: skip
        yield from records(f"{block}.inputs.history", given.history, "on_day fund_id amount")
        yield from _answer(block, answer(given))
    answers = comparison.compared(db)
    for place, (scenario, found) in enumerate(answers):
        yield f"runway.scenarios.{place}.name", scenario.name
        yield from _headline(f"runway.scenarios.{place}", found)
    logged = headline.line(outlook(db), datetime(2026, 9, 17))
    yield from facts("headline", logged, "as_of method low likely high")
    movers = comparison.movers(db)
    yield "runway.movers", [each.days for each in movers]
    yield from frame("runway.said", comparison.published(db), "as_of low likely high method")
    whole = [m for m in backtest.own(db) if len(m.per_day) > 6]
    yield from records("backtest.series", whole, "name per_day days")
    if whole:
        summary = backtest.summary([score for m in whole for score in backtest.scores(m)])
        yield from frame("backtest.scores", summary, "ahead wape coverage n")
        yield "backtest.gap", plain(backtest.gap(summary))
        ends = [end for m in whole for end in backtest.ends(m)]
        yield from records("backtest.ends", ends, "balance inside early")


def _headline(block: str, found: Outlook) -> Pairs:
    yield from facts(
        block, found,
        "method as_of horizon currency balance low likely high lasting reason "
        "greedy_out=out_without_moves cash_out first_reimbursement expected_unfunded "
        "lead_months per_month spent_to pending "
        "likely_at_most apart=without_rate start_looking default_alive",
    )  # fmt: skip


def _answer(block: str, found: Outlook) -> Pairs:
    yield from _headline(f"{block}.headline", found)
    yield from facts(f"{block}.band", found.currency_risk, "currencies share cheaper dearer")
    yield f"{block}.tiles.lapse", plain(found.lapse)
    yield f"{block}.doubts", len(found.caveats)
    yield f"{block}.dots", plain(found.dots)
    yield from shown(f"{block}.csv.fan", tables.balance(found))
    yield from shown(f"{block}.csv.payments", tables.payments(found, UNPAID))
    yield from shown(f"{block}.csv.dots", tables.dots(found))
    yield from shown(f"{block}.csv.outcomes", tables.outcomes(found))
    yield from shown(f"{block}.csv.unfunded", tables.unpaid(found))
    for each in found.extensions:
        yield from shown(f"{block}.csv.extension.{each.rule.fund_id}", tables.extension(each))
    yield f"{block}.fan.days", plain(found.balance_range.days)
    for place, line in enumerate(found.balance_range.quantiles):
        yield f"{block}.fan.{place}", plain(line)
    yield f"{block}.unfunded", plain(found.unfunded_share)
    yield from records(
        f"{block}.funds", found.funds, "fund_id kind ends_on balance lapse chance_of_lapse"
    )
    outcomes = [
        {"fund": fund.fund_id, **vars(found.plan.funds[fund.fund_id])} for fund in found.funds
    ]
    yield from records(f"{block}.outcomes", outcomes, "fund used lapsed left encumbered")
    yield from records(f"{block}.payments", found.plan.payments, "fund_id period category amount")
    unpaid = [
        {"on": day, "category": name, "amount": sum}
        for (day, name), sum in found.plan.unfunded.items()
    ]
    yield from records(f"{block}.unpaid", unpaid, "on category amount")
    yield from facts(f"{block}.plan", found.plan, "money_out_date reason money_out_by_category")
    yield from records(
        f"{block}.extensions", found.extensions,
        "fund=rule.fund_id months=rule.months ends_on=rule.ends_on cap_months assumed left needed "
        "is_used bought capped_lapse notice_by ask_by buys",
    )  # fmt: skip
    history = [{"on": on, "amount": amount} for on, amount in found.history]
    yield from records(f"{block}.history", history, "on amount")


def funds_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """The register, what is due and the stated balances."""
    funds = register.register(db)
    rows = [
        vars(each.fund) | vars(each.rule) | vars(each)
        | {"tone": fund_words.STATES[each.state].tone, "balance": each.balance}
        | {"pays_for": sorted(each.fund.pays_for)}
        for each in funds
    ]  # fmt: skip
    yield from records(
        "funds.register", rows,
        "fund_id kind currency tone balance awarded starts_on ends_on pays_for spent_share "
        "elapsed_share",
    )  # fmt: skip
    yield from records(
        "funds.holdings", holdings.holdings(db),
        "fund_id awarded received spent encumbered available stated_on stated confirmed",
    )  # fmt: skip
    due = [
        {"on": each.on, "tone": fund_words.DUE_STATES[each.state].tone}
        for each in due_dates.due(db)
    ]
    yield from records("funds.due", due, "on tone")
    yield from frame("funds.statements", register.movements(db), "fund on stated confirmed source")
    yield "funds.evidence", len(source_rows.statements(db, as_of=as_of))


def launches_page(db: DuckDBPyConnection, house: House, as_of: date) -> Pairs:
    """Counts, cost of one, gaps, members and repositories, by month and week."""
    ratio = "usage unit currency cost amount days first"
    yield from records("launches.ratios", unit_cost.unit_costs(db), ratio)
    for name in (each.usage for each in usage.counts(db)):
        block = f"launches.{name}"
        latest = unit_cost.latest(db, usage=name)
        yield from facts(
            f"{block}.pulse", latest, "month each before cost=month_cost amount=month_amount change"
        )
        yield from records(f"{block}.gaps", usage.gaps(db, usage=name), "starts_on ends_on")
        for per in ("month", "week"):
            yield from frame(
                f"{block}.amounts.{per}", usage.amounts(db, usage=name, per=per),
                "period amount days of_days is_partial",
            )  # fmt: skip
            yield from frame(
                f"{block}.cost.{per}", unit_cost.cost_per(db, usage=name, per=per),
                "period currency cost amount each days of_days is_partial",
            )  # fmt: skip
    for per in ("month", "week"):
        yield from frame(
            f"launches.members.{per}", usage.by_member(db, per=per), "period member launches share"
        )
    top = usage.top_repositories(db, as_of=as_of)
    yield from frame("launches.repositories", top, "provider ~repository launches")
