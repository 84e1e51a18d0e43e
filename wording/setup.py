"""The Setup page: the pieces that are set up, and the use of those that are not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.data_quality.setup import LostFile, Piece
from wording import numbers
from wording.markup import html
from wording.page import SHOWN, Block, Code, Fold, Heading, Note, Page, Sentence, State, Table

COMMAND = "python -m pipelines"
OTHERS, BY_HAND = "Other ways to change settings", "By hand: lines to add to the file"
START = "python -m pipelines start --balance 26000 --monthly 4000 --ends 2027-10-01"


@dataclass(frozen=True)
class Use:
    """A piece in words.

    page   where it shows most, and `shows`, what it shows there
    unlocks  the pages that use it, and for which answer
    lines  TOML to add, with invented values
    file   the first lines of the file that they name, where the team writes it itself
    """

    name: str
    page: str
    shows: str
    unlocks: str
    lines: str
    file: str = ""


USES = {
    "notes": Use(
        "Meeting notes", "People", "who comes to meetings",
        "People (who comes), Actions (promises), the claims on Issues, the agenda",
        '[[notes]]\nseries = "team"\npath = "notes"',
    ),
    "billing": Use(
        "Bills", "Burn", "what a month costs, and why it changed",
        "Burn (the cost of a month, why it changed), the spending side of Runway",
        '[[billing]]\naccount = "cloud"\npath = "bills/*.csv"',
    ),
    "funds": Use(
        "Funds", "Runway", "when the money ends",
        "Runway (when the money ends, the funds, the costs each may pay for)",
        '[[funds]]\nid = "grant"\nname = "Infrastructure grant"\nkind = "grant"\n'
        "ends_on = 2027-12-31",
    ),
    "funding": Use(
        "Fund balances", "Runway", "when the money runs out, and which fund first",
        "Runway: when the money runs out, which fund first, how much would lapse",
        '[funding]\nbalances = "balances.csv"',
        "fund,on_day,amount,confirmed,source\n"
        "grant,2026-08-31,41250.00,yes,statement of the fiscal sponsor",
    ),
    "github": Use(
        "GitHub issues", "Issues", "whether the backlog falls",
        "Issues: whether the backlog falls and the claims in the notes are true",
        '[github]\nrepositories = ["OWNER/NAME"]',
    ),
    "docs": Use(
        "Documentation builds", "Docs builds", "which documentation is broken, and since when",
        "Docs builds: which documentation is broken, since when",
        '[docs]\nprojects = ["our-docs"]',
    ),
    "launches": Use(
        "Launches", "Launches", "what one launch costs",
        "Launches: the cost of one launch; sponsor pack: the launches that money paid for",
        '[launches]\narchive = "https://archive.analytics.mybinder.org"',
    ),
    "usage": Use(
        "Usage counts", "Launches", "what one user, session or download costs",
        "Launches: the cost of one user, session or download",
        '[[usage]]\nname = "downloads"\npath = "downloads.csv"\nunit = "download"',
        "date,count\n2026-09-01,1204\n2026-09-02,1187",
    ),
    "planned_costs": Use(
        "Planned costs", "Runway", "the costs that no bill shows, people among them",
        "Runway: costs that no bill shows yet, people among them",
        '[[planned_costs]]\nname = "People"\ncategory = "people"\namount = 5200\n'
        "starts_on = 2027-01-01",
    ),
    "pending": Use(
        "Pending awards", "Runway", "how long the money would last with them",
        "Runway: how long money would last with them, next to committed money",
        '[[pending]]\nid = "next-grant"\nname = "Next grant"\namount = 60000\n'
        "probability = 0.5\nstarts_on = 2027-03-01",
    ),
    "presets": Use(
        "Sponsor packs", "Sponsor pack", "what a sponsor may see, as a file",
        "Sponsor pack: a file with all that a sponsor may see, nothing else",
        '[[presets]]\nname = "estuary"\nrecipient = "Estuary Fund"',
    ),
}  # fmt: skip
# The piece of dashboard.toml behind each source.
PIECES = {
    "notes": "notes", "billing": "billing", "github": "github", "docs_builds": "docs",
    "launches": "launches", "usage": "usage", "funds": "funds",
}  # fmt: skip


def page(
    pieces: Sequence[Piece],
    lost: Sequence[LostFile],
    *,
    file: str,
    is_sample: bool,
    forms: tuple[Block, ...] = (),
    can_write: bool = False,
) -> Page:
    """The pieces of one dashboard.toml, called `file`.

    forms  for who may change them; for others why they may not, then what else changes them
    """
    how = f"Easiest: add the lines below to {file}"
    if can_write:
        how = "Easiest: the forms below"
    elif all(piece.is_set for piece in pieces):
        how = f"To change a piece, edit {file}"
    # Why somebody may not change settings here stands in sight; of the sample everybody knows it.
    why, ways = ((), forms) if is_sample else (forms[:1], forms[1:])
    routes: tuple[Block, ...] = (
        *_lines(pieces, file), *why, _others(ways, is_sample=is_sample),
    )  # fmt: skip
    if can_write:
        by_hand = _lines(pieces, file)
        routes = (*forms, *([Fold(BY_HAND, tuple(by_hand))] if by_hand else []))
    return Page(
        "Setup",
        "What is set up, and what would the next piece unlock?",
        Sentence(answer(pieces), basis=f"{how}, then run {COMMAND}."),
        (
            *(Note("error", lost_file(each, file)) for each in lost),
            *routes,
            _table(pieces),
            Note(
                "plain",
                html(
                    "dashboard.example.toml has every setting. <code>{} check</code> prints this "
                    "page in a terminal.",
                    COMMAND,
                ),
            ),
        ),
    )


def answer(pieces: Sequence[Piece]) -> str:
    """What to set up next and why, and how much is set up."""
    missing = [piece for piece in pieces if not piece.is_set]
    if not missing:
        return f"All {len(pieces)} pieces are set up."
    next_use = USES[missing[0].key]
    done = len(pieces) - len(missing)
    verb = numbers.agree(done, "is", "are")
    return (
        f"Next: set up {_in_a_sentence(next_use.name)}, so that {next_use.page} shows "
        f"{next_use.shows}. {done} of {len(pieces)} pieces {verb} set up."
    )


def _in_a_sentence(name: str) -> str:
    return name if name.startswith("GitHub") else f"{name[:1].lower()}{name[1:]}"


def not_set_up(source: str) -> Note:
    """In place of a source that is not set up: its lines, the command, and its use."""
    use = USES[PIECES[source]]
    return Note(
        "not_set_up",
        html(
            "<b>{}: not set up.</b> Add to dashboard.toml:<pre>{}</pre>{}"
            "then run <code>{}</code>. This unlocks {}.",
            use.name, use.lines,
            html("write the file:<pre>{}</pre>", use.file) if use.file else "",
            COMMAND, use.unlocks,
        ),
    )  # fmt: skip


def lost_file(each: LostFile, file: str) -> str:
    """A path that leads nowhere: file, key and remedy."""
    return (
        f"{file}: {each.key}: {each.path}: no such file. Fix: correct the path, which starts from "
        f"the folder of {file}, or put the file there"
    )


def advice(piece: Piece) -> str:
    """How a piece that is set could be better; empty where there is nothing to say."""
    if piece.missing_token:
        return f"{piece.missing_token} is not set in the environment: reading works, but is slower"
    return " ".join(
        f"The planned cost {plan.name} has no end date, but {plan.category} has bills. If the "
        "bills now cover the same cost, end the plan (ends_on)."
        for plan in piece.endless_plans
    )


def _others(ways: tuple[Block, ...], *, is_sample: bool) -> Fold:
    """What else changes settings, behind a click: of the sample, three numbers of one's own."""
    if not is_sample:
        return Fold(OTHERS, ways)
    said = html(
        "<b>This is the sample, a fictional team.</b> Three numbers of your own make a first "
        "runway: <code>{}</code>",
        START,
    )
    return Fold(OTHERS, (Note("empty", said), *ways))


def _table(pieces: Sequence[Piece]) -> Table:
    return Table(
        "pieces",
        "",
        ["Piece", "State", "Set to", ("Would unlock", "qd-hide")],
        [
            (
                USES[piece.key].name,
                State("fine", "Set") if piece.is_set else State("quiet", "Not set up"),
                html("{}<small>{}</small>", _cut(piece.found) or "–", advice(piece)),
                "" if piece.is_set else USES[piece.key].unlocks,
            )
            for piece in sorted(pieces, key=lambda each: each.is_set)
        ],
        most=SHOWN,
    )


def _cut(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = [f"{len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ", ".join([*names[:SHOWN], *more])


def _lines(pieces: Sequence[Piece], file: str) -> list[Block]:
    """The lines of the next piece, those of further ones folded."""
    missing = [USES[piece.key] for piece in pieces if not piece.is_set]
    if not missing:
        return []
    first, *others = [_lines_of(use) for use in missing]
    more = numbers.count(len(others), "more piece")
    rest = [Fold(f"Lines for {more}", tuple(b for pair in others for b in pair))] if others else []
    return [Heading(f"Lines to add to {file}"), *first, *rest]


def _lines_of(use: Use) -> list[Block]:
    """The settings of a piece, then the first lines of the file that they name, if it is own."""
    settings: list[Block] = [
        Sentence(html("<b>{}</b> unlock {}", use.name, use.unlocks)), Code(use.lines)
    ]  # fmt: skip
    if not use.file:
        return settings
    (name,) = re.findall(r'"(.+\.csv)"', use.lines)
    return [*settings, Sentence(f"{name} begins like this:"), Code(use.file)]
