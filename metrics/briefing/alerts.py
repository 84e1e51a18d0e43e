"""What a team must decide or do, sorted: one alert each, with the page that says more.

An alert is known by its kind and unit, whatever its figures: a site that fails for eleven days
instead of ten is the same alert. Claims of the notes that others count differently are no alert.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import quote

from duckdb import DuckDBPyConnection

from config.not_now import NotNow
from metrics import rows
from metrics.awards.disagreement import Disagreement, disagreements
from metrics.briefing.money import Money
from metrics.data_quality import bill_doubts
from metrics.data_quality.arrivals import Cause, causes
from metrics.data_quality.bill_doubts import Question, Refused, Replaced
from metrics.docs import builds
from metrics.docs.builds import Version
from metrics.meetings import actions
from metrics.meetings.owners import RAISED_WITHIN
from metrics.runway.double_counting import CountedTwice, counted_twice
from metrics.runway.extensions import Extension
from metrics.runway.inputs.balances import Statement, statements
from metrics.runway.outlook import FundOutlook, Outlook
from metrics.spending import expected_range, missing_days
from metrics.spending.expected_range import Month
from metrics.spending.missing_days import Gap

TONES = ("act", "watch", "fine", "quiet")
NEVER = 10_000  # days: sorts behind all that has a date
LAST = NEVER // 2  # days: after alerts with a date, before those with none
SOON = 60  # days before a search or a request is due from which it is an alert
ENDING = 120  # days before the end from which a lapse is an alert
LONG_SEARCH = 12  # months: a search often takes 6 to 12
WORTH = Decimal("0.05")  # of a balance; less than that is not worth a meeting's time


@dataclass(frozen=True)
class CarriedActions:
    """Open actions raised in more than one meeting; the oldest one's meetings and first day."""

    count: int
    meetings: int
    first_on: date
    age_days: int


@dataclass(frozen=True)
class BurnRange:
    """The newest full month against its expected range, and for how many months it is so."""

    month: Month
    months: int


@dataclass(frozen=True)
class FundEnd:
    """A fund that ends soon, of which nobody knows how much will be left."""

    name: str
    ends_on: date
    days_left: int


@dataclass(frozen=True)
class FundLapse:
    """A fund whose money is likely to lapse, or was left when it ended."""

    fund: FundOutlook
    currency: str
    days_left: int


@dataclass(frozen=True)
class ExtensionDue:
    """An extension to ask for; `is_late` once the funder's own deadline has passed.

    days_to_ask   null: nobody entered the funder's notice
    """

    extension: Extension
    currency: str
    ends_on: date
    days_to_ask: int | None
    is_late: bool


@dataclass(frozen=True)
class OldBalance:
    """A fund whose balance was never confirmed (`on_day` is None), or much was spent since."""

    name: str
    on_day: date | None
    age_days: int | None


@dataclass(frozen=True)
class RefusedMoney:
    """Lines of bills that are in no figure, where they are much of a file."""

    lines: tuple[Refused, ...]


@dataclass(frozen=True)
class LowRunway:
    """The money may end sooner than the team's own threshold, in months."""

    low: date
    as_of: date
    threshold: int


Fact = (
    Version | Cause | Gap | CarriedActions | BurnRange | CountedTwice | Outlook | ExtensionDue
    | FundLapse | FundEnd | OldBalance | LowRunway | Question | Replaced | RefusedMoney
    | Disagreement
)  # fmt: skip


@dataclass(frozen=True)
class Alert:
    """One thing to decide.

    kind, unit  its identity
    tone        act | watch | fine | quiet; act is kept for a fault, or a date that a source states
    days        how soon it matters, for sorting: days left, or minus the days it is late
    page        path of the page; `query` its filters, so that the link opens on the very thing
    """

    kind: str
    unit: str
    tone: str
    days: int
    page: str
    fact: Fact
    query: str = ""

    @property
    def identity(self) -> str:
        """Kind and unit as one key."""
        return f"{self.kind} {self.unit}".rstrip()

    @property
    def amount(self) -> Decimal | None:
        """What it comes to, in money or in number; None where it has no amount."""
        found: Decimal | int | None = None
        match self.fact:
            case FundLapse():
                found = self.fact.fund.balance if self.days < 0 else self.fact.fund.lapse
            case ExtensionDue():
                found = self.fact.extension.left[1]
            case Question():
                found = self.fact.amount
            case Replaced():
                found = abs(self.fact.moved)
            case RefusedMoney():
                found = sum(each.lines for each in self.fact.lines)
            case Disagreement():
                found = abs(self.fact.difference)
            case CarriedActions():
                found = self.fact.count
            case BurnRange():
                found = self.fact.month.spent
        return None if found is None else Decimal(found)

    @property
    def is_leading(self) -> bool:
        """Whether the headline rests on data that have grown silent."""
        return isinstance(self.fact, Cause) and self.fact.leads and self.fact.is_silent


def alerts(db: DuckDBPyConnection, *, as_of: date, on: date, money: Money) -> list[Alert]:
    """All alerts: silent bills and an old build first, then what is late or broken, then the rest.

    At most one per fund, site and cause for each kind. A source that is not set up has none.
    on  the day of looking; as_of is that of the build
    Source: the metrics of each page.
    """
    why = causes(db, on=on)
    found = [
        *_balances(db, as_of, money),
        *_money(money),
        *_ends(db, as_of, money),
        *_reports(db),
        *of_docs(db, as_of),
        *_sources(db, why),
        *_bills(db, as_of),
        *(
            Alert("missing_bill", f"{gap.account} {gap.first_on}", "watch", 0, "sources", gap)
            for gap in missing_days.recent(missing_days.gaps(db, as_of=as_of), as_of=as_of)
        ),
        *of_actions(db, as_of),
        *([] if any(each.is_silent and each.leads for each in why) else of_burn(db, as_of)),
    ]
    return sorted(
        found, key=lambda a: (not a.is_leading, TONES.index(a.tone), a.days, a.kind, a.unit)
    )


def parted(
    found: Sequence[Alert], answers: Sequence[NotNow], *, on: date
) -> tuple[list[Alert], list[tuple[Alert, NotNow]]]:
    """Alerts to show, and those answered "not now", each with its answer."""
    by_name = {each.alert: each for each in answers}
    shown, put_off = [], []
    for alert in found:
        answer = by_name.get(alert.identity)
        if answer is not None and answer.holds(on, alert.amount):
            put_off.append((alert, answer))
        else:
            shown.append(alert)
    return shown, put_off


def to_decide(found: Sequence[Alert]) -> int:
    """How many alerts need a person; what is on track needs none."""
    return sum(alert.tone in ("act", "watch") for alert in found)


def _balances(db: DuckDBPyConnection, as_of: date, money: Money) -> Iterator[Alert]:
    """Funds whose balance nobody confirmed, or whose statement is old and much was spent since.

    In-kind help has no statements.
    """
    confirmed: dict[str, Statement] = {}
    for stated in statements(db, as_of=as_of):
        if stated.confirmed and stated.amount is not None:
            confirmed[stated.fund_id] = stated
    old_ones = {
        held.fund_id for given in money.inputs for held in given.held.values() if held.is_old(as_of)
    }
    funds = rows.rows(
        db,
        _Fund,
        "select fund_id, name, ends_on from fund where kind <> 'in_kind' order by fund_id",
    )
    for fund in funds:
        last = confirmed.get(fund.fund_id)
        if last is None:
            old = OldBalance(fund.name, None, None)
            yield Alert("balance_unconfirmed", fund.fund_id, "watch", NEVER, "funds", old)
        elif fund.fund_id in old_ones:
            age = (as_of - last.on_day).days
            old = OldBalance(fund.name, last.on_day, age)
            yield Alert("balance_old", fund.fund_id, "watch", NEVER - age, "funds", old)


@dataclass(frozen=True)
class _Fund:
    fund_id: str
    name: str
    ends_on: date | None


def _money(money: Money) -> Iterator[Alert]:
    """In every currency: the search, extensions and lapses; costs that may count twice."""
    for found in money.outlooks:
        if found.currency == money.currency:
            yield from _search(found)
        extensible = {each.rule.fund_id for each in found.extensions if each.rule.months != 0}
        for each in found.extensions:
            if each.rule.fund_id in extensible:
                yield from _extension(each, found)
        for fund in found.funds:
            if fund.fund_id not in extensible:
                yield from _lapse(fund, found)
    if money.outlooks:
        for given in money.inputs:
            for double in counted_twice(given):
                unit = f"{given.currency} {double.category}"
                yield Alert("double_counting", unit, "watch", 0, "runway", double)


def _search(found: Outlook) -> Iterator[Alert]:
    """The next search by the team's own lead; without one a grey line, once the end is near."""
    if found.search_since or found.low is None:
        return
    day = found.search_by
    if found.lead_months is None:
        if found.months_until(found.low) <= LONG_SEARCH:
            yield Alert("search", found.currency, "quiet", NEVER, "runway", found)
    elif day and (left := (day - found.as_of).days) <= SOON:
        yield Alert("search", found.currency, "watch", left, "runway", found)


def _extension(each: Extension, found: Outlook) -> Iterator[Alert]:
    """An extension worth asking for, from two months before the day to ask, or near its end."""
    rule, ends = each.rule, each.rule.ends_on or found.horizon
    to_end = (ends - found.as_of).days
    to_ask = (each.ask_by - found.as_of).days if each.ask_by else None
    is_near = to_end <= ENDING or (to_ask is not None and to_ask <= SOON)
    if is_near and each.left[1] > WORTH * (rule.awarded or Decimal(0)):
        is_late = each.notice_by is not None and each.notice_by < found.as_of
        due = ExtensionDue(each, found.currency, ends, to_ask, is_late)
        tone = "act" if is_late and rule.source else "watch"
        days = to_end if to_ask is None else to_ask
        yield Alert("extension", rule.fund_id, tone, days, "runway", due)


def _lapse(fund: FundOutlook, found: Outlook) -> Iterator[Alert]:
    """Money that ends unused and that no extension is known for; and money left behind."""
    if fund.ends_on is None:
        return
    left = (fund.ends_on - found.as_of).days
    fact = FundLapse(fund, found.currency, left)
    if left < 0 and fund.balance > 0:
        yield Alert("left_behind", fund.fund_id, "watch", left, "funds", fact)
    elif 0 <= left <= ENDING and fund.lapse > WORTH * fund.balance:
        yield Alert("lapse", fund.fund_id, "watch", left, "funds", fact)


def _ends(db: DuckDBPyConnection, as_of: date, money: Money) -> Iterator[Alert]:
    """Funds that end soon without a runway, so that nobody knows how much would be left."""
    known = {fund.fund_id for found in money.outlooks for fund in found.funds}
    ending = rows.rows(
        db,
        _Fund,
        """
        select fund_id, name, ends_on
        from fund
        where ends_on between ? and ?
        order by name, ends_on, fund_id
        """,
        [as_of, as_of + timedelta(days=ENDING)],
    )
    for fund in ending:
        if fund.fund_id not in known and fund.ends_on:
            left = (fund.ends_on - as_of).days
            end = FundEnd(fund.name, fund.ends_on, left)
            yield Alert("fund_ends", fund.fund_id, "watch", left, "funds", end)


def _reports(db: DuckDBPyConnection) -> Iterator[Alert]:
    """Reports to funders that no longer agree with what is charged."""
    for each in disagreements(db):
        query = f"of={quote(each.fund_id)}"
        yield Alert("report_changed", each.fund_id, "watch", 0, "award", each, query)


def of_docs(db: DuckDBPyConnection, as_of: date) -> Iterator[Alert]:
    """Sites that fail or wait on a day."""
    for site in builds.versions(db, as_of=as_of):
        tone = site.tone
        if site.is_default and tone in ("act", "watch"):
            query = f"site={quote(site.project)}"
            kind = f"docs {site.state}"
            yield Alert(kind, site.project, tone, -(site.days or 0), "docs", site, query)


def _bills(db: DuckDBPyConnection, as_of: date) -> Iterator[Alert]:
    """Questions, refused money, and replacements that moved a month of late."""
    for question in bill_doubts.questions(db):
        if question.is_open:
            tone = "act" if question.weighty else "watch"
            yield Alert("bill_question", question.question_id, tone, 0, "sources", question)
    weighty = tuple(each for each in bill_doubts.refused(db) if each.weighty)
    if weighty:
        unit = weighty[0].source_file
        yield Alert("bill_refused", unit, "act", 0, "sources", RefusedMoney(weighty))
    for each in bill_doubts.replaced(db):
        if each.is_notable(as_of):
            yield Alert("bill_replaced", each.losing_file, "watch", LAST, "sources", each)


def _sources(db: DuckDBPyConnection, why: Sequence[Cause]) -> Iterator[Alert]:
    """One per cause; what is only late is in the strip, grey."""
    refused = {each.source_file for each in bill_doubts.refused(db) if each.weighty}
    for cause in why:
        unit = " ".join([cause.source, *cause.units[:1]]).rstrip()
        if cause.kind == "silent":
            yield Alert("source silent", unit, "watch", 0, "sources", cause)
        elif cause.kind == "failed" and not refused & set(cause.units):
            kind, tone = ("stale", "watch") if cause.is_kept else ("failed", "act")
            yield Alert(f"source {kind}", unit, tone, 0, "sources", cause)


def of_actions(db: DuckDBPyConnection, as_of: date) -> Iterator[Alert]:
    """Promises repeated from meeting to meeting, of the last months; nobody is named here."""
    raised = actions.actions(db, as_of=as_of, months=RAISED_WITHIN)
    carried = raised[~raised["done"].astype(bool) & (raised["times"] > 1)]
    if not carried.empty:
        oldest = carried.iloc[0]
        age = int(oldest["age_days"])
        first_on = oldest["first_on"].date()
        fact = CarriedActions(len(carried), int(oldest["times"]), first_on, age)
        query = f"months={RAISED_WITHIN}"
        yield Alert("carried_actions", "", "watch", LAST - age, "actions", fact, query)


def of_burn(db: DuckDBPyConnection, as_of: date) -> Iterator[Alert]:
    """Two months running outside the expected range are worth a look; inside is reported last."""
    months = expected_range.expected(db, as_of=as_of)
    if not months:
        return
    fact = BurnRange(months[-1], expected_range.running(months))
    if fact.month.side == "inside":
        yield Alert("burn_inside", "", "fine", NEVER, "burn", fact)
    elif fact.months > 1:
        yield Alert("burn_outside", "", "watch", 0, "burn", fact)
