"""What the team of tests/metrics/invented_teams.py met about, promised, fixed, built and served."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from warehouse.records import (
    ActionAnswer,
    ActionItem,
    AgendaItem,
    Attendance,
    Claim,
    ClaimAnswer,
    Decision,
    DocsBuild,
    DocsProject,
    DocsVersion,
    IdentityQuestion,
    Issue,
    IssueEvent,
    LaunchDaily,
    LaunchRepository,
    Meeting,
    NoteLine,
    Reference,
    Repo,
    SourceRun,
    UsageBasis,
    UsageCost,
    UsageDaily,
    UsageGap,
)

D = Decimal
DAY = timedelta(days=1)


PEOPLE = {
    "Ada Fen": ("adafen", "Moss Lab"), "Bo Ash": ("bo", "moss  lab"), "Cy Rook": (None, "Heron"),
    "Dee Wold": ("deewold", None), "Eli Marsh": ("eli", "Heron Works"), "Flo Beck": (None, None),
}  # fmt: skip


def meetings(as_of: date) -> Iterator[Any]:
    """A monthly meeting with everything that happens to one, and a weekly one of this year."""
    for n in range(30):
        year, month = divmod(2024 * 12 + 3 + n, 12)
        on = date(year, month + 1, 17 if n > 27 else 10 + n % 7)
        key, name = f"monthly-{on}", f"notes/{on.year}.md"
        state = {21: "cancelled", 23: "none", 25: "not_read"}.get(n, "read")
        yield Meeting(
            key, "monthly", on, f"Meeting {n}", "Notes" if n % 2 else None, state == "cancelled",
            state == "read", name, 10 * (n % 12) + 1, on.replace(day=1),
            "none" if state == "cancelled" else state,
        )  # fmt: skip
        for at, (person, (handle, home)) in enumerate(PEOPLE.items()):
            stays = (n + at) % (at + 2) == 0 or (at < 2 and n > 10)
            if state == "read" and stays and not (at == 4 and n > 20):
                yield Attendance(key, person.lower(), person, handle, home, name, 10 * n + at + 2)
        yield AgendaItem(key, f"Topic {n}", ["Ada Fen"] if n % 3 else [], 5,
                         (None, "punted", "not discussed")[n % 3], name, 10 * n + 3)  # fmt: skip
        if n % 4 == 0:
            yield Decision(key, f"Decided: we keep **plan {n}**", name, 10 * n + 5)
    for n in range(10):
        on = date(2026, 7, 6) + 7 * n * DAY
        key = f"weekly-{on}"
        yield Meeting(key, "weekly", on, "Sync", None, n == 4, n != 4, "notes/weekly.md", n * 9 + 1)
        for person in list(PEOPLE)[: 2 + n % 3] if n != 4 else []:
            handle, home = PEOPLE[person]
            yield Attendance(
                key, person.lower(), person, handle, home, "notes/weekly.md", n * 9 + 2
            )
    yield Meeting(
        "board-2026-09-01",
        "board",
        date(2026, 9, 1),
        None,
        None,
        False,
        False,
        "b.md",
        1,
        roll_call="not_read",
    )
    yield Meeting("monthly-2026-10-15", "monthly", date(2026, 10, 15), "To come", None, False,
                  False, "notes/2026.md", 400)  # fmt: skip


def promises(as_of: date) -> Iterator[Any]:
    weekly = "notes/weekly.md"

    def action(
        day: str, text: str, line: int, *owners: str, done: bool | None = None
    ) -> ActionItem:
        series = "weekly" if day >= "2026-07" else "monthly"
        return ActionItem(f"{series}-{day}", text, list(owners), done, weekly, line)

    yield from (
        action("2026-07-06", "TODO: write the *letter*", 3, "Ada Fen"),
        action("2026-07-13", "[ ] Write the letter", 12, "Ada Fen", "Bo Ash"),
        action("2026-07-20", "close heron/hub#112", 21, "Bo Ash"),
        action("2026-07-20", "look at heron/hub#113", 22),
        action("2026-07-27", "Order stickers", 30, "Dee Wold", done=True),
        action("2026-08-10", "Ask the Wren Trust", 48),
        action("2026-07-27", "merge heron/hub#112", 31, "Bo Ash"),
        action("2026-08-31", "Call the host", 66, "bo"),
        action("2026-09-07", "Draft the budget", 75, "Eli Marsh"),
        action("2025-12-14", "Rename the site", 7, "Cy Rook"),
    )
    yield ActionAnswer("draft the", "dropped", date(2026, 9, 8), None)
    yield ActionAnswer("call the host", "done", date(2026, 9, 2), "by phone")
    yield ActionAnswer("call the host", "open", date(2026, 9, 1), None)
    yield Reference("weekly-2026-07-20", "issue", "heron/hub", 112, None, weekly, 21)
    yield Reference("weekly-2026-07-20", "issue", "Heron/hub", 113, None, weekly, 22)
    yield ActionAnswer("merge heron/hub#112", "open", date(2026, 9, 8), "it came back")
    yield Reference("weekly-2026-07-27", "issue", "heron/hub", 112, None, weekly, 31)
    yield Reference("weekly-2026-08-31", "issue", "heron/hub", 114, None, weekly, 67)
    yield Reference("weekly-2026-09-07", "issue", "heron/hub", 114, None, weekly, 77)
    yield Reference("weekly-2026-09-07", "issue", "heron/hub", 115, None, weekly, 78)
    yield Reference(
        "weekly-2026-09-07", "unknown", "else/where", 3, "https://e.example/3", weekly, 79
    )
    yield Reference("weekly-2026-09-07", "pull", None, 4, None, weekly, 80)
    yield from numbers(as_of, weekly)


def numbers(as_of: date, weekly: str) -> Iterator[Any]:
    """Numbers that the notes claim, what somebody settled about them, and who is who."""
    said = (
        ("issues_closed", 3, "closed 3 issues in `hub`"), ("issues_open", 9, "9 issues open"),
        ("prs_merged", 2, "merged about 2 PRs in the core repo"),
        ("issues_closed", 30, "30 closed in site"), ("money", 2400, "the July bill was 2,400 USD"),
        ("money", 2700, "we spend about 2,700 USD a month"), ("money", 96000, "96,000 from Wren"),
        ("money", 46500, "46,500 left"), ("money", 5, "half of 5 USD"),
        ("runway_months", 20, "20 months of runway"), ("money", 70, "we will pay 70 USD"),
        ("money", 80, "we saved 80 USD"), ("other", 1, "1 cake"),
    )  # fmt: skip
    for n, (kind, value, quote) in enumerate(said):
        unit = "USD" if kind == "money" and "USD" in quote else None
        yield Claim("weekly-2026-09-07", kind, value, None, None, unit, None, quote, weekly, 90 + n)
    yield Claim(None, "money", 5, None, None, "USD", None, "5 USD", "reports/x.md", 1)
    yield ClaimAnswer("weekly-2026-09-07", "9 issues open", "heron/core", None, None, True, "core")
    yield ClaimAnswer("weekly-2026-08-31", "closed 3 issues", None, None, None, False, "no")
    yield ClaimAnswer("weekly-2026-09-07", "30 closed in site", "unknown", None, None, True, None)
    last = date(2026, 9, 7)
    yield IdentityQuestion("which", "Bo", None, ["Bo Ash", "Bo Fir"], ["bo", ""], 4, last)
    yield IdentityQuestion(
        "same", "Ada Fenn", "ada2", ["Ada Fen"], ["adafen"], 2, as_of - 366 * DAY
    )
    yield IdentityQuestion("same", "Long Ago", None, ["Ada Fen"], ["adafen"], 2, as_of - 367 * DAY)
    yield IdentityQuestion("handle", "@deewold", "deewold", [], [], 3, last)
    yield IdentityQuestion("handle", "@eli", "eli", [], [], 2, last)
    for n, text in enumerate(("The Wren Trust asks for a letter", "Cloud costs rose", "Lunch")):
        yield NoteLine("weekly", "weekly-2026-09-07", last, ("heading", "item", "text")[n], text,
                       "Money", None, weekly, 200 + n)  # fmt: skip


def issues(as_of: date) -> Iterator[Any]:
    read = datetime.combine(as_of, datetime.min.time()) + timedelta(hours=5)
    yield Repo(
        1, "heron/hub", False, False, 9, read, None, True, ["heron/old-hub"], "https://g/hub"
    )
    yield Repo(2, "heron/core", False, False, 3, read, None, False, [], "https://g/core")
    yield Repo(3, "heron/site", True, False, 1, read - 2 * DAY, read - 9 * DAY, True, [], None)
    for n in range(1, 41):
        created = datetime(2025, 3, 1, 9) + timedelta(days=14 * n - 7 * (n % 2), hours=n)
        is_pull, shut = n % 4 == 0, n % 3 == 0
        closed = created + timedelta(days=3 + n % 20, hours=5) if shut else None
        closed = closed if closed and closed < read else None
        yield Issue(
            1 + n % 3, n, is_pull, f"Issue {n}", f"author{n % 6}" if n % 11 else None, n % 9 == 0,
            "closed" if closed else "open", ("completed" if n % 2 else "not_planned") if closed
            else None, ["bug"] if n % 2 else ["bug", "docs"], n % 5, created,
            closed or created + timedelta(days=n), closed, closed if is_pull else None,
            created + timedelta(hours=6 * (n % 7)) if n % 5 else None, n % 8 != 0, None,
            f"https://g/{n}",
        )  # fmt: skip
        if closed:
            yield IssueEvent(1 + n % 3, n, "closed", closed, closed)
        if n == 27:
            yield IssueEvent(1, n, "reopened", closed + 2 * DAY, closed)
            yield IssueEvent(1, n, "closed", closed + 4 * DAY, closed)
    for number, quiet, state in ((112, 40, "closed"), (113, 20, "closed"), (114, 180, "open"),
                                 (115, 179, "open")):  # fmt: skip
        updated = read - timedelta(days=quiet)
        shut = updated if state == "closed" else None
        how = "completed" if number == 112 else None
        yield Issue(1, number, False, f"Cited {number}", "ada", False, state, how, [], 1,
                    datetime(2026, 1, 5), updated, shut, None, None, False, None, None)  # fmt: skip
        if shut:
            yield IssueEvent(1, number, "closed", shut, shut)


def to_come(as_of: date) -> Iterator[Any]:
    """The last and the first moment of the days that windows are made of, and the day after."""
    after = datetime.combine(as_of, datetime.min.time()) + DAY
    quarter = after - timedelta(days=91)
    second = timedelta(seconds=1)
    moments = (
        (after + timedelta(hours=1), None), (after - timedelta(days=7), after + timedelta(hours=3)),
        (quarter - second, quarter - second), (quarter, quarter),
        (quarter - DAY, after - second), (after - second, None), (after - DAY, after),
    )  # fmt: skip
    for n, (created, closed) in enumerate(moments):
        for is_pull in (False, True):
            number = 200 + 2 * n + is_pull
            yield Issue(
                2, number, is_pull, f"Edge {n}", f"edge{n}", False, "closed" if closed else "open",
                "completed" if closed else None, ["edge"], 0, created, closed or created, closed,
                closed if is_pull else None, created + timedelta(hours=30), True, None, None,
            )  # fmt: skip
            if closed:
                yield IssueEvent(2, number, "closed", closed, closed)
    gone = datetime(2026, 7, 1)
    for repo, number, left, to in ((1, 300, gone, 2), (2, 300, None, None), (9, 1, gone, 2),
                                   (2, 301, None, None)):  # fmt: skip
        yield Issue(repo, number, False, "Moved", "ada", False, "open", None, ["edge"], 0,
                    datetime(2026, 5, 1), gone, None, None, None, False, left, None, to,
                    (300 if repo == 1 else 301) if to else None)  # fmt: skip
    on, key, file = as_of + DAY, f"weekly-{as_of + DAY}", "notes/weekly.md"
    yield Meeting(key, "weekly", on, "Sync", None, False, True, file, 300)
    yield Attendance(key, "new", "New Comer", "new", "Late Lab", file, 301)
    yield ActionItem(key, "Come later", ["New Comer"], None, file, 302)
    yield Decision(key, "Decided: later", file, 303)
    yield Claim(key, "issues_open", 1, None, None, None, None, "1 issue open in `hub`", file, 304)
    yield Reference(key, "issue", "heron/hub", 113, None, file, 305)
    yield AgendaItem(key, "Later", [], 5, "punted", file, 306)
    yield LaunchDaily(on, on, "gke.heron", "GitHub", 500, "e.jsonl")
    yield UsageDaily("users", on, None, D(500), "users.csv", 900)


def docs(as_of: date) -> Iterator[Any]:
    now = datetime.combine(as_of, datetime.min.time()) + timedelta(hours=4)
    sites = (
        ("hub", "Read the Docs", True, 0),
        ("core", "GitHub Actions", True, 2),
        ("quiet", "GitHub Actions", True, 0),
        ("lost", "Read the Docs", False, None),
        ("young", "Read the Docs", True, None),
        ("stuck", "Read the Docs", True, 0),
    )
    for name, host, known, behind in sites:
        yield DocsProject(
            name, host, name.title() if name != "core" else None, "latest", "https://g",
            f"https://{name}", f"https://b/{name}", known, now, "latest", "main",
            "abc" if behind is not None else None, behind, None,
        )  # fmt: skip
        yield DocsVersion(name, "latest", "branch", True, True, f"https://{name}/latest")
    yield DocsVersion("hub", "stable", "tag", False, True, None)
    yield DocsVersion("hub", "v1", "tag", False, False, None)

    def built(
        site: str, n: int, back: float, state: str, version: str = "latest", **more: Any
    ) -> Any:
        begun = now - timedelta(days=back)
        given = {"reason": "missing module" if state == "failed" else None, "seconds": 60 + 7 * n,
                 "reason_class": "dependency" if state == "failed" else None,
                 "is_preview": False} | more  # fmt: skip
        return DocsBuild(site, str(n), version, state=state, created_at=begun, finished_at=begun,
                         commit_sha=None, url=f"https://b/{site}/{n}", **given)  # fmt: skip

    for n in range(24):
        yield built("hub", n, 70 - 2.5 * n, "failed" if n in (5, 6, 22) else "passed")
    yield built("hub", 30, 1, "failed")
    yield built("hub", 31, 0.5, "cancelled")
    yield built("hub", 32, 0.2, "passed", is_preview=True)
    yield built("hub", 33, 6, "failed", "stable")
    yield built("core", 1, 9, "passed")
    yield built("core", 2, 12, "failed")
    yield built("quiet", 1, 181, "passed", seconds=None)
    yield built("stuck", 1, 3, "passed")
    yield built("stuck", 2, 2, "stuck")
    yield built("stuck", 3, -1, "passed")


def use(as_of: date) -> Iterator[Any]:
    first = date(2026, 5, 20)
    for n in range((as_of - first).days - 1):
        day = first + n * DAY
        for place, origin in enumerate(("gke.heron", "meer.heron", None)):
            if (n + place) % 11:
                yield LaunchDaily(
                    day, day, origin, "GitHub", 20 + (n * (3 + place)) % 13, "e.jsonl"
                )
        yield UsageDaily("users", day, "hub" if n % 2 else None, D(5 + n % 4), "users.csv", n + 2)
    yield LaunchRepository(date(2026, 8, 3), "GitHub", "a/b", 7)
    yield LaunchRepository(as_of + DAY, "GitHub", "a/b", 70)
    yield LaunchRepository(date(2025, 9, 18), "GitLab", "c/d", 9)
    yield UsageBasis("launches", "launch", ["gcp"], ["gke*"], "bills", "UTC", "gke over gcp")
    yield UsageBasis("users", "user", [], [], "archive", "UTC", "users over the archive")
    yield from (
        UsageCost("users", date(2026, 8, n), D("2.5"), "USD", "c.csv", n) for n in range(1, 29)
    )
    yield UsageGap("launches", date(2026, 7, 4), date(2026, 7, 6), "the host was down")
    yield UsageGap("launches", as_of - 2 * DAY, None, "not yet whole")


def runs(as_of: date) -> Iterator[Any]:
    day = datetime.combine(as_of, datetime.min.time()) + timedelta(hours=4)
    down = {"status": "stale", "message": "no answer", "remedy": "wait"}
    yield from (
        SourceRun("billing", "gcp", "ok", day, 88, 2),
        SourceRun("billing", "rack", rows=8),
        SourceRun("billing", "meer", "failed", None, 0, 0, "no such file", "name an export", False),
        SourceRun("notes", "monthly", "ok", day, 60),
        SourceRun("notes", "weekly", rows=30, rejected=1),
        SourceRun("github", "heron/hub", "ok", day, 40),
        SourceRun("github", "heron/site", as_of=day, **down),
        SourceRun("docs_builds", "hub", as_of=day, rows=9, **down),
        SourceRun("docs_builds", "core", "ok", day, 2),
        SourceRun("launches", "archive", "ok", day, 300),
        SourceRun("funds", "claims.csv", "ok", day, 1),
        SourceRun("funds", "purse.csv", "ok", day, 9, every_days=40),
        SourceRun("usage", "users", "not_set_up"),
    )
