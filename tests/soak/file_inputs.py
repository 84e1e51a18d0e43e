"""Small files: tables a team keeps itself, and the files of cache and raw after a bad night."""

import contextlib
import json
import random
from datetime import date
from functools import cache

import config
from editing import amounts
from pipelines import headline, ingest, raw, tables, unit, usage
from pipelines.funds import statements
from pipelines.launches.archive import index_entries
from pipelines.launches.dayfile import DayFile, first_bad_line
from pipelines.notes.shelf import read_once
from tests.soak.kind import Input, Kind, put, scratch
from tests.soak.mutation import changed, damaged, encoded, spoiled

TOML = """
[project]
currency = "USD"
[[billing]]
account = "cloud"
path = "bills"
[[funds]]
id = "grant"
name = "Grant"
kind = "grant"
awarded = 1000
starts_on = 2024-01-01
[funding]
balances = "balances.csv"
rates = "rates.csv"
invoices = "invoices.csv"
[[usage]]
name = "downloads"
path = "usage.csv"
unit = "download"
"""
TABLES = {
    "balances.csv": "fund,on_day,amount,confirmed,source\ngrant,2024-04-01,900.00,yes,letter\n"
    "grant,2024-05-01,unknown,no,\ngrant,01/06/2024,\"1,003.25\",yes,$\n",
    "rates.csv": "from,to,on_day,value,source\nEUR,USD,2024-04-01,1.0925,bank\n€,$,02.04.2024,\"1,09\",\n",
    "invoices.csv": "account,period,amount,currency\ncloud,2024-03,1003.25,USD\ncloud,March 2024,12,€\n",
    "usage.csv": "date,count,label\n2024-03-01,12,hub\n2024-03-02,1003,lab\n2024-03-03,,\n",
}  # fmt: skip
JSON = {
    "fetched.json": {"2024-03-01": {"etag": "a", "last_modified": None, "events": 12, "size": 100}},
    "repos.json": {"listings": {"a": {"etag": "x", "next": None, "repos": [1]}}, "repos": {"1": {"id": 1}}},
    "state.json": {"checked_at": "2024-03-01T00:00:00Z", "missing": False, "filled": ["latest"]},
    "headlines.jsonl": {"published_at": "2024-03-01T10:00:00", "as_of": "2024-03-01", "method": "range",
                        "low": "2024-09-01", "likely": None, "high": "2025-01-01"},
    "failures.json": [{"source": "github", "what": "no answer", "remedy": "run again", "unit": "a/b", "passing": True}],
    "index.jsonl": {"name": "events-2024-03-01.jsonl", "date": "2024-03-01", "count": "12"},
}  # fmt: skip
NOTE = "# Sync 2026-01-02\n\nPresent: Ada Lund, Bo Falk\n\n- [ ] Ada: sail\n- 250 users\n"
CELLS = ["12500", "12,500.40", "-3", "1.5", "", "12.500", "1e5", "²", "0.001", "9" * 30]
EVENT = b'{"timestamp": "2024-03-01T00:00:00+00:00", "schema": "binderhub.jupyter.org/launch", "version": 1}\n'


@cache
def house() -> config.House:
    """A house whose tables are those of the scratch folder."""
    return config.load(put("tables/dashboard.toml", TOML.encode()), scratch() / "tables" / "data")


def _table(dice: random.Random) -> Input:
    name = dice.choice(list(TABLES))
    return Input(name, encoded(dice, spoiled(dice, TABLES[name], list(TABLES.values()))))


def _read_table(given: Input) -> None:
    owner = house()
    file = put(f"tables/{given.name}", given.content)
    try:
        if given.name == "usage.csv":
            list(usage.read(owner))
        elif given.name == "invoices.csv":
            list(statements.invoices(owner))
        else:
            list(statements.statements(owner))
    finally:
        file.unlink()


def _typed(dice: random.Random) -> Input:
    return Input(
        "typed", spoiled(dice, dice.choice(CELLS), CELLS)[:400].encode("utf-8", "surrogatepass")
    )


def _read_typed(given: Input) -> None:
    text = given.content.decode("utf-8", "replace")
    habits = tables.Habits(".", None)
    for read in (
        amounts.read, tables.month, tables.currency, lambda cell: tables.day(cell, habits),
        lambda cell: tables.amount(cell, habits, most_decimals=2),
    ):  # fmt: skip
        with contextlib.suppress(ValueError):
            read(text)
    tables.delimiter(text)


def _kept(dice: random.Random) -> Input:
    name = dice.choice(list(JSON))
    value = changed(dice, JSON[name]) if dice.random() < 0.5 else JSON[name]
    content = json.dumps(value).encode() + b"\n"
    if name.endswith(".jsonl"):
        content *= dice.randint(1, 3)
    return Input(name, damaged(dice, content) if dice.random() < 0.7 else content)


def _read_kept(given: Input) -> None:
    folder = house().raw / "kept"
    file, value = folder / given.name, JSON[given.name]
    folder.mkdir(parents=True, exist_ok=True)
    match given.name:
        case "failures.json":
            file.write_bytes(given.content)
            ingest._remembered(file)
        case "index.jsonl":
            file.write_bytes(given.content)
            index_entries(file)
            first_bad_line(
                DayFile(put("day.jsonl", given.content + EVENT), date(2024, 3, 1), "day.jsonl")
            )
        case "headlines.jsonl":
            raw.save_lines(file, [value])
            file.write_bytes(given.content)
            raw.noted(file)
            headline._repeats(file, value)
        case _:
            raw.save(file, value)
            file.write_bytes(given.content)
            with contextlib.suppress(unit.Damaged):
                assert raw.load(file, None) == value, "a damaged file is taken for whole"
            raw.load_or(file, {})
    for each in folder.iterdir():
        each.unlink()


def _shelved(dice: random.Random) -> Input:
    shelf = scratch() / "shelf"
    _, key = read_once(NOTE.encode(), "2026-01-02.md", shelf)
    content = (shelf / f"{key}.json").read_bytes()
    if dice.random() < 0.5:
        return Input(key, json.dumps(changed(dice, json.loads(content))).encode())
    return Input(key, damaged(dice, content))


def _read_shelved(given: Input) -> None:
    shelf = scratch() / "shelf"
    put(f"shelf/{given.name}.json", given.content)
    read_once(NOTE.encode(), "2026-01-02.md", shelf)
    (shelf / f"{given.name}.json").unlink()


KINDS = [
    Kind("files: tables", 30_000, _table, _read_table),
    Kind("files: amounts and days as typed", 60_000, _typed, _read_typed),
    Kind("files: raw and cache", 45_000, _kept, _read_kept),
    Kind("files: notes in the cache", 10_000, _shelved, _read_shelved),
]
