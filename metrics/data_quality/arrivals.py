"""How old the data of each unit are, by its own rhythm, and which units bring none any more.

A unit is an account, a meeting series, a repository, a site, a count, a ledger that holds income
only (source funds), or the build itself. It is late once new data are overdue, and silent after
twice its usual gap. A stated balance has no rhythm: metrics/data_quality/standing.py says how it
ages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.metric import metric
from metrics.once import once

ARRIVALS = 6  # the newest ones say how far apart arrivals are
FEWEST = 3  # with fewer the default of the kind holds
GRACE = 10  # days after the usual gap, before data are late
LAG = 3  # days that a daily export may lag behind, as bills do
LEADING = ("billing", "build")  # the headline rests on them: late earlier, and first in every list
DAILY, MONTHLY, WEEKLY = 2, 35, 7
USUAL = {"notes": MONTHLY, "launches": DAILY, "usage": MONTHLY, "github": WEEKLY,
         "docs_builds": WEEKLY, "funds": MONTHLY, "build": 1}  # fmt: skip
ENDED_AFTER = 366  # days: an account or series that stopped longer before the others has ended
WEIGHTY = Decimal("0.05")  # of the figures of a source; units that carry less stop no figure


@dataclass(frozen=True)
class Unit:
    """One unit with data: its newest day, its usual gap in days, its share of its source.

    every  days from one arrival to the next
    """

    source: str
    unit: str
    newest: date
    every: int
    weight: Decimal

    @property
    def leads(self) -> bool:
        """Whether the headline rests on its source."""
        return self.source in LEADING

    @property
    def late_after(self) -> int:
        """Days without new data after which it is late."""
        if self.source == "build":
            return 2 * self.every
        if self.leads:
            return max(round(self.every * 1.5), self.every + LAG)
        return self.every + GRACE

    @property
    def silent_after(self) -> int:
        """Days without new data after which it is silent; a bill has ten days of grace."""
        if self.source == "build":
            return 2 * self.every
        return max(2 * self.every, self.every + GRACE)

    def age(self, on: date) -> int:
        """Days without new data."""
        return max(0, (on - self.newest).days)

    def state(self, on: date) -> str:
        """fresh | late | silent."""
        if self.age(on) > self.silent_after:
            return "silent"
        return "late" if self.age(on) > self.late_after else "fresh"


@dataclass(frozen=True)
class Cause:
    """Why data of one source are old or missing: one cause, however many units it holds back.

    kind     failed: asked or read in vain | silent | late
    since    the newest day of its data; None: there are none
    days     without new data; None: there never were any
    message, remedy   of a failure, as the source reports it; else None
    is_old   of a failure: as old as if its unit were silent
    is_kept  older rows are shown meanwhile
    """

    source: str
    units: tuple[str, ...]
    kind: str
    since: date | None
    days: int | None
    message: str | None = None
    remedy: str | None = None
    is_old: bool = False
    is_kept: bool = True

    @property
    def leads(self) -> bool:
        """Whether the headline rests on its source."""
        return self.source in LEADING

    @property
    def is_silent(self) -> bool:
        """Whether its data are so old that nothing of today may be read off them."""
        return self.kind == "silent" or self.is_old

    @property
    def order(self) -> tuple[int, bool, str, tuple[str, ...]]:
        """Most days without new data first, failed before late at equal age."""
        never = 10**6 if self.days is None else self.days
        return -never, self.kind != "failed", self.source, self.units


@dataclass(frozen=True)
class _Arrived:
    source: str
    unit: str
    newest: date
    days: list[date]
    whole_months: bool
    weight: float
    every: int | None


@metric(unit="days", grain="source and unit", rests_on=("build",), kind="date")
def units(db: DuckDBPyConnection, *, on: date) -> list[Unit]:
    """Every unit with data up to a day, and its usual gap; the build itself is the last.

    The usual gap is as dashboard.toml says (every_days), else the median of the last six arrivals,
    else a default of the kind. Source: the tables of each source, source_run, build_info.
    """
    found = rows.rows(
        db, _Arrived, UNITS, {"on": on, "most": ARRIVALS, "ended": ENDED_AFTER, "window": 92}
    )
    return [
        Unit(each.source, each.unit, each.newest, _every(each), Decimal(str(each.weight)))
        for each in found
    ]


@once
def silent_accounts(db: DuckDBPyConnection, *, on: date) -> dict[str, date]:
    """Accounts whose bills are silent on a day and were much of the cost: their newest days.

    Not one that ended: a year before the others, or by the team's word (every_days). Source: units.
    """
    bills = [each for each in units(db, on=on) if each.source == "billing"]
    return {
        each.unit: each.newest
        for each in bills
        if each.weight >= WEIGHTY and each.state(on) == "silent"
    }


def _every(each: _Arrived) -> int:
    if each.every is not None:
        return each.every
    if len(each.days) >= FEWEST:
        return max(1, round(median((b - a).days for a, b in pairwise(sorted(each.days)))))
    if each.source == "billing":
        return MONTHLY if each.whole_months else DAILY
    return USUAL[each.source]


@dataclass(frozen=True)
class _Trouble:
    source: str
    unit: str
    newest: date | None
    is_kept: bool
    message: str | None
    remedy: str | None


@metric(unit="days", grain="cause", rests_on=("build",), kind="date")
def causes(db: DuckDBPyConnection, *, on: date) -> list[Cause]:
    """Why data are old or missing on the day of looking, the worst first; one row per cause.

    While nobody renews the build, that is the one cause of all that came of age since.
    Source: as `units`; table source_run.
    """
    return causes_of(db, units(db, on=on), on=on)


def causes_of(db: DuckDBPyConnection, every: Sequence[Unit], *, on: date) -> list[Cause]:
    """The same from units already read."""
    build = next(each for each in every if each.source == "build")
    looked_on = build.newest if build.state(on) == "silent" else on
    failed = [each for each in rows.rows(db, _Trouble, TROUBLE) if _counts(each, every)]
    broken = {(each.source, each.unit) for each in failed}
    broken |= {("funds", name) for name in rows.column(db, UNREAD_LEDGERS)}
    found = [*_failed(failed, every, looked_on)]
    for source in dict.fromkeys(each.source for each in every):
        own = [u for u in every if u.source == source and (source, u.unit) not in broken]
        day = on if source == "build" else looked_on
        for kind in ("silent", "late"):
            found += _aged([u for u in own if u.state(day) == kind], kind, day)
    return sorted(found, key=lambda each: each.order)


def _counts(trouble: _Trouble, every: Iterable[Unit]) -> bool:
    """A unit that never had data counts; one with data by its weight, with its source's others."""
    known = [u for u in every if (u.source, u.unit) == (trouble.source, trouble.unit)]
    return not known or any(u.weight > 0 for u in known)


def _failed(failed: Sequence[_Trouble], every: Sequence[Unit], on: date) -> list[Cause]:
    """One cause per failure: units of a host behind one message share it; each bill is its own."""
    known = {(u.source, u.unit): u for u in every}
    alike: dict[tuple[object, ...], list[_Trouble]] = {}
    for each in failed:
        own = each.unit if each.source == "billing" else None
        alike.setdefault((each.source, each.message, each.remedy, own), []).append(each)
    found = []
    for group in alike.values():
        first = group[0]
        named = [known[key] for each in group if (key := (each.source, each.unit)) in known]
        days = [*(unit.newest for unit in named), *(each.newest for each in group if not named)]
        since = min((day for day in days if day), default=None)
        age = None if since is None else max(0, (on - since).days)
        found.append(
            Cause(
                first.source, tuple(each.unit for each in group), "failed", since, age,
                first.message, first.remedy, any(u.state(on) == "silent" for u in named),
                any(each.is_kept for each in group),
            )
        )  # fmt: skip
    return found


def _aged(own: Sequence[Unit], kind: str, on: date) -> list[Cause]:
    """Trackers and sites that stopped together are one cause; each bill and series is its own."""
    own = [each for each in own if each.weight > 0]
    if own and own[0].source in ("github", "docs_builds"):
        if sum(each.weight for each in own) < WEIGHTY:
            return []
        oldest = min(each.newest for each in own)
        age = max(each.age(on) for each in own)
        return [Cause(own[0].source, tuple(each.unit for each in own), kind, oldest, age)]
    return [
        Cause(each.source, (each.unit,) if each.unit else (), kind, each.newest, each.age(on))
        for each in own
        if each.weight >= WEIGHTY
    ]


TROUBLE = """
select source, unit, as_of::date as newest, status = 'stale' as is_kept, message, remedy
from source_run
where status in ('stale', 'failed')
order by source, unit
"""

UNREAD_LEDGERS = """
select distinct ledger
from income_daily
join source_run on source_run.source = 'funds' and source_run.unit = source_file
where status in ('stale', 'failed')
"""

# The days that an account's bills cover, of its own time zone: those with usage. A credit, a tax or
# a plan for the month is spread over days that nobody was billed for yet; where there is no usage
# any more, from the second month on, plans are all that the account is billed for.
BILLED_DAYS = """
    select account, day
    from spend
    qualify charge_category = 'Usage'
        or count(*) filter (charge_category = 'Usage') over (partition by account) = 0
        or charge_category = 'Purchase'
            and day >= date_trunc('month', max(day) filter (charge_category = 'Usage')
                over (partition by account)) + interval 2 month
"""
# Days to come are no arrival.
# Income comes on any day of a month, so a ledger has one arrival a month; where all its days are
# the first of one, each stands for its month. A ledger with costs is an account of the bills.
UNITS = f"""
with income as (
    select ledger, currency, amount,
        case
            when bool_and(day = date_trunc('month', day)) over (partition by ledger)
                then least(last_day(day), greatest($on, day))
            else day
        end as day
    from income_daily
    where ledger not in (select account from spend)
),
arrived as (
    select 'notes' as source, series as unit, held_on as day from meeting
    union select 'billing', account, last_day from spend_file
    union select 'github', full_name, synced_at::date from repo
    union select 'docs_builds', project, checked_at::date from docs_project
    union select 'launches', 'archive', day from launch_daily
    union select 'usage', usage, day from usage_daily
    union select 'funds', ledger, max(day) from income
        where day <= $on group by ledger, date_trunc('month', day)
    union select 'build', '', published_at::date from headline
),
covered as (
    select source, unit, day from arrived where source not in ('billing', 'build')
    union all
    select 'billing', account, day from ({BILLED_DAYS})
    union select 'build', '', built_at::date from build_info
),
newest as (
    select source, unit, max(day) as newest from covered where day <= $on group by source, unit
    union all
    select 'build', '', built_at::date from build_info where built_at::date > $on
),
reach as (select source, max(newest) as newest from newest group by source),
days as (
    select source, unit, list(distinct day) as days
    from (
        select *
        from arrived
        where day <= $on
        qualify row_number() over (partition by source, unit order by day desc) <= $most
    )
    group by source, unit
),
cost as (
    select account as unit, currency, sum(abs(billed))::double as amount
    from spend
    join newest on newest.source = 'billing' and newest.unit = spend.account
    where day > newest - $window and day <= newest
    group by account, currency
),
counted as (
    select 'billing' as source, unit, currency as part, amount from cost
    union all
    select 'notes', series, null, count(*) from meeting
    where held_on <= $on and held_on > $on - $ended group by series
    union all
    select 'github', full_name, null, count(issue.number) from repo
    left join issue using (repo_id) where not archived group by full_name
    union all
    select 'docs_builds', project, null, 1 from docs_project
    union all
    select 'funds', ledger, income.currency, sum(abs(amount))::double from income
    join newest on newest.source = 'funds' and newest.unit = ledger
    where day > newest - $ended and day <= newest group by ledger, income.currency
    union all select 'launches', 'archive', null, 1 union all select 'build', '', null, 1
    union all select distinct 'usage', usage || '', usage, 1 from usage_daily
),
living as (
    select counted.*
    from counted
    join newest using (source, unit)
    join reach using (source)
    where newest.newest > reach.newest - $ended
),
share as (
    select source, unit, max(part_share) as weight
    from (
        select source, unit,
            amount / nullif(sum(amount) over (partition by source, part), 0) as part_share
        from living
    )
    group by source, unit
),
said as (
    select source, unit, every_days from source_run
    union all select 'funds', ledger, every_days from income_daily
        join source_run on source_run.source = 'funds' and source_run.unit = source_file
    union all select 'build', '', every_days from build_info
),
whole as (
    select account as unit, arg_max(last_day, last_day) = last_day(max(last_day)) as whole_months
    from spend_file
    group by account
)
select newest.source, newest.unit, newest.newest, coalesce(days, []) as days,
    coalesce(whole_months, false) as whole_months, coalesce(weight, 0)::double as weight,
    (
        select max(every_days) from said
        where said.source = newest.source and said.unit = newest.unit
    ) as every
from newest
left join days using (source, unit)
left join share using (source, unit)
left join whole on newest.source = 'billing' and whole.unit = newest.unit
order by list_position(
    ['notes', 'billing', 'github', 'docs_builds', 'launches', 'usage', 'funds', 'build'],
    newest.source
), newest.unit
"""
