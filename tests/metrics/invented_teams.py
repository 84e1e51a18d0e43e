"""Teams that never were, as records of a build: their answers are held in answers/.

The figures lie at edges on purpose: a fund that ends 120 days on, an account silent for 62 days,
a citation that is half a year old, the third month of a service, a name of four letters.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bill_records import days
from invented_money import QUESTION, about_bills, awards, bills, money, scenarios
from invented_work import docs, issues, meetings, promises, runs, to_come, use
from runway_records import balance, fund, planned

from warehouse.records import (
    BillingQuestionDay,
    BuildInfo,
    FunderCall,
    FundingSetting,
    IncomeDaily,
    Issue,
    Meeting,
    PendingAward,
    Rate,
    Repo,
    SourceRun,
    SpendEvent,
)

D = Decimal
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Team:
    """A build's day, the day on which it is looked at, and its records."""

    as_of: date
    on: date
    records: Callable[[date], list[Any]]

    @property
    def built_at(self) -> datetime:
        return datetime.combine(self.as_of, datetime.min.time()) + timedelta(hours=30, minutes=10)

    def all_records(self) -> list[Any]:
        about = BuildInfo(
            self.built_at, self.as_of, "Heron", "USD", "UTC", "dashboard.toml", False, "0"
        )
        return [about, *self.records(self.as_of)]


def _hub(as_of: date) -> list[Any]:
    parts = (
        bills,
        about_bills,
        money,
        awards,
        meetings,
        promises,
        issues,
        docs,
        use,
        runs,
        to_come,
    )
    return [record for part in parts for record in part(as_of)]


def _young(as_of: date) -> list[Any]:
    """Two months of bills: arithmetic, by two readings; money in arrears, a search, scenarios."""
    return [
        QUESTION, *scenarios(),
        *(BillingQuestionDay("gcp: overlap", date(2026, 7, n), "gcp", "cloud", "USD", D(-30 * n))
          for n in (1, 2)),
        *days(date(2026, 7, 1), 81, "30"),
        *days(date(2026, 7, 1), 81, "-12", charge_category="Credit", credit_kind="promotion"),
        fund("arrears", ends=as_of + 121 * DAY, pays=["cloud"], reimbursed_after_days=90,
             awarded=D(20_000), notice_days=120, starts=date(2026, 6, 1)),
        fund("till", "donation", currency="CHF"), fund("unsaid", "credits", as_of + 61 * DAY),
        balance("arrears", date(2026, 8, 31), 12_000), balance("till", date(2026, 8, 31), 2_000),
        Rate("CHF", "USD", date(2026, 9, 1), D("1.2"), None),
        planned(600, date(2026, 9, 1), "people"),
        planned(90, as_of), replace(planned(60, date(2026, 8, 1)), ends_on=as_of),
        SpendEvent("Fewer", as_of, "cloud"), SpendEvent("To come", as_of + DAY, "cloud"),
        FundingSetting(18, None, None, [], search_since=date(2026, 9, 2)),
        PendingAward("next", "Next", "grant", D(5_000), "USD", 0.5, date(2026, 12, 1)),
        FunderCall("Call", None, as_of + 9 * DAY, as_of + 90 * DAY),
        SourceRun("billing", "gcp", "ok", None, 70), SourceRun("funds", "", "ok", None, 3),
        IncomeDaily(date(2026, 8, 2), "purse", "USD", D(90), 1, "purse.csv", None),
    ]  # fmt: skip


def _silent(as_of: date) -> list[Any]:
    """Nothing came for months: bills, notes and issues are old, and a balance is in doubt."""
    old = as_of - 100 * DAY
    return [
        *days(old - 200 * DAY, 200, "25"),
        *days(old - 200 * DAY, 260, "24", account="other", source_file="other.csv"),
        fund("grant", ends=as_of + 30 * DAY, notice_days=60, awarded=D(9_000)),
        fund("gone", ends=as_of - 10 * DAY, awarded=D(3_000)), fund("tab", "credits"),
        balance("grant", old, 6_000), balance("gone", old, 700, confirmed=False),
        balance("tab", as_of - 20 * DAY, 3_000),
        FundingSetting(24, 6, 2, []),
        *(Meeting(f"team-{n}", "team", old - 30 * n * DAY, None, None, False, False, "t.md", n + 1)
          for n in range(8)),
        Repo(1, "a/b", False, False, 1, datetime(2026, 5, 1), None, True, [], None),
        Issue(1, 1, False, "One", "ada", False, "open", None, [], 0, datetime(2026, 4, 1),
              datetime(2026, 4, 1), None, None, None, True, None, None),
        SourceRun("billing", "gcp", "stale", None, 9, message="refused", remedy="renew the key"),
        SourceRun("github", "a/b", "failed", None, 0, message="404", remedy="correct its name"),
    ]  # fmt: skip


AS_OF = date(2026, 9, 17)
TEAMS = {
    "hub": Team(AS_OF, date(2026, 9, 21), _hub),
    "young": Team(AS_OF, AS_OF + DAY, _young),
    "silent": Team(AS_OF, date(2026, 11, 2), _silent),
    "empty": Team(AS_OF, AS_OF, lambda _: []),
}
