"""Somebody who opted out leaves no trace: in no build, file, message or page that leaves."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from readthedocs_stub import ReadTheDocs, serve

import config
from config import traces
from config.names import WITHHELD
from pipelines import billing, docs_builds, funds, github, ingest, notes, usage, withheld
from pipelines.http import Client
from pipelines.notes.files import github as minutes
from pipelines.notes.files import hackmd
from share import agenda, calendar, digest, pack
from tests.servers.front import TOKEN, front
from tests.servers.scripted import Reply, scripted
from tests.servers.world import World
from warehouse import read
from warehouse.read import builds

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
PEOPLE = """[[people]]
name = "Wilma Quastrel"
aliases = ["Wilma Quastrel-Oake"]
handles = ["wquast"]
opt_out = true

[[people]]
name = "Wilma Torp"
"""
SPELLINGS = [
    "Wilma Quastrel", "WILMA QUASTREL", "wilma quastrel", "Quastrel, Wilma", "Quastrel Wilma",
    "wilma-quastrel", "Wilma_Quastrel", "Wilma **Quastrel**", "Wil\u00adma Qua\u00adstrel",
    "Wilmá Quästrel", "@wquast", "Wilma Quastrel-Oake",
]  # fmt: skip
PIECES = ("quastrel", "wquast", "quästrel", "qua\u00adstrel")
TOML = """
[project]
name = "Boats"

[people]
file = "people.toml"

[[notes]]
series = "team"
path = "notes"

[[usage]]
name = "visitors"
path = "visitors.csv"

[[billing]]
account = "cloud"
path = "bills/*.csv"
columns = {date = "Date", amount = "Amount", service = "Product"}
tags = ["owner"]
currency = "EUR"

[[funds]]
id = "grant"
name = "Grant of Wilma Quastrel"
kind = "grant"
currency = "EUR"
awarded = 100
starts_on = 2026-01-01
ends_on = 2026-12-31

[[events]]
on = 2026-03-20
name = "Workshop"
"""


def note(who: str) -> str:
    """A meeting that names somebody in every place of its notes."""
    return (
        f"---\ntitle: Sync with {who}\n---\n\n# Sync {who} 2026-02-03\n\nChair: {who}\n\n"
        f"## Attendees\n\n* name / institution / GitHub handle\n* {who} / Moss Lab\n"
        f"* Bo Orlov / Lab of {who}\n* Wilma Torp / Heron\n\n"
        f"## Agenda\n\n- [name={who}] (5 min) the boat of {who}\n    - {who} will paint the boat\n"
        f"    - ACTION: Bo Orlov to ask {who} about the boat\n    - Decision: {who} pays 300 EUR\n"
        f"    - we have 250 users, says {who}\n    - see https://github.com/wquast/boat/issues/3\n"
        f"    - defer to next week: {who}\n"
    )


@pytest.fixture
def place(tmp_path: Path) -> config.House:
    """A house whose sources name somebody who opted out in every field."""
    files = {
        "dashboard.toml": TOML, "people.toml": PEOPLE,
        "visitors.csv": "date,count,label\n2026-02-01,5,Wilma Quastrel\n2026-02-02,x,w. wquast\n",
        "bills/wilma-quastrel.csv": "Date,Amount,Product,owner\n"
                                    "2026-02-01,5.00,Server of Wilma Quastrel,wquast\n"
                                    "yesterday,6.00,Quastrel Wilma,x\n",
        "actions.toml": '[[actions]]\ntext = "Wilma Quastrel will"\nstate = "done"\n'
                        'note = "says Quastrel, Wilma"\n',
    }  # fmt: skip
    for n, who in enumerate(SPELLINGS, start=1):
        files[f"notes/2026-02-{n:02}.md"] = note(who).replace("2026-02-03", f"2026-02-{n:02}")
    files["notes/wilma-quastrel-2026-01-20.md"] = note("Bo Orlov")
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return config.load(tmp_path / "dashboard.toml", tmp_path / "data")


def _run(place: config.House, now: datetime = NOW) -> int:
    return ingest.ingest(place, [notes, billing, usage, funds], fetch=set(), now=now)


def _named_in(text: str) -> list[str]:
    plain = text.casefold()
    return [piece for piece in PIECES if piece in plain]


def test_a_person_planted_in_every_field_is_in_nothing_that_we_write(place, capsys):
    _run(place)
    _, db = read.open_newest(place.data)
    with db:
        left = [
            agenda.agenda(db, place, today=NOW.date()),
            calendar.calendar(db, on=NOW.date()).decode(),
        ]
        left.append(digest.digest(db, place, on=NOW.date()).text or "")
        names = {row[0] for row in db.execute("select distinct name from attendance").fetchall()}
    said = capsys.readouterr()
    assert [_named_in(text) for text in (*left, said.out, said.err)] == [[]] * 5
    held = {file: file.read_bytes().decode("utf-8", "replace") for file in _files(place.data)}
    assert {str(f): n for f, text in held.items() if (n := _named_in(f.name + text))} == {}
    assert names == {"Bo Orlov", "Wilma Torp"}


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_every_text_column_of_a_build_is_clean(place):
    _run(place)
    (build,) = builds(place.data)
    with duckdb.connect(build, read_only=True) as db:
        columns = db.execute(
            "select table_name, column_name from duckdb_columns()"
            " where data_type in ('VARCHAR', 'VARCHAR[]') and not internal"
        ).fetchall()
        texts = {
            (table, column): str(
                db.execute(f'select distinct "{column}" from "{table}"').fetchall()
            )
            for table, column in columns
        }
    assert len(columns) > 100
    assert {place: n for place, text in texts.items() if (n := _named_in(text))} == {}


def test_the_heads_of_the_next_agenda_name_nobody_who_opted_out(place):
    _run(place)
    with read.open_newest(place.data)[1] as db:
        text = agenda.agenda(db, place, today=NOW.date())
    assert "Chair: " in text
    assert _named_in(text) == []


@pytest.mark.parametrize("clock", [timedelta(0), timedelta(days=-400), timedelta(days=400)])
def test_older_builds_go_by_what_they_hold_whatever_the_clock_says(place, clock):
    (place.config.folder / "people.toml").write_text("")
    _run(place)
    (place.config.folder / "people.toml").write_text(PEOPLE)
    changed = (NOW + clock).timestamp()
    os.utime(place.config.folder / "people.toml", (changed, changed))
    _run(place, NOW + timedelta(hours=1))
    _run(place, NOW + timedelta(hours=2))
    kept = builds(place.data)
    assert len(kept) == 2  # the two that hold nothing of theirs
    assert [_named_in(file.read_bytes().decode("utf-8", "replace")) for file in kept] == [[], []]


def test_a_namesake_who_did_not_opt_out_stays(place):
    people = PEOPLE + '\n[[people]]\nname = "Wilma  Quastrel"\nhandles = ["wq-other"]\n'
    (place.config.folder / "people.toml").write_text(people)
    for file in (place.config.folder / "notes").iterdir():
        file.unlink()
    head = "# Sync 2026-02-03\n\n## Attendees\n\n"
    text = f"{head}* Wilma Quastrel / @wquast\n* Wilma Quastrel / @wq-other\n"
    (place.config.folder / "notes" / "2026-02-03.md").write_text(text)
    _run(place)
    with read.open_newest(place.data)[1] as db:
        rows = db.execute("select name, handle from attendance").fetchall()
    assert rows == [("Wilma Quastrel", "wq-other")]


def test_a_handle_that_somebody_else_signs_with_hides_neither_name(place):
    for file in (place.config.folder / "notes").iterdir():
        file.unlink()
    text = "# Sync 2026-02-03\n\n## Attendees\n\n* Wilma Quastrel / @lab\n* Bo Orlov / @lab\n"
    (place.config.folder / "notes" / "2026-02-03.md").write_text(text)
    _run(place)
    with read.open_newest(place.data)[1] as db:
        rows = db.execute("select name from attendance").fetchall()
    assert rows == [("Bo Orlov",)]


def test_raw_files_that_were_fetched_before_are_cleaned_and_stay_what_they_are(place):
    said = {"title": "Boat of Wilma Quastrel", "user": {"login": "wquast"}, "number": 3}
    clean = {"title": f"Boat of {WITHHELD}", "user": {"login": WITHHELD}, "number": 3}
    files = {
        "raw/github/boats/hub/issues.json": json.dumps([said]),
        "raw/docs_builds/boats.jsonl": f"{json.dumps(said)}\n{json.dumps(said)}\n",
        "raw/github/boats/hub/issues.json.before": json.dumps([said]),
        "raw/notes/team/abc.md": "## Attendees\n\n* Wilma Quastrel / Moss\n* Bo Orlov / Moss\n",
        "raw/last_good/0123": "Wilma Quastrel",
        "raw/notes/git/.git/HEAD": "ref",
        "raw/notes/git/a.md": "Wilma Quastrel",
        "cache/notes/0123.json": json.dumps(said),
        "errors/notes-0123.txt": "unit notes/wilma-quastrel.md",
    }
    for name, text in files.items():
        (place.data / name).parent.mkdir(parents=True, exist_ok=True)
        (place.data / name).write_text(text, encoding="utf-8")
    roll_up = place.data / "cache" / "0123-1.parquet"
    pq.write_table(
        pa.table({"service": ["Wilma Quastrel", "disk", None], "lines": [1, 2, 3]}), roll_up
    )
    withheld.scrub(place, traces.of(config.people.load(place.config)))
    left = {str(f.relative_to(place.data)): f for f in _files(place.data)}
    assert json.loads(left["raw/github/boats/hub/issues.json"].read_text()) == [clean]
    lines = left["raw/docs_builds/boats.jsonl"].read_text().splitlines()
    assert [json.loads(line) for line in lines] == [clean, clean]
    assert left["raw/notes/team/abc.md"].read_text() == (
        f"## Attendees\n\n* {WITHHELD} / Moss\n* Bo Orlov / Moss\n"
    )
    assert (
        left["raw/notes/git/a.md"].read_text() == "Wilma Quastrel"
    )  # a public repository as it is
    assert pq.read_table(roll_up).to_pydict() == {
        "service": [WITHHELD, "disk", None], "lines": [1, 2, 3],
    }  # fmt: skip
    kept = left["raw/github/boats/hub/issues.json.before"].read_text()
    assert json.loads(kept) == [clean]
    assert len(left) == 7


def test_a_vanished_bill_of_somebody_who_opts_out_later_is_restored_from_raw_alone(place, capsys):
    (place.config.folder / "people.toml").write_text("")
    _run(place)
    (place.config.folder / "bills" / "wilma-quastrel.csv").unlink()
    _run(place, NOW + timedelta(hours=1))
    (place.config.folder / "people.toml").write_text(PEOPLE)
    _run(place, NOW + timedelta(hours=2))
    shutil.rmtree(place.cache)
    capsys.readouterr()
    _run(place, NOW + timedelta(hours=3))
    with read.open_newest(place.data)[1] as db:
        rows = db.execute("select billed, service from cost_daily").fetchall()
    assert rows == [(5, f"Server of {WITHHELD}")]
    assert "damaged" not in capsys.readouterr().err


def test_a_bill_that_is_called_after_somebody_counts_once_and_stays_when_it_vanishes(place):
    bill = place.config.folder / "bills" / "wilma-quastrel.csv"
    (bill.parent / "other.csv").write_text("Date,Amount,Product,owner\n2026-02-02,7.00,disk,x\n")
    sums = []
    for hour in range(3):
        if hour == 2:
            bill.unlink()
        _run(place, NOW + timedelta(hours=hour))
        with read.open_newest(place.data)[1] as db:
            sums += db.execute("select sum(billed), count(*) from cost_daily").fetchall()
    assert sums == [(12, 2)] * 3


SERVED = """
[[notes]]
series = "pad"
hackmd = ["PAD/wquast-sync", "PAD/wilma-quastrel"]

[[notes]]
series = "threads"
github = "lab"
label = "minutes"

[[presets]]
name = "heron"
recipient = "Heron Trust"
funds = ["grant"]
"""


def _lab() -> World:
    """A repository whose issues, labels, comments and events are all theirs."""
    world = World(now="2026-02-01T12:00:00Z")
    world.repo("lab/hub")
    for who in SPELLINGS:
        labels = [{"name": f"for {who}"}, {"name": "minutes"}]
        people = {"assignees": [{"login": "wquast"}], "milestone": {"title": f"Leave of {who}"}}
        number = world.open(
            "lab/hub", by="wquast", title=f"Boat of {who}", body=f"says {who}", labels=labels,
            closed_by={"login": "wquast"}, **people,
        )  # fmt: skip
        world.comment("lab/hub", number, "wquast")
    world.close("lab/hub", 1, 2)
    world.open("lab/hub", by="torp", title="Boat of Wilma Torp")
    return world


def _site(folder: Path) -> ReadTheDocs:
    """A site of docs whose versions, commands and notices name them."""
    folder.mkdir()
    site = ReadTheDocs(folder, now=lambda: 0.0, token="right")
    site.projects = {"hub": {
        "slug": "hub", "name": "Docs of Wilma Quastrel", "default_version": "latest",
        "default_branch": "main", "repository": {"url": "https://github.com/wquast/hub"},
        "urls": {"builds": "https://docs.example/wquast/builds/"}, "privacy_level": "public",
    }}  # fmt: skip
    slugs = ["latest", *(f"v-{who}" for who in SPELLINGS)]
    site.versions = {"hub": [{"slug": s, "type": "branch", "active": True, "urls": {},
                              "verbose_name": s, "identifier": s} for s in slugs]}  # fmt: skip
    site.builds = {"hub": [
        {"id": 900 - n, "version": slug, "created": "2026-02-01T08:00:00Z", "finished": None,
         "duration": 61, "state": {"code": "finished"}, "success": False, "error": f"asks {slug}",
         "commit": "a" * 40, "urls": {"build": "https://docs.example/wquast/"}}
        for n, slug in enumerate(slugs)
    ]}  # fmt: skip
    said = [{"message": {"id": "x", "header": f"Ask {who}", "body": who, "type": "error"},
             "state": {"code": "unread"}} for who in SPELLINGS]  # fmt: skip
    site.notices = {str(each["id"]): said for each in site.builds["hub"]}
    run = {"command": "make wilma-quastrel", "exit_code": 2, "output": "no rule by Quastrel, Wilma"}
    site.commands = {str(each["id"]): {"commands": [run]} for each in site.builds["hub"]}
    return site


def _minutes(path: str, _: str | None) -> tuple[int, object, dict[str, str]]:
    """Issues with a label, and comments, that name them in each spelling."""
    if "/comments" in path:
        return 200, [{"body": f"ACTION: {who} to paint"} for who in SPELLINGS], {}
    found = [
        {"number": n, "title": f"Call {who} 2026-02-{n:02}", "body": note(who), "comments": 1,
         "created_at": "2026-02-01T09:00:00Z", "updated_at": "2026-02-10T08:00:00Z",
         "repository_url": "http://x/repos/lab/hub", "html_url": "https://github.com/wquast/hub",
         "user": {"login": "wquast"}}
        for n, who in enumerate(SPELLINGS, 1)
    ]  # fmt: skip
    return 200, {"items": found}, {}


@pytest.mark.heavy
def test_a_person_planted_in_every_answer_of_a_server_is_in_nothing_that_we_write(
    place, monkeypatch, tmp_path, capsys
):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setenv("READTHEDOCS_TOKEN", "right")
    monkeypatch.setenv("BROWSER_PATH", "none")
    toml = place.config.folder / "dashboard.toml"
    pad = "\n".join(note(who).replace("02-03", f"02-{n:02}") for n, who in enumerate(SPELLINGS, 5))
    with (
        front(_lab()) as lab,
        serve(_site(tmp_path / "stub").answer) as docs,
        serve(_minutes) as tracker,
        scripted(Reply(pad, headers={"Content-Type": "text/markdown"})) as hack,
    ):
        asked = f'[github]\norganizations = ["lab"]\napi = "{lab.url}"\n'
        asked += f'[docs]\nprojects = ["hub"]\napi = "{docs}"\n'
        toml.write_text(f"{TOML}{SERVED}{asked}".replace("PAD", hack.url))
        house = config.load(toml, place.data)
        for series in house.config.notes:
            if series.hackmd:
                assert hackmd.fetch(house, series) == "pad"
            elif series.github:
                monkeypatch.delenv("GITHUB_TOKEN")
                assert minutes.fetch(house, series, Client(tracker)) == "threads"
                monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        every = [notes, billing, usage, funds, github, docs_builds]
        ingest.ingest(house, every, fetch={"github", "docs_builds"}, now=NOW)
    build, db = read.open_newest(house.data)
    when = {"now": NOW.replace(tzinfo=None), "old_data": True}
    preset = house.config.presets[0]
    with db, pytest.raises(pack.Withheld) as refused:  # the settings themselves name them
        pack.make(db, house, preset, build=build, **when)
    toml.write_text(toml.read_text().replace("Grant of Wilma Quastrel", "Grant"))
    house = config.load(toml, place.data)
    ingest.ingest(house, every, fetch=set(), now=NOW + timedelta(hours=1))
    build, db = read.open_newest(house.data)
    with db:
        counts = [db.execute(f"select count(*) from {table}").fetchone()[0]
                  for table in ("issue", "docs_build", "meeting")]  # fmt: skip
        people = db.execute("select distinct name from attendance").fetchall()
        titles = db.execute("select title from issue where title like '%Torp%'").fetchall()
        made = pack.make(db, house, preset, build=build, **when)
        left = [
            *map(str, refused.value.leaks),
            agenda.agenda(db, house, today=NOW.date()),
            calendar.calendar(db, on=NOW.date()).decode(),
            digest.digest(db, house, on=NOW.date()).text or "",
            *(content.decode("utf-8", "replace") for content in made.files.values()),
        ]
    said = capsys.readouterr()
    assert [_named_in(text) for text in (*left, said.out, said.err)] == [[]] * (len(left) + 2)
    held = {file.relative_to(house.data): file for file in _files(house.data)}
    texts = {str(name): f"{name}{file.read_bytes().decode('utf-8', 'replace')}"
             for name, file in held.items()}  # fmt: skip
    assert {name: n for name, text in texts.items() if (n := _named_in(text))} == {}
    assert counts == [13, 13, 26]  # one issue of the namesake, one build of latest
    assert {*people} == {("Bo Orlov",), ("Wilma Torp",)}
    assert titles == [("Boat of Wilma Torp",)]
