"""A small team with every kind of local file, its ingest, and the rows of its newest build."""

import contextlib
import io
import random
import shutil
from pathlib import Path
from typing import Any

import duckdb

from pipelines import commands
from tests.pipelines.test_one_unit import FILES, TOML
from tests.soak.kind import DATA
from warehouse.read import newest

SETTINGS = (
    TOML.replace('balances = "balances.csv"', 'balances = "balances.csv"\nrates = "rates.csv"\n'
                 'invoices = "invoices.csv"\nbudget = "budget.csv"')
    + """
[people]
file = "people.toml"

[launches]
archive = "launches"

[[usage]]
name = "downloads"
path = "usage.csv"
unit = "download"
"""
)  # fmt: skip
TEAM = {
    **FILES,
    "dashboard.toml": SETTINGS,
    "rates.csv": "from,to,on_day,value,source\nEUR,USD,2024-04-01,1.09,bank\n",
    "invoices.csv": "account,period,amount\ncloud,2024-03,7.75\n",
    "budget.csv": "Account,Jan 2024,Feb 2024,Mar 2024\nExpenses,,,\nCloud,10.00,11.00,12.00\n",
    "usage.csv": "date,count,label\n2024-03-01,12,hub\n2024-03-02,14,lab\n",
    "people.toml": '[[people]]\nname = "Cy Noor"\nopt_out = true\n',
    "actions.toml": '[[actions]]\ntext = "sail"\nstate = "done"\n',
    "claims.toml": '[[claims]]\nmeeting = "team-2024-04-02"\nquote = "250 users"\nclaim = false\n',
    "bills.toml": "",
}
HISTORY = {"build_info", "source_run", "headline"}  # stamps, messages, and what runs said before
SAYING = ("metrics.briefing.", "metrics.data_quality.")  # stored answers that repeat the messages


def lay_out(folder: Path) -> None:
    """The files of the team."""
    for name, text in TEAM.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "launches").mkdir()
    day = (DATA / "launches" / "every-provider.jsonl").read_bytes()
    (folder / "launches" / "events-2018-11-05.jsonl").write_bytes(day)


def change(folder: Path, dice: random.Random) -> None:
    """What a day brings: another note, lines of bills, ledgers and counts."""
    day = f"2024-04-{dice.randint(3, 28):02}"
    lines = [f"{day},disk,{dice.randint(1, 999) / 100}\n" for _ in range(dice.randint(1, 400))]
    (folder / f"notes/{day}.md").write_text(
        f"# Sync {day}\n\nPresent: Ada Lund\n\n- [ ] Ada: {day}\n"
    )
    (folder / f"bills/{day}.csv").write_text("Day,Item,Cost\n" + "".join(lines))
    with (folder / "ledgers/march.csv").open("a") as ledger:
        ledger.write(f"{day},-{dice.randint(1, 99)}.00\n")
    with (folder / "usage.csv").open("a") as counts:
        counts.write(f"{day},{dice.randint(1, 99)},hub\n")


def ingest(folder: Path, data: Path | None = None) -> int:
    """The exit code of one whole run; nothing is printed."""
    places = ["--config", str(folder / "dashboard.toml"), "--data", str(data or folder / "data")]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return commands.main(places)


def rows(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the newest build, table by table."""
    with duckdb.connect(newest(data), read_only=True) as db:
        tables = [
            name for (name,) in db.execute("select table_name from duckdb_tables()").fetchall()
        ]
        found = {
            name: db.execute(f"from {name} order by all").fetchall()
            for name in sorted(tables) if name not in HISTORY
        }  # fmt: skip
    found["answer"] = [row for row in found["answer"] if not row[0].startswith(SAYING)]
    return found


def clean(folder: Path, scratch: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a first run over the same files, in a data folder of its own."""
    data = scratch / "clean"
    shutil.rmtree(data, ignore_errors=True)
    assert ingest(folder, data) == 0
    return rows(data)
