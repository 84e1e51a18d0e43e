"""What of dashboard.toml is set, what is missing, and what each missing piece would unlock."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import Config

COMMAND = "python -m pipelines"


@dataclass(frozen=True)
class Piece:
    """One thing a team can tell Quarterdeck about.

    key      the section of dashboard.toml
    unlocks  what the pages say once it is there
    lines    TOML to add, with invented values
    found    what is set, in names; empty: nothing
    advice   what would make a piece that is set better
    """

    key: str
    name: str
    unlocks: str
    lines: str
    found: tuple[str, ...] = ()
    advice: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything of it stands in the file."""
        return bool(self.found)


NOTES = Piece(
    "notes",
    "Meeting notes",
    "People (who comes), Actions (what was promised), the claims on Issues, the agenda",
    '[[notes]]\nseries = "team"\npath = "notes"',
)
BILLING = Piece(
    "billing",
    "Bills",
    "Burn (what a month costs and why it changed) and the spending side of Runway",
    '[[billing]]\naccount = "cloud"\npath = "bills/*.csv"',
)
FUNDS = Piece(
    "funds",
    "Funds",
    "Funds (what may be spent on what, until when) and the money side of Runway",
    '[[funds]]\nid = "grant"\nname = "Infrastructure grant"\nkind = "grant"\nends_on = 2027-12-31',
)
BALANCES = Piece(
    "funding",
    "Fund balances",
    "Runway: when the money ends, which fund first, what would lapse",
    '[funding]\nbalances = "balances.csv"',
)
GITHUB = Piece(
    "github",
    "GitHub issues",
    "Issues: whether the backlog falls, and whether the notes' claims about it are true",
    '[github]\nrepositories = ["OWNER/NAME"]',
)
DOCS = Piece(
    "docs",
    "Documentation builds",
    "Docs builds: which documentation is broken, and since when",
    '[docs]\nprojects = ["our-docs"]',
)
LAUNCHES = Piece(
    "launches",
    "Launches",
    "Launches: what one launch costs; the sponsor pack: what the money kept running",
    '[launches]\narchive = "https://archive.analytics.mybinder.org"',
)
USAGE = Piece(
    "usage",
    "Usage counts",
    "Launches: what a user, a session or a download costs",
    '[[usage]]\nname = "downloads"\npath = "downloads.csv"\nunit = "download"',
)
PENDING = Piece(
    "pending",
    "Awards hoped for",
    "Runway: how far the money would reach with them, beside what is certain",
    '[[pending]]\nid = "next-grant"\nname = "Next grant"\namount = 60000\n'
    "probability = 0.5\nstarts_on = 2027-03-01",
)
PLANNED = Piece(
    "planned_costs",
    "Planned costs",
    "Runway: costs that no bill shows yet, people among them",
    '[[planned_costs]]\nname = "People"\ncategory = "people"\namount = 5200\n'
    "starts_on = 2027-01-01",
)
PIECES = (NOTES, BILLING, FUNDS, BALANCES, GITHUB, DOCS, LAUNCHES, USAGE, PLANNED, PENDING)
SOURCES = {
    "notes": NOTES,
    "billing": BILLING,
    "github": GITHUB,
    "docs_builds": DOCS,
    "launches": LAUNCHES,
    "usage": USAGE,
    "funds": FUNDS,
}
NAMED_BY = ("series", "account", "name")
TELLING = {"organizations", "repositories", "projects", "workflows", "archive", "balances"}


def pieces(config: Config, environ: Mapping[str, str]) -> list[Piece]:
    """Every piece of the config with what is set of it.

    Rows     one per piece, the most useful first
    Source   dashboard.toml; `environ` only tells whether a token is there
    """
    return [
        Piece(
            piece.key, piece.name, piece.unlocks, piece.lines,
            found=_found(getattr(config, piece.key)),
            advice="" if config.is_sample else _advice(config, piece, environ),
        )
        for piece in PIECES
    ]  # fmt: skip


def sentence(found: Sequence[Piece]) -> str:
    """The page's answer: how much is set up, and what the next piece would unlock."""
    missing = [piece for piece in found if not piece.is_set]
    if not missing:
        return f"All {len(found)} pieces are set up."
    count = f"{len(found) - len(missing)} of {len(found)} pieces are set up."
    first = missing[0]
    page = re.split(r"[:(]", first.unlocks)[0].strip()
    return f"{count} Next: {first.name}, for {page}."


def lost_files(config: Config) -> list[str]:
    """One line for each path of the config that leads nowhere: file, key, remedy."""
    paths = [
        *((f"notes[{n + 1}].path", each.path) for n, each in enumerate(config.notes)),
        *((f"billing[{n + 1}].path", each.path) for n, each in enumerate(config.billing)),
        ("funding.balances", config.funding.balances),
        ("funding.rates", config.funding.rates),
        *(
            (f"funding.ledgers[{n + 1}].path", each.path)
            for n, each in enumerate(config.funding.ledgers)
        ),
        *((f"usage[{n + 1}].path", each.path) for n, each in enumerate(config.usage)),
    ]
    return [
        f"{config.file.name}: {key}: {path}: no such file. Fix: correct the path, "
        f"which starts from the folder of {config.file.name}, or put the file there"
        for key, path in paths
        if path and "://" not in path and not _leads_somewhere(config, path)
    ]


def _leads_somewhere(config: Config, path: str) -> bool:
    whole = config.resolve(path)
    if whole.exists():
        return True
    fixed = Path(whole.anchor)
    return any(True for _ in fixed.glob(whole.relative_to(fixed).as_posix()))


def _found(value: Any) -> tuple[str, ...]:
    """The names under which a section's content is known; of tables, the values themselves."""
    if isinstance(value, list):
        return tuple(next(getattr(v, n) for n in NAMED_BY if hasattr(v, n)) for v in value)
    if value is None:
        return ()
    own = [getattr(value, key) for key in value.model_fields_set & TELLING]
    flat = [part for item in own for part in (item if isinstance(item, list) else [item])]
    return tuple(sorted(str(getattr(part, "name", part)) for part in flat if part))


def _advice(config: Config, piece: Piece, environ: Mapping[str, str]) -> str:
    if piece is PLANNED:
        return _beside_bills(config)
    token = getattr(getattr(config, piece.key), "token_env", None)
    if not token or environ.get(token):
        return ""
    return f"{token} is not set in the environment: reading works, but slower"


def _beside_bills(config: Config) -> str:
    """Planned costs without an end of a category that bills tell of: perhaps the same cost."""
    billed = {bill.category for bill in config.billing}
    billed |= {ledger.category for ledger in config.funding.ledgers}
    return " ".join(
        f"{plan.name} has no end, and {plan.category} has bills: if they tell the same cost by "
        "now, give it an ends_on or remove it."
        for plan in config.planned_costs
        if plan.category in billed and plan.per == "month" and plan.ends_on is None
    )
