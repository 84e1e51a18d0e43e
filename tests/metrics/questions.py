"""What tests/metrics/test_whole_answers.py asks of each team: metrics, functions, ledgers."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from config.not_now import NotNow
from config.sent import Sent
from metrics.awards import board_year, left_at_end, reported
from metrics.awards import charges as award_charges
from metrics.awards import claims as award_claims
from metrics.awards import position as award_position
from metrics.awards.register import awards
from metrics.briefing.alerts import alerts, parted, to_decide
from metrics.briefing.meeting_pairs import headline_on, pairs
from metrics.briefing.money import money
from metrics.data_quality import coverage, source_rows, sources
from metrics.data_quality.arrivals import silent_accounts
from metrics.data_quality.standing import Scope as Standing
from metrics.data_quality.standing import reach, standings
from metrics.docs import builds, history
from metrics.funds import due_dates
from metrics.funds import left as means_left
from metrics.issues.scope import Scope
from metrics.launches import daily, unit_cost, usage
from metrics.meetings import actions, at_places, attendance, handles, people, withheld_names
from metrics.metric import public
from metrics.runway import backtest, extension_request
from metrics.runway.inputs import declared, paid_by
from metrics.runway.inputs.exchange import currencies, rates
from metrics.runway.inputs.gather import each_currency
from metrics.runway.outlook import outlooks
from metrics.runway.own_funds import own_funds
from metrics.runway.whatif import WhatIf, scenarios
from metrics.runway.who_pays import who_pays
from metrics.search import newest
from metrics.search.find import Asked, find, places
from metrics.search.find import people as searched
from metrics.spending import (
    breakdown,
    burn,
    cost_filter,
    missing_days,
    monthly_charges,
    net_burn,
    whole_months,
)
from metrics.spending.cost_filter import CostFilter
from metrics.spending.ledger import CostRows, charges, counted

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
YEAR = {"first": date(2025, 9, 1), "last": date(2026, 8, 31)}
LAST = date(2026, 9, 30)
FUNDS = ("grant", "credits", "gifts", "meer", "over", "arrears", "nobody")
Given = Mapping[str, Any]

# Arguments of metrics that need some, or that answer otherwise with others.
OF_METRICS: dict[str, tuple[Given, ...]] = {
    "awards.claiming": tuple({"fund": f} for f in ("meer", "arrears", "grant")),
    "awards.interest": tuple({"fund": "grant", "to": d} for d in (date(2026, 6, 30), LAST)),
    "awards.position": (
        *({"fund": fund} for fund in FUNDS),
        {"fund": "grant", "first": JULY, "last": date(2026, 8, 31)},
    ),
    "briefing.briefing": (), "briefing.changes": (),
    "data_quality.rejects": ({}, {"source": "billing", "limit": 1}),
    "data_quality.runs": ({}, {"source": "billing"}),
    "data_quality.standing": (
        {"metric": "spending.burn"}, {"metric": "runway.outlook"}, {"metric": "issues.pulse"},
        {"metric": "spending.burn", "scope": Standing(accounts=("rack",))},
        {"metric": "funds.holdings", "scope": Standing(funds=("gifts",))},
    ),
    "docs.durations": ({"project": "hub"}, {"project": "quiet"}),
    "funds.confirmed": ({"funds": FUNDS},),
    "issues.ages": ({}, {"scope": Scope(pulls=True)}, {"scope": Scope(label="docs")}),
    "issues.backlog": ({"days": 9}, {"days": 3, "scope": Scope(("heron/core",), bots=True)}),
    "issues.claims": ({}, {"series": "weekly", "newest": 2}),
    "issues.cited": ({}, {"most": 1}),
    "issues.contributors": ({"first": date(2025, 9, 1)},
                            {"first": date(2026, 1, 1), "repos": ("heron/core",)}),
    "issues.monthly_flow": ({}, {"months": 6, "scope": Scope(pulls=True, bots=True)}),
    "issues.open_on": ({"day": JULY}, {"day": JULY, "scope": Scope(label="docs")}),
    "issues.response_times": ({"first": date(2025, 9, 1)},
                              {"first": JULY, "scope": Scope(pulls=True)}),
    "issues.pulse": ({}, {"scope": Scope(label="edge", pulls=True)}),
    "issues.window": (
        {"first": date(2026, 6, 19), "last": date(2026, 9, 17)}, YEAR,
        {**YEAR, "scope": Scope(("heron/hub",), pulls=True)},
    ),
    "launches.a_day": ({}, {"usage": "users"}),
    "launches.amounts": ({}, {"usage": "users"}, {"per": "week"}),
    "launches.by_member": ({}, {"per": "week"}),
    "launches.cost_per": ({}, {"usage": "users"}, {"per": "week"}),
    "launches.gaps": ({}, {"usage": "users"}),
    "launches.latest": ({}, {"usage": "users"}),
    "launches.paid_for": (
        {**YEAR, "currency": "USD"}, {**YEAR, "currency": "EUR"},
        {**YEAR, "currency": "USD", "usage": "users"},
    ),
    "launches.top_repositories": ({}, {"limit": 1}),
    "meetings.actions": ({}, {"months": 3}, {"series": ("weekly",)}),
    "meetings.attendance": ({}, {"months": 12, "series": ("monthly",)}),
    "meetings.cadence": ({}, {"months": 6}),
    "meetings.decision_count": ({}, {"find": "plan 2"}),
    "meetings.decisions": ({"months": 30}, {"find": "plan 2", "months": 30}),
    "meetings.first_timers": ({}, {"series": ("monthly",)}),
    "meetings.following": tuple({"series": each} for each in ("weekly", "monthly", "team")),
    "meetings.organisations": ({}, {"series": ("weekly",)}),
    "meetings.people_flow": ({}, {"months": 6, "series": ("weekly",)}),
    "meetings.put_off": ({}, {"months": 2}),
    "meetings.signatures": ({}, {"series": ("weekly",)}),
    "meetings.year": ({}, {"series": ("weekly",)}),
    "runway.inputs": ({}, {"currency": "GBP"}),
    "runway.outlook": ({}, {"currency": "GBP"},
                       {"what_if": WhatIf("Dear", price_change=Decimal("0.2"), with_pending=True)}),
    "spending.anomalies": ({}, {"currency": "EUR"}, {"cost_filter": CostFilter(project="lab")}),
    "spending.billed_monthly": ({}, {"currency": "EUR"}),
    "spending.burn": (
        *({"months": n} for n in (1, 3, 6, 12)), {"currency": "EUR"},
        *({"cost_filter": each} for each in (
            CostFilter("hosting"), CostFilter(project="lab"), CostFilter(provider="Ironbridge"))),
    ),
    "spending.by_category": ({**YEAR, "currency": "USD"}, {**YEAR, "currency": "EUR"}),
    "spending.change": (
        {}, {"by": "project", "basis": "payable"}, {"by": "category", "currency": "EUR"},
        {"basis": "credits"},
    ),
    "spending.daily_spend": ({"category": "hosting"},),
    "spending.expected": ({}, {"months": 3}),
    "spending.gaps": ({}, {"currency": "USD"}),
    "spending.last_complete_day": ({}, {"currency": "EUR"}, {"currency": "GBP"}),
    "spending.monthly": (
        {}, {"by": "category", "basis": "payable"}, {"by": "project", "basis": "credits"},
        {"by": "account"}, {"by": "provider", "cost_filter": CostFilter("cloud")},
        {"currency": "EUR"},
    ),
    "spending.net": ({}, {"months": 6}, {"currency": "EUR"},
                     {"cost_filter": CostFilter("hosting")}),
    "spending.other_currencies": ({**YEAR, "currency": "USD"},),
    "spending.planned": (
        {"currency": "USD", "months": tuple(date(2026, n, 1) for n in (9, 10, 11, 12))},
        {"currency": "EUR", "months": (date(2026, 10, 1), date(2027, 4, 1))},
    ),
    "spending.services": ({**YEAR, "currency": "USD"},),
    "spending.team_budget": ({"currency": "USD"},),
    "spending.totals": ({}, {"cost_filter": CostFilter(project="lab")}),
}  # fmt: skip


def _briefing(db: Any, team: Any, place: int) -> Any:
    pair = pairs(db, as_of=team.as_of)[place]
    late = NotNow("balance_unconfirmed promise", date(2026, 12, 1), "later")
    asked = {"pair": pair, "as_of": team.as_of, "on": team.on}
    found = public()["briefing.briefing"](db, **asked, answers=(late,) if not place else ())
    return {n: getattr(found, n) for n in vars(found) if n != "money"}


def _requests(db: Any) -> Any:
    made = {}
    for fund in FUNDS:
        for to in (None, date(2027, 2, 15), date(2028, 1, 1)):
            try:
                made[f"{fund} {to}"] = extension_request.extension_request(db, fund=fund, to=to)
            except extension_request.NotAsked as error:
                made[f"{fund} {to}"] = vars(error)
    return made


def _left_at_end(db: Any) -> Any:
    found, request = (
        award_position.position(db, fund="grant"),
        extension_request.extension_request(db, fund="grant"),
    )
    if found is None or request is None:
        return None
    left = left_at_end.left_at_end(found, request)
    return left, left and left_at_end.short_lines(found, request, left)


def _merged(db: Any) -> Any:
    every = [award_position.position(db, fund=each.fund_id) for each in awards(db)]
    return [(each.award.fund_id, award_position.merged(each.lines)) for each in every if each]


def _reported(db: Any) -> Any:
    """A report against the one before: a line that is gone, one that came since, one that moved."""
    found = award_position.position(db, fund="grant", first=JULY, last=date(2026, 8, 31))
    if found is None:
        return None
    june = date(2026, 6, 30)
    before = Sent(
        june,
        {"People": Decimal(23_900), "Gone": Decimal(7), "Cloud": Decimal(0)},
        {"People": {date(2026, 6, 1): Decimal(3_990)}, "Gone": {JULY: Decimal(7)}},
    )
    now = reported.months(db, fund="grant", last=LAST)
    return (reported.rows(found, before), reported.rows(found, None),
            reported.changed(now, before), reported.changed(now, None))  # fmt: skip


def _claimed(db: Any) -> Any:
    found = award_claims.claiming(db, fund="meer")
    return found and award_claims.parts(found, award_charges.charges(db).charges)


def _backtest(db: Any) -> Any:
    whole = [each for each in backtest.own(db) if len(each.per_day) > 6]
    if not whole:
        return whole
    found = backtest.summary([score for each in whole for score in backtest.scores(each)])
    ends = [end for each in whole for end in backtest.ends(each)]
    return whole, found, backtest.gap(found), ends


def _windows(db: Any, team: Any) -> Any:
    found = [burn.burn(db, as_of=team.as_of, months=n) for n in burn.WINDOWS]
    return {
        "apart": [b.months for b in burn.windows_apart(found)],
        "trend": [found[0].trend(found[2]), found[1].trend(found[3], "payable")],
        "by category": [burn.costs_by_category(db, each) for each in found],
    }


def _charged(db: Any, team: Any) -> Any:
    asked = {"first": date(2026, 6, 14), "last": date(2026, 9, 13), "currency": "USD",
             "cost_filter": cost_filter.EVERYTHING}  # fmt: skip
    covered = {date(2026, n, 1): 30 for n in (6, 7, 8, 9)}
    return monthly_charges.monthly_charges(db, covered=covered, **asked)


def _rates(db: Any) -> Any:
    found = rates(db, to="USD")
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 8, 31), date(2026, 9, 17))
    return [(code, [found.on(code, day) for day in days]) for code in ("EUR", "USD", "GBP")]


def _board(db: Any) -> Any:
    """Two years that most awards are of, and two that some have not begun or have ended in."""
    years = ((date(2025, 7, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 12, 31)),
             (date(2025, 1, 1), date(2025, 12, 31)), (AUGUST, date(2027, 7, 31)))  # fmt: skip
    made = [board_year.board_year(db, first=first, last=last) for first, last in years]
    named = [[[e.award.fund_id for e in group.sources] for group in each.groups] for each in made]
    return [*named, *made]


def _found(db: Any, text: str, **more: Any) -> Any:
    return find(db, asked=Asked(text, **more), most=5)


Question = Callable[[Any, Any], Any]
MORE: dict[str, Question] = {
    "awards.board_year": lambda db, _: _board(db),
    "awards.by_account": lambda db, _: award_charges.by_account(db).unassigned,
    "awards.left_at_end": lambda db, _: _left_at_end(db),
    "awards.merged": lambda db, _: _merged(db),
    "awards.months": lambda db, _: reported.months(db, fund="grant", last=LAST),
    "awards.reported": lambda db, _: _reported(db),
    "awards.parts": lambda db, _: _claimed(db),
    "briefing.alerts": lambda db, t: alerts(db, as_of=t.as_of, on=t.on, money=money(db)),
    "briefing.first": lambda db, t: _briefing(db, t, 0),
    "briefing.last": lambda db, t: _briefing(db, t, -1),
    "briefing.to_decide": lambda db, t: to_decide(
        parted(alerts(db, as_of=t.as_of, on=t.on, money=money(db)), (), on=t.on)[0]
    ),
    "briefing.said": lambda db, t: headline_on(db, on=t.as_of - timedelta(days=28)),
    "data_quality.bills": lambda db, t: source_rows.bills(db, as_of=t.as_of),
    "data_quality.differences": lambda db, _: coverage.differences(coverage.counts(db), []),
    "data_quality.grouped": lambda db, _: sources.grouped(sources.runs(db)),
    "data_quality.info": lambda db, _: sources.info(db),
    "data_quality.reach": lambda db, t: reach(db, on=t.on),
    "data_quality.roll_calls": lambda db, t: source_rows.roll_calls(db, as_of=t.as_of),
    "data_quality.silent": lambda db, t: silent_accounts(db, on=t.on),
    "data_quality.standings": lambda db, t: {
        name: each.known for name, each in standings(db, [*public()], on=t.on).items()
    },
    "data_quality.statements": lambda db, t: source_rows.statements(db, as_of=t.as_of),
    "data_quality.trackers": lambda db, _: source_rows.trackers(db),
    "docs.badges": lambda db, _: history.badges(db),
    "docs.chosen": lambda db, t: [
        [v.project for v in builds.chosen(builds.versions(db, as_of=t.as_of), failing_only=a,
                                          active_only=b)]
        for a in (True, False) for b in (True, False)
    ],
    "funds.left_of": lambda db, _: [
        [means_left.kind_of(f) for f in each.case.funds] for each in each_currency(db)
    ],
    "funds.in_currency": lambda db, _: means_left.in_currency(
        means_left.left_of(outlooks(db)), "GBP"
    ),
    "funds.next_due": lambda db, t: due_dates.next_due(due_dates.due(db), t.as_of),
    "launches.by_day": lambda db, _: (daily.by_member(db), daily.by_repository(db)),
    "launches.counts": lambda db, _: usage.counts(db),
    "launches.difference": lambda db, _: unit_cost.difference(
        db, **YEAR, complete=date(2026, 8, 20), currency="USD"
    ),
    "launches.members_in": lambda db, _: [
        usage.members_in(usage.by_member(db), month) for month in (None, JULY, date(2020, 1, 1))
    ],
    "meetings.at_places": lambda db, _: at_places.at_places(
        db, places=["notes/weekly.md:30", "notes/weekly.md:12", "x.md:1"]
    ),
    "meetings.by_month": lambda db, t: attendance.by_month(
        attendance.attendance(db, as_of=t.as_of)
    ),
    "meetings.counted": lambda db, _: at_places.counted(db, first=JULY, last=LAST),
    "meetings.handles": lambda db, _: sorted(handles.handles(db).items()),
    "meetings.known": lambda db, _: withheld_names.known(db),
    "meetings.lists": lambda db, t: [
        list(kept(actions.actions(db, as_of=t.as_of))["text"])
        for kept in (actions.still_open, actions.done_by_record, actions.dropped, actions.waiting,
                     actions.carried_over, actions.oldest)
    ],
    "meetings.summary": lambda db, t: actions.summary(actions.actions(db, as_of=t.as_of)),
    "meetings.ages": lambda db, t: actions.ages(actions.actions(db, as_of=t.as_of)),
    "meetings.year_before": lambda db, t: people.year(db, as_of=people.year_before(t.as_of)),
    "runway.backtest": lambda db, _: _backtest(db),
    "runway.currencies": lambda db, t: currencies(db, as_of=t.as_of),
    "runway.each_currency": lambda db, _: each_currency(db),
    "runway.events": lambda db, _: (declared.events(db), declared.setting(db)),
    "runway.own_funds": lambda db, _: own_funds(db, funds=FUNDS),
    "runway.paid_by": lambda db, _: paid_by.paid_by(db, rates=rates(db, to="USD"), gross=True),
    "runway.rates": lambda db, _: _rates(db),
    "runway.requests": lambda db, _: _requests(db),
    "runway.scenarios": lambda db, _: scenarios(db),
    "runway.who_pays": lambda db, _: [who_pays(each) for each in outlooks(db).answers],
    "search.newest": lambda db, _: newest.newest(db, most=9),
    "search.people": lambda db, _: (searched(db), places(db)),
    "search.words": lambda db, _: [
        _found(db, "Wren letter"), _found(db, '"Cloud costs"'), _found(db, "ada", named=True),
        _found(db, "letter", person="ada fen"),
        _found(db, "letter", person="ada fen", named=True),
        _found(db, "lett", kinds=("action",), series=("weekly",)), _found(db, "issue 7"),
        _found(db, "the", first=AUGUST, last=LAST),
    ],
    "spending.by_service": lambda db, _: whole_months.by_service(
        db, **YEAR, currency="USD", categories=("hosting", "cloud")
    ),
    "spending.charged": _charged,
    "spending.choices": lambda db, _: cost_filter.choices(db),
    "spending.complete_to": lambda db, _: [
        burn.complete_to(db, account=each) for each in ("gcp", "rack", "meer", "none")
    ],
    "spending.counted": lambda db, _: counted(
        db, CostRows("day >= ?", [date(2026, 9, 10)])
    ),
    "spending.kinds": lambda db, _: charges(db, CostRows("day >= ?", [JULY])),
    "spending.net_of": lambda db, t: net_burn.net_of(db, burn.burn(db, as_of=t.as_of)),
    "spending.newest": lambda db, t: breakdown.newest(breakdown.monthly(db, as_of=t.as_of), 3),
    "spending.partial": lambda db, t: (
        breakdown.partial_months(breakdown.monthly(db, as_of=t.as_of)),
        breakdown.partial_month(breakdown.monthly(db, as_of=t.as_of)),
        breakdown.sizes(breakdown.monthly(db, as_of=t.as_of)),
    ),
    "spending.period": lambda _, t: whole_months.period(t.as_of, 12),
    "spending.recent_gaps": lambda db, t: missing_days.recent(
        missing_days.gaps(db, as_of=t.as_of), as_of=t.as_of
    ),
    "spending.windows": _windows,
}  # fmt: skip

ADDRESSES = (
    "of=spending.total", "of=spending.total&month=2026-08&basis=payable",
    "of=spending.total&month=2026-08&by=service&part=other&basis=credits",
    "of=spending.total&by=project&part=lab&start=3", "of=spending.total&part=none",
    "of=spending.total&currency=EUR&month=2026-02",
    "of=spending.change", "of=spending.change&by=project&part=lab&basis=payable",
    "of=spending.burn", "of=spending.burn&months=12&basis=payable&per_day=true",
    "of=spending.burn&basis=credits&until=2026-07-16", "of=spending.burn&currency=GBP",
    "of=spending.credit_share", "of=spending.credit_share&category=hosting&months=6",
    *(f"of=runway.outlook&show={each}"
      for each in ("likely", "low", "search", "per_month", "billed", "planned")),
    "of=runway.outlook&currency=GBP", "of=runway.scenario&name=Half",
    "of=runway.scenario&name=More", "of=runway.scenario&name=nobody", "of=runway.published",
    "of=funds.left", "of=funds.left&means=credits", "of=funds.left&currency=GBP",
    *(f"of=funds.balance&fund={each}" for each in FUNDS),
    "of=funds.balance&fund=meer&show=ends", "of=funds.balance&fund=credits&show=ends",
    *(f"of=funds.holding&fund={each}" for each in ("grant", "credits", "gifts")),
    "of=funds.holding&fund=grant&show=spent", "of=funds.holding&fund=gifts&show=spent",
    "of=funds.available&means=cash&currency=USD", "of=funds.available&means=credits&currency=EUR",
    "of=funds.available&means=in_kind&currency=USD",
    "of=awards.charged&fund=grant&line=People", "of=awards.charged&fund=grant&part=all",
    "of=awards.charged&fund=credits&part=all&start=5", "of=awards.charged&fund=nobody",
    "of=awards.claim&fund=meer", "of=awards.claim&fund=meer&day=2026-06-30",
    "of=awards.claim&fund=grant",
    *(f"of=awards.unassigned&reason={each}&currency=USD"
      for each in ("no_rule", "unknown_code", "outside_days", "rest_of_split")),
    "of=awards.unassigned&reason=no_rule&currency=EUR&fund=meer",
    *(f"of=launches.paid_for&month=2026-08&show={each}"
      for each in ("each", "amount", "cost", "days")),
    "of=launches.paid_for&usage=users", "of=launches.counted&period=2026-08",
    "of=launches.counted&period=2026-08-03&per=week&usage=users", "of=launches.a_day",
    "of=launches.a_day&usage=users", "of=launches.member&name=gke.heron",
    "of=launches.member&name=meer.heron&month=2026-08", "of=launches.member&name=nobody",
    "of=issues.open", "of=issues.open&day=2026-08-20&pulls=true", "of=issues.open&label=docs",
    *(f"of=issues.open&age={each}"
      for each in ("under_1_week", "1_to_3_months", "3_to_12_months", "1_to_2_years")),
    "of=issues.changed", "of=issues.changed&event=closed&month=2026-08",
    "of=issues.changed&event=closed&repos=heron/hub&bots=true",
    "of=issues.times", "of=issues.times&time=closing&months=24",
    "of=issues.times&quarter=2026-01&pulls=true",
    "of=issues.contributors&month=2026-08", "of=issues.contributors&month=2026-03&who=returning",
    "of=docs.failing", "of=docs.failing&day=2026-08-01", "of=docs.durations&site=hub",
    "of=docs.durations&site=nowhere",
    "of=meetings.people", "of=meetings.people&who=half&series=weekly", "of=meetings.median",
    "of=meetings.first_timers", "of=meetings.organisations",
    "of=meetings.meeting&meeting=weekly-2026-08-31", "of=meetings.meeting&meeting=none",
    "of=meetings.month&month=2026-08", "of=meetings.month&month=2026-03&series=monthly",
    "of=meetings.held&month=2026-08&name=weekly", "of=meetings.held&month=2026-01&name=monthly",
    *(f"of=meetings.flow&month={month}&who={who}" for month in ("2024-07", "2026-02", "2026-07")
      for who in ("new", "returning", "came", "lapsed")),
    *(f"of=meetings.actions&state={each}"
      for each in ("open", "nobody", "carried", "done", "by_record", "dropped")),
    "of=meetings.actions&age=1_to_3_months&months=12", "of=meetings.decisions&months=12",
    "of=meetings.decisions&months=12&find=plan+2",
    "of=data_quality.sources", "of=data_quality.sources&show=oldest", "of=data_quality.rows",
    "of=data_quality.left_out",
)  # fmt: skip

# Each way in which a figure has its rows, once: these are asked for their second page, too.
PAGED = {
    "of=spending.total&month=2026-08&by=service&part=other&basis=credits",
    "of=spending.change&by=project&part=lab&basis=payable", "of=spending.burn&currency=GBP",
    "of=spending.credit_share&category=hosting&months=6", "of=runway.outlook&show=planned",
    "of=runway.outlook&show=billed", "of=runway.published", "of=funds.left&means=credits",
    "of=funds.balance&fund=credits", "of=funds.holding&fund=grant",
    "of=funds.available&means=cash&currency=USD", "of=awards.charged&fund=grant&part=all",
    "of=awards.unassigned&reason=no_rule&currency=USD", "of=awards.claim&fund=meer",
    "of=launches.paid_for&month=2026-08&show=each", "of=launches.paid_for&usage=users",
    "of=launches.counted&period=2026-08-03&per=week&usage=users", "of=launches.a_day",
    "of=launches.member&name=gke.heron", "of=issues.open", "of=issues.changed", "of=issues.times",
    "of=issues.contributors&month=2026-08", "of=docs.failing", "of=docs.durations&site=hub",
    "of=meetings.people", "of=meetings.median", "of=meetings.first_timers",
    "of=meetings.organisations", "of=meetings.meeting&meeting=weekly-2026-08-31",
    "of=meetings.month&month=2026-08", "of=meetings.held&month=2026-08&name=weekly",
    "of=meetings.flow&month=2026-07&who=came", "of=meetings.actions&state=open",
    "of=meetings.decisions&months=12", "of=data_quality.sources&show=oldest",
    "of=data_quality.rows", "of=data_quality.left_out",
}  # fmt: skip

# Of a team with much money these take minutes; the others answer them.
COSTLY = ("runway.movers", "runway.failing", "runway.compared", "runway.outlook(what_if",
          "of=runway.scenario")  # fmt: skip
# Tests of a team, by their first room, that take more than 0.3 s of a processor.
SLOW = {"hub": {"awards", "issues", "launches", "meetings", "spending"},
        "young": {"awards", "spending"},
        "silent": {"awards", "spending"}, "empty": {"awards", "issues", "meetings"}}  # fmt: skip
