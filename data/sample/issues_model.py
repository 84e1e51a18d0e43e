"""What happened on the sample's tracker: issues and pull requests with their lives, no files."""

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from team import AS_OF, PEOPLE, SEED

BOT = "fernhollow-bot[bot]"
NOW = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 6, 10)
JUNIPER_LEAVES = datetime(2026, 3, 31)
TRACKER_WEEK = [datetime(2026, 8, day, 9) for day in (10, 11, 12, 13, 14)]
VISITORS = [f"{bird}-example" for bird in ("gull", "heron", "dunlin", "plover", "teal", "curlew", "knot")]

THINGS = [
    "login page", "file browser", "geography image", "plankton notebook", "gauge reader",
    "start page", "class list", "usage report", "storage quota", "map widget", "tide table",
    "upload dialog", "idle timer", "password mail", "species table", "export to CSV",
]
TROUBLES = [
    "{} is slow after lunch", "{} forgets its setting", "{} shows the wrong day", "Explain the {}",
    "{} fails for long names", "{} cannot be reached by keyboard", "{} needs a test",
    "Ask before the {} closes", "{} is too wide on a phone", "Translate the {}",
]
CHANGES = ["Mend the {}", "Simplify the {}", "Document the {}", "Test the {}", "Bump what the {} needs"]
DOCS_TROUBLE = "The documentation does not build"
# What the notes cite: number → title, a pull or not, the day it was closed if it was.
CITED = {
    ("hub", 12): ("Say who can read the bill", False, "2024-11-22"),
    ("hub", 31): ("Replace the login page", False, "2025-06-17"),
    ("hub", 58): ("A rule for data nobody opens", False, None),
    ("hub", 67): ("What happened to the two lost notebooks", False, "2025-05-02"),
    ("hub", 83): ("Switch idle pools off at night", True, "2025-07-01"),
    ("hub", 118): ("How does one cite the hub?", False, "2025-10-22"),
    ("hub", 171): ("A trial hub for the museum's bird archive", False, None),
    ("images", 9): ("A first image for plankton counts", True, "2024-12-12"),
    ("images", 31): ("A smaller image for slow lines", False, "2025-08-12"),
    ("images", 71): ("Move the image builds to the new registry", False, None),
    ("images", 78): ("Move the geography image", False, None),
    ("fieldkit", 5): ("Odd file names, a collection", False, None),
    ("fieldkit", 41): ("Read the format of the light meters", True, "2025-09-11"),
    ("fieldkit", 44): ("Read the format of the river gauges", True, "2025-09-16"),
    ("fieldkit", 84): ("Read the fifth format", True, "2026-04-15"),
    ("fieldkit", 100): ("Units are missing in the gauge table", False, None),
}
LABELS = ["bug", "documentation", "enhancement", "question", "good first issue"]


@dataclass
class Item:
    """One issue or pull request of the sample and what happened to it."""

    number: int
    is_pull: bool
    title: str
    author: str
    created_at: datetime
    labels: list[str]
    closed_at: datetime | None = None
    merged: bool = False
    history: list[tuple[str, datetime]] = field(default_factory=list)
    replies: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def updated_at(self) -> datetime:
        """The last thing that happened."""
        return max([self.created_at, *(at for _, at in self.history + self.replies)])


@dataclass
class Repository:
    """One repository of the sample: `pace` is (since, new items a month)."""

    repo_id: int
    name: str
    pace: list[tuple[datetime, float]]
    archived: bool = False
    items: list[Item] = field(default_factory=list)


def repositories() -> list[Repository]:
    """The sample's four repositories with everything on their trackers up to NOW."""
    start = datetime(2024, 10, 1)
    repos = [
        Repository(990000101, "hub", [(start, 11.5), (datetime(2025, 4, 1), 9.0)]),
        Repository(990000102, "images", [(start, 6.5), (datetime(2025, 6, 1), 3.6)]),
        Repository(990000103, "fieldkit", [(datetime(2025, 1, 10), 5.6)]),
        Repository(990000104, "old-portal", [(start, 4.0), (datetime(2025, 2, 1), 0.0)], archived=True),
    ]
    chance = random.Random(SEED + 3)
    for repo in repos:
        _fill(repo, chance)
        _cite(repo)
    _tracker_week(repos[0], chance)
    _docs_issue(repos[0])
    return repos


def closed_issues(repo: Repository, after: datetime, until: datetime) -> int:
    """Issues (no pulls) with a closing in (after, until]."""
    return sum(
        any(event == "closed" and after < at <= until for event, at in item.history)
        for item in repo.items
        if not item.is_pull
    )


def _fill(repo: Repository, chance: random.Random) -> None:
    at, number = repo.pace[0][0] + timedelta(days=1), 0
    while at < NOW - timedelta(days=1):
        pace = repo.pace[bisect_right([since for since, _ in repo.pace], at) - 1][1]
        if not pace:
            return
        number += 1
        repo.items.append(_item(number, at, chance))
        at += timedelta(days=30.4 / pace * chance.uniform(0.85, 1.15))


def _cite(repo: Repository) -> None:
    """Make the cited items what the notes say they are."""
    for (name, number), (title, is_pull, closed_on) in CITED.items():
        if name == repo.name:
            item = repo.items[number - 1]
            item.title, item.is_pull, item.merged = title, is_pull, is_pull and closed_on is not None
            item.history, item.closed_at = [], None
            if closed_on:
                _event(item, "closed", datetime.fromisoformat(f"{closed_on}T10:30:00"))


def _item(number: int, at: datetime, chance: random.Random) -> Item:
    at = at.replace(hour=chance.randrange(7, 20), minute=chance.randrange(60))
    is_pull = chance.random() < 0.4
    words = chance.choice(CHANGES if is_pull else TROUBLES).format(chance.choice(THINGS))
    author = _author(at, is_pull, chance)
    labels = [] if is_pull else chance.sample(LABELS, chance.choice((0, 1, 1, 2)))
    item = Item(number, is_pull, words[0].upper() + words[1:], author, at, labels)
    _close(item, chance)
    _reply(item, chance)
    return item


def _author(at: datetime, is_pull: bool, chance: random.Random) -> str:
    if is_pull and chance.random() < 0.2:
        return BOT
    if chance.random() < 0.25:
        return chance.choice(VISITORS)
    there = [p.handle for p in PEOPLE if p.handle and p.since <= at.date() <= p.until]
    return chance.choice(there[:6] + there)  # the first few do most of the work


def _reply(item: Item, chance: random.Random) -> None:
    """The first answer of somebody else: within a day or so, later since Juniper left, or never."""
    slow = 2.4 if item.created_at > JUNIPER_LEAVES else 1.0
    at = item.created_at + timedelta(hours=slow * chance.lognormvariate(2.2, 1.2))
    who = chance.choice([person.handle for person in PEOPLE[:6] if person.handle != item.author])
    silent = chance.random() < 0.12 * slow
    if not silent and at < min(NOW, item.closed_at or NOW):
        item.replies = [(who, at.replace(microsecond=0))]


def _close(item: Item, chance: random.Random) -> None:
    """Pulls close within days; issues within weeks or never, and slower since Juniper left."""
    slow = 2.4 if item.created_at > JUNIPER_LEAVES else 1.0
    never = 0.03 if item.is_pull else 0.2 * slow
    days = chance.lognormvariate(1.0, 0.9) if item.is_pull else slow * chance.lognormvariate(2.9, 1.1)
    at = item.created_at + timedelta(days=days)
    if chance.random() < never or at >= NOW:
        return
    item.merged = item.is_pull and chance.random() < 0.87
    _event(item, "closed", at)
    again = at + timedelta(days=chance.uniform(1, 9))
    if not item.is_pull and chance.random() < 0.05 and again < NOW:
        _event(item, "reopened", again)


def _event(item: Item, what: str, at: datetime) -> None:
    at = at.replace(microsecond=0)
    item.history.append((what, at))
    item.closed_at = at if what == "closed" else None


def _tracker_week(hub: Repository, chance: random.Random) -> None:
    """The team goes through its backlog and closes a good part of it, not as much as it says."""
    backlog = [
        item for item in hub.items
        if not item.is_pull and item.closed_at is None and ("hub", item.number) not in CITED
        and item.created_at < TRACKER_WEEK[0]
    ]
    for item in chance.sample(backlog, 17):
        _event(item, "closed", chance.choice(TRACKER_WEEK) + timedelta(minutes=chance.randrange(480)))
    last = next(item for item in reversed(hub.items) if _closed_that_week(item))
    _event(last, "reopened", datetime(2026, 8, 27, 10))


def _closed_that_week(item: Item) -> bool:
    return item.closed_at is not None and item.closed_at.date() in {d.date() for d in TRACKER_WEEK}


def _docs_issue(hub: Repository) -> None:
    """The issue about the docs that do not build: the newest one of the hub before the meeting."""
    at = datetime(2026, 9, 7, 8, 20)
    item = next(i for i in hub.items if i.created_at > at)
    item.is_pull, item.merged, item.history, item.closed_at = False, False, [], None
    item.title, item.author = DOCS_TROUBLE, "gull-example"
    item.replies = [("hazel-example", item.created_at + timedelta(hours=5))]
    item.labels = ["bug", "documentation"]


def docs_issue(hub: Repository) -> int:
    """Its number."""
    return next(item.number for item in hub.items if item.title == DOCS_TROUBLE)
