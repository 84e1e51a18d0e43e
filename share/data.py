"""The open data: tables for everybody as Parquet and CSV, described by a Frictionless Data Package.

The allow-list is share.audience.OPEN_DATA, the check of values that of a pack. Nothing is written
before every word was checked and the last release was compared: one hit and there is no file.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from config import House, people
from metrics.data_quality import sources
from metrics.data_quality.standing import standings
from metrics.launches import daily
from metrics.spreadsheet import csv_bytes
from share import checks, open_tables, private_terms, releases
from share.audience import OPEN_DATA
from share.content import Filled
from share.pack import Old, Withheld
from share.slots import PUBLIC, TEXT, Slot
from wording import open_data as wording
from wording import standing as standing_wording

ARROW = {
    "date": pa.date32(), "string": pa.string(), "integer": pa.int64(),
    "number": pa.decimal128(38, 20),
}  # fmt: skip
AGE = {"as_of": "date", "data_to": "date"}  # the last columns of every table
# Nobody's rights are given away unasked: see --licence.
LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True)
class Wanted:
    """How a release is asked for.

    version  empty: the day of the data     licence  an SPDX id; empty: none is named
    old_data, shorter  publish it although a source is silent, or its history shorter than before
    """

    version: str = ""
    licence: str = ""
    old_data: bool = False
    shorter: bool = False
    public_archive: bool = False


def make(
    db: DuckDBPyConnection, house: House, wanted: Wanted, *, before: Path | None, now: datetime
) -> dict[str, bytes]:
    """The files of one release by name.

    before  the folder of the last release, compared; None: there is none      now  naive UTC
    Raises Withheld for something private, Old for a silent source, releases.Shorter for a history
    shorter than the last release's, ConfigError where people.toml cannot be read.
    """
    info = sources.info(db)
    find = _finder(db, house, info.project)
    asked = open_tables.Asked(
        db, info.as_of, lambda word: bool(find([("", word)])), wanted.public_archive
    )
    made = open_tables.tables(asked)
    words = [(f"{t}, {column}", word) for t, column, word in open_tables.texts(made)]
    if found := find([("team", info.project), ("version", wanted.version), *words]):
        raise Withheld(found)
    today = house.config.project.today(now.replace(tzinfo=UTC))
    looked = standings(db, tuple(wording.METRICS.values()), on=today)
    old = [standing_wording.leaving(looked[wording.METRICS[table]]) for table in made]
    old = list(dict.fromkeys(filter(None, old)))
    if old and not wanted.old_data:
        raise Old(tuple(old))
    reach = {table: looked[wording.METRICS[table]].oldest for table in made}
    last = releases.read(before) if before else None
    changes = releases.compared(last, made, shorter=wanted.shorter)
    about = wording.About(
        info.project, wanted.version or f"{info.as_of:%Y.%m.%d}", wanted.licence, info.as_of
    )
    files = _files(made, info.as_of, reach)
    contents = {
        table: wording.Contents((*OPEN_DATA[table], *AGE), len(frame))
        for table, frame in made.items()
    }
    files["README.md"] = wording.read_me(about, contents, old, changes.said).encode()
    files["changes.json"] = json.dumps(changes.as_json, indent=1).encode()
    described = _described(made, files, about, now)
    files["datapackage.json"] = json.dumps(described, indent=1, ensure_ascii=False).encode()
    return files


def _finder(db: DuckDBPyConnection, house: House, team: str) -> Any:
    """(place, word) pairs → the leaks in them. Raises ConfigError without a readable people.toml.

    No fund may be named. An account or project called as a member's host is, or one of our own
    words, is excused: the host is public, the account is not said.
    """
    presets = [preset for preset in house.config.presets if preset.audience == "public"]
    public = [team, *(word for preset in presets for word in preset.public)]
    members = tuple(daily.by_member(db)["member"])
    terms = [
        replace(term, unless=(*term.unless, *members))
        if term.kind == "an account, project or tag" else term
        for term in private_terms.terms(db, (), people.load(house.config))
    ]  # fmt: skip
    terms += checks.secrets(house.config)

    def find(words: Sequence[tuple[str, str]]) -> list[checks.Leak]:
        filled = (
            Filled(place, Slot(PUBLIC if place == "team" else TEXT, word)) for place, word in words
        )
        return checks.leaks(filled, terms, public)

    return find


def _files(
    made: Mapping[str, pd.DataFrame], as_of: date, reach: Mapping[str, date | None]
) -> dict[str, bytes]:
    files = {}
    for table, frame in made.items():
        to = reach[table]
        files[f"{table}.csv"] = csv_bytes(frame, as_of=as_of, data_to=to, exact=True)
        kinds = {**OPEN_DATA[table], **AGE}
        aged = frame.assign(as_of=as_of, data_to=to)
        columns = [
            pa.array([None if pd.isna(v) else v for v in aged[name]], type=ARROW[kind])
            for name, kind in kinds.items()
        ]
        written = BytesIO()
        pq.write_table(pa.table(columns, names=list(kinds)), written)
        files[f"{table}.parquet"] = written.getvalue()
    return files


def _described(
    made: Mapping[str, pd.DataFrame],
    files: Mapping[str, bytes],
    about: wording.About,
    now: datetime,
) -> dict[str, Any]:
    """datapackage.json, as the Data Package standard 2.0 has it."""
    named = re.sub(r"[^a-z0-9._-]+", "-", about.team.casefold()).strip("-") or "open"
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{named}-open-data", "title": wording.title(about.team),
        "version": about.version,
        "created": f"{now:%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip
    if about.licence:
        path = f"https://spdx.org/licenses/{about.licence}.html"
        package["licenses"] = [{"name": about.licence, "path": path}]
    package["resources"] = [
        _resource(table, kind, files[f"{table}.{kind}"])
        for table in made
        for kind in ("csv", "parquet")
    ]
    return package


def _resource(table: str, kind: str, written: bytes) -> dict[str, Any]:
    columns = {**OPEN_DATA[table], **AGE}
    described: dict[str, Any] = {
        "name": table if kind == "csv" else f"{table}_parquet", "type": "table",
        "path": f"{table}.{kind}", "title": wording.TITLES[table],
        "description": wording.meaning(table), "format": kind,
        "mediatype": "text/csv" if kind == "csv" else "application/vnd.apache.parquet",
        "bytes": len(written), "hash": f"sha256:{hashlib.sha256(written).hexdigest()}",
        "schema": {
            "fields": [
                {"name": name, "type": sort, "description": wording.COLUMNS[name]}
                for name, sort in columns.items()
            ],
            "primaryKey": list(releases.KEYS[table]),
        },
    }  # fmt: skip
    if kind == "csv":
        described["encoding"] = "utf-8"
    return described


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """The files of a release in place of those of the last one; any other file stays.

    They are complete in a folder next to it before the first one takes its place.
    """
    folder = folder.resolve()
    making = folder.with_name(f"{folder.name}.writing")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for name, written in files.items():
        (making / name).write_bytes(written)
    folder.mkdir(exist_ok=True)
    for table in OPEN_DATA:
        for kind in ("csv", "parquet"):
            if f"{table}.{kind}" not in files:
                (folder / f"{table}.{kind}").unlink(missing_ok=True)
    for name in files:
        (making / name).replace(folder / name)
    making.rmdir()
