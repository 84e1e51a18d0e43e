"""The rows of a claim to a funder that pays costs back, as CSV: what is charged and not claimed."""

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from duckdb import DuckDBPyConnection

from config import ConfigError, House
from metrics.awards.charges import charges
from metrics.awards.claims import Claiming, claiming
from metrics.awards.ledger import claim_rows
from metrics.data_quality import sources
from metrics.data_quality.standing import Standing, standings
from metrics.spreadsheet import csv_bytes
from share.documents import check
from share.pack import Withheld
from share.slots import SERVICE, TEXT, mark
from wording import award_claims as wording
from wording import standing

METRIC = "awards.claiming"


@dataclass(frozen=True)
class Made:
    """A claim that may leave: its file, how many rows, what it is of, and how its data stand."""

    file: bytes
    rows: int
    found: Claiming
    stands: Standing


def make(db: DuckDBPyConnection, house: House, fund: str, *, to: date | None, on: date) -> Made:
    """The rows of what is to be claimed, in cents that add up to it, checked like a report.

    on   the day of looking
    Raises ConfigError where nothing can be claimed, Withheld for something private.
    """
    about = sources.info(db)
    if to and to > about.as_of:
        raise ConfigError([f"--to {to} is after the data, {about.as_of}. Fix: an earlier day"])
    found = claiming(db, fund=fund, to=to)
    if found is None:
        raise ConfigError([f'{fund} does not pay costs back. Fix: paid = "reimbursed" in its '
                           "[[funds]], then run python -m pipelines"])  # fmt: skip
    if found.doubt:
        why, remedy = wording.WHY[found.doubt]
        raise ConfigError([f"{fund}: what to claim is not known: {why}. Fix: {remedy}"])
    if not found.to_claim or found.to_claim < 0:
        raise ConfigError([wording.nothing(found)])
    rows = claim_rows(found, charges(db).charges)
    check(db, house, [fund], _marked(rows))
    stands = standings(db, (METRIC,), on=on)[METRIC]
    table = wording.table(found, rows)
    return Made(
        csv_bytes(table, as_of=about.as_of, data_to=stands.oldest), len(table), found, stands
    )


def _marked(rows: pd.DataFrame) -> str:
    """Every text of the rows, for the check."""
    texts = [*(mark(TEXT, str(cell or "")) for cell in rows["line"]),
             *(mark(SERVICE, str(cell or "")) for cell in rows["service"])]  # fmt: skip
    return "\n".join(texts)


def remarks(made: Made) -> list[str]:
    """What to look at before it is sent: an amount above the award, old data."""
    return [each for each in (wording.asks(made.found), standing.leaving(made.stands)) if each]


def arguments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Those of `python -m share claim`."""
    asking = commands.add_parser("claim", help="the rows to claim from a funder that pays back")
    asking.add_argument("--award", required=True, metavar="ID", help="fund id, name or number")
    asking.add_argument(
        "--to", type=date.fromisoformat, metavar="DATE", help="the last day of its costs; else all"
    )
    asking.add_argument("--out", metavar="FILE", help="else claims/ID/DATE.csv in the data folder")


def run(
    db: DuckDBPyConnection, house: House, fund: str, args: argparse.Namespace, *, on: date
) -> bool:
    """Write the file and print the line for the file of claims; False: it was withheld."""
    try:
        made = make(db, house, fund, to=args.to, on=on)
    except Withheld as withheld:
        for leak in withheld.leaks:
            print(leak, file=sys.stderr)
        print(f"{fund}: no file was written. Fix: the places above", file=sys.stderr)
        return False
    file = Path(args.out or house.data / "claims" / fund / f"{made.found.to}.csv")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(made.file)
    for line in remarks(made):
        print(f"{fund}: {line}", file=sys.stderr)
    print(wording.sent(made.found, made.rows, str(file)))
    print(wording.entry(made.found, str(house.config.funding.claims), on))
    return True
