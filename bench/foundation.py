"""An invented foundation: bills of twenty million lines, 500 repositories, 20,000 notes.

Everything is seeded. What stands in the folder already is not written again.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
from dateutil.relativedelta import relativedelta

from bench import binder_archive, docs_sites, github, notes

AS_OF = date(2026, 9, 17)
LAST_BILLED = date(2026, 9, 15)
MONTHS = [date(2024, 9, 1) + relativedelta(months=n) for n in range(25)]
ACCOUNTS = ("skyhook", "harbour", "lantern")
REPOSITORIES, ISSUES = 500, 1_000_000
SERIES, NOTES = 40, 500  # notes of each series, weekly: nearly ten years
PEOPLE = 30  # who come to the meetings of a series
LAUNCH_DAYS, LAUNCHES = 5 * 365, 500
DOCS_SITES, DOCS_BUILDS = 200, 500  # builds of each site, in two years
CONFIG = """
[project]
name = "The foundation"
as_of = 2026-09-17
[github]
organizations = ["lab"]
[launches]
archive = "archive"
accounts = ["skyhook"]
[funding]
balances = "balances.csv"
[[planned_costs]]
name = "People"
category = "people"
amount = 90000
per = "month"
starts_on = 2024-10-01
[[presets]]
name = "first"
recipient = "The first funder"
funds = ["fund-1"]
"""
# Lines of one account and month, each alone in its day, project, service and region: a project
# uses every service in one region, and about half of them in a second one.
BILL = """
    with used as (
        select project, service, (project * 7 + service * 3 + second * 5) % 6 as region
        from range($first, $first + 100) as _(project), range(60) as _(service),
            range(2) as _(second)
        where second = 0 or (project * 97 + service * 31) % 1000 < 495
    ),
    line as (
        select *, (hash(project, service, region, day) % 1000000)::decimal(18, 6) / 1000000 as share
        from used, range($from::date::timestamp, $to::date::timestamp, interval 1 day) as _(day)
    )
    select
        $account as "ProviderName",
        $account || '-billing' as "BillingAccountId",
        'project-' || project as "SubAccountId",
        'Service ' || service as "ServiceName",
        'region-' || region as "RegionId",
        if(service = 59, 'Credit', 'Usage') as "ChargeCategory",
        'USD' as "BillingCurrency",
        $from::date as "BillingPeriodStart",
        day as "ChargePeriodStart",
        day + interval 1 day as "ChargePeriodEnd",
        (if(service = 59, -4, 1) * share)::decimal(18, 10) as "BilledCost",
        (if(service = 59, -4, 1) * share * 0.9)::decimal(18, 10) as "EffectiveCost",
        (if(service = 59, -4, 1) * share * 1.1)::decimal(18, 10) as "ListCost"
    from line
"""


def write(folder: Path) -> Path:
    """The foundation's dashboard.toml, after all it points at."""
    folder.mkdir(parents=True, exist_ok=True)
    _once(folder / "bills", _bills)
    _once(folder / "notes", _notes)
    _once(folder / "archive", _archive)
    _once(folder / "data" / "raw" / "github", lambda _: _issues(folder))
    _once(folder / "data" / "raw" / "docs_builds", _docs)
    (folder / "balances.csv").write_text("\n".join(_balances()) + "\n", encoding="utf-8")
    config = folder / "dashboard.toml"
    config.write_text(CONFIG + "".join(_sections()), encoding="utf-8")
    return config


def _once(place: Path, make: Callable[[Path], None]) -> None:
    """Make a folder, unless it was made to its end before."""
    done = place.with_name(f"{place.name}.done")
    if not done.is_file():
        make(place)
        done.touch()


def _sections() -> Iterator[str]:
    for account in ACCOUNTS:
        category = "cloud" if account == "skyhook" else account
        yield f'[[billing]]\naccount = "{account}"\npath = "bills/{account}-*.parquet"\n'
        yield f'category = "{category}"\n'
    for n in range(SERIES):
        yield f'[[notes]]\nseries = "team-{n:02}"\npath = "notes/team-{n:02}"\n'
    yield f"[docs]\nprojects = {_slugs()}\n"
    for n in range(6):
        yield f'[[funds]]\nid = "fund-{n}"\nname = "Fund number {n}"\nkind = "grant"\n'
        yield f"awarded = {4_000_000 + n * 500_000}\nstarts_on = 2024-09-01\n"
        yield f"ends_on = {AS_OF + timedelta(days=120 + 90 * n)}\n"


def _balances() -> Iterator[str]:
    yield "fund,on_day,amount,confirmed,source"
    for n in range(6):
        for month in MONTHS[1:]:
            left = 1 - ((month.year - 2024) * 12 + month.month - 9) / 40
            yield f"fund-{n},{month},{(4_000_000 + n * 500_000) * left:.2f},yes,Statement"


def _bills(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with duckdb.connect(config={"memory_limit": "2GB"}) as db:
        for n, account in enumerate(ACCOUNTS):
            for month in MONTHS:
                ends = min(month + relativedelta(months=1), LAST_BILLED + timedelta(days=1))
                values = {"account": account, "first": n * 100, "from": month, "to": ends}
                file = folder / f"{account}-{month:%Y-%m}.parquet"
                db.execute(f"copy ({BILL}) to '{file}' (format parquet)", values)


def _notes(folder: Path) -> None:
    draw = random.Random(20_000)  # noqa: S311 - invented notes, no secret
    for n in range(SERIES):
        place = folder / f"team-{n:02}"
        place.mkdir(parents=True, exist_ok=True)
        people = [_person(n * PEOPLE + each) for each in range(PEOPLE)]
        for week in range(NOTES):
            day = AS_OF - timedelta(days=7 * week + n % 7)
            repo = f"lab/repo-{draw.randrange(1, REPOSITORIES + 1)}"
            text = notes.note(day, draw, people, repo, claims=int(week % 8 == 0))
            (place / f"{day}.md").write_text(text, encoding="utf-8")


def _person(number: int) -> str:
    """An invented name; each number has its own."""
    syllables = ("ba", "de", "fi", "go", "hu", "la", "me", "ni", "po", "ru", "sa", "te", "vo")
    first, second, third = number % 13, number // 13 % 13, number // 169
    words = (syllables[first] + syllables[second], syllables[second] + "r" + syllables[third])
    return " ".join(f"{word}n".capitalize() for word in words)


def _archive(folder: Path) -> None:
    first = AS_OF - timedelta(days=LAUNCH_DAYS)
    binder_archive.write(folder, first=first, days=LAUNCH_DAYS, per_day=LAUNCHES)


def _issues(folder: Path) -> None:
    github.organization(folder, ISSUES, REPOSITORIES)


def _docs(folder: Path) -> None:
    docs_sites.write(folder, _slugs(), until=AS_OF, builds=DOCS_BUILDS)


def _slugs() -> list[str]:
    return [f"docs-{n:03}" for n in range(DOCS_SITES)]
