"""The first dashboard.toml of a team: what it answered about one fund, and a balance next to it.

The command `start` and the page /start write the same files.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from editing import journal, private
from editing.changes import By
from editing.journal import Entry, content_of
from editing.save import NotSaved, save
from editing.toml_text import rendered, values_of

BALANCES = f"{private.FOLDER}/balances.csv"
IGNORED = """\
# What must not be public stays out of git: balances, people, the journal of changes.
*
"""
CONFIG = """\
# Quarterdeck's settings. dashboard.example.toml explains every key; `python -m pipelines check`
# says what is set, what is missing and what it would unlock.
[project]
name = "Our project"
currency = "{currency}"
{as_of}
[[funds]]
id = "{id}"
name = "{name}"
kind = "{kind}"                   # grant | credits | donation | in_kind
{ends}pays_for = ["cloud"]

[funding]
balances = "{balances}"   # add a line with: python -m pipelines balance {id} AMOUNT

{spending}"""
PINNED = "# The dashboard stays on this day; remove the line to follow today.\nas_of = {}\n"
ENDS = "ends_on = {}              # the last day on which a cost may be incurred\n"
PLANNED = """\
# A first guess; it ends by itself once bills of its category are read.
[[planned_costs]]
name = "Cloud, as stated"
category = "cloud"
amount = {monthly}
per = "month"
starts_on = {on}
until_billed = true

# The next thing to set up: your cloud bills, so that the rate is measured.
# [[billing]]
# account = "cloud"
# path = "bills/*.csv"
"""
BILL = """\
[[billing]]
account = "cloud"
path = {bill}
category = "cloud"
"""


@dataclass(frozen=True)
class Answers:
    """What a team says first: one fund, what is left of it, and what a month costs.

    kind     credits | grant | donation     on  the end of the day of the balance
    ends     the last day it may be spent; None: no end
    monthly  None: `bill`, a path from the folder of dashboard.toml, says it; "": one will follow
    is_pinned  the dashboard stays on the day `on`
    """

    kind: str
    id: str
    name: str
    balance: Decimal
    currency: str
    on: date
    ends: date | None
    monthly: Decimal | None
    bill: str = ""
    is_pinned: bool = False


def config_text(answers: Answers) -> str:
    """The dashboard.toml."""
    return CONFIG.format(
        currency=answers.currency,
        as_of=PINNED.format(answers.on) if answers.is_pinned else "",
        id=answers.id, name=answers.name, kind=answers.kind, balances=BALANCES,
        ends=ENDS.format(answers.ends) if answers.ends else "",
        spending=_spending(answers),
    )  # fmt: skip


def _spending(answers: Answers) -> str:
    if answers.monthly is not None:
        return PLANNED.format(monthly=f"{answers.monthly:f}", on=answers.on)
    return BILL.format(bill=rendered(answers.bill)) if answers.bill else ""


def balances_text(answers: Answers) -> str:
    """The table of balances with its first line."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["fund", "on_day", "amount", "confirmed", "source"])
    rows.writerow([answers.id, answers.on, f"{answers.balance:f}", "no", "stated at the start"])
    return out.getvalue()


def write(file: Path, answers: Answers, by: By) -> list[Entry]:
    """Write dashboard.toml and private/, which git ignores; the entries of the journal.

    Raises NotSaved where one of them exists: a team's own files are never replaced.
    """
    folder = file.parent
    texts = {BALANCES: balances_text(answers), file.name: config_text(answers)}
    for name in (file.name, "balances.csv", BALANCES):
        if content_of(folder / name) not in (None, texts.get(name, "").encode() or None):
            raise NotSaved(f"{folder / name} exists. Fix: edit it, or move it away")
    if file.exists():
        raise NotSaved(f"{file} exists. Fix: edit it, or move it away")
    try:
        (folder / private.FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
        ignored = folder / private.FOLDER / ".gitignore"
        if not ignored.exists():
            ignored.write_text(IGNORED, encoding="utf-8")
    except OSError as trouble:
        why = f"{folder}: {trouble.strerror}"
        raise NotSaved(f"{why}. Fix: free space or its permissions") from None
    made = []
    for name, text in texts.items():  # balances first: dashboard.toml says that all is there
        if content_of(folder / name) is None:
            entry = journal.entry((name, None, text), file=name, who=by.who, why=by.why, now=by.now)
            made.append(save(folder, entry, text.encode(), opened=None))
    return made


def first_of(folder: Path, config_file: str) -> Answers | None:
    """What the team answered first, from the journal; None: it began in another way."""
    known = [each for each in journal.read(folder) if each.old is None and each.new]
    config = next((each for each in known if each.file == config_file), None)
    stated = next((each for each in known if each.file == BALANCES), None)
    if config is None or stated is None or config.path:
        return None
    try:
        said = values_of(config.new or "")
        fund, plan = said["funds"][0], (said.get("planned_costs") or [{}])[0]
        row = next(csv.DictReader(io.StringIO(stated.new or "")))
        on, monthly = date.fromisoformat(row["on_day"]), plan.get("amount")
        return Answers(
            fund["kind"], fund["id"], fund["name"], Decimal(row["amount"]),
            said["project"]["currency"], on, fund.get("ends_on"),
            None if monthly is None else Decimal(str(monthly)),
        )  # fmt: skip
    except (ArithmeticError, IndexError, KeyError, StopIteration, ValueError):
        return None
