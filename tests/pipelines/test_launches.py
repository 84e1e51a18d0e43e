"""A BinderHub events archive, in a folder and over real HTTP on loopback, into records."""

import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archive_stub import Archive, serve_files

import config
from pipelines import SourceError, launches
from pipelines.http import Clock
from warehouse.records import Reject, Rows, SourceRun, UsageBasis, UsageCost, UsageGap

TROUBLE = Path(__file__).resolve().parents[1] / "data" / "launches"
NOW = datetime(2018, 11, 8, 13, tzinfo=UTC)
DAY = "events-2018-11-05.jsonl"


def event(day: str, minute: int = 0, hour: int = 8) -> str:
    return json.dumps({
        "timestamp": f"{day}T{hour:02d}:{minute:02d}:00+00:00", "version": 6,
        "schema": "binderhub.jupyter.org/launch", "provider": "GitHub", "status": "success",
        "spec": "example/notebooks/main", "origin": "gke.mybinder.org",
    })  # fmt: skip


def day_file(day: str, launches: int) -> bytes:
    return "".join(event(day, n) + "\n" for n in range(launches)).encode()


def index(**counts: object) -> bytes:
    """An index as the archive writes it: counts as text, no final newline."""
    lines = [
        json.dumps({"name": f"events-{d.replace('_', '-')}.jsonl", "date": d, "count": str(n)})
        for d, n in counts.items()
    ]
    return "\n".join(lines).encode()


def house(tmp_path: Path, archive: str, more: str = "") -> config.House:
    file = tmp_path / "dashboard.toml"
    file.write_text(f'[launches]\narchive = "{archive}"\n{more}\n')
    return config.load(file, tmp_path / "data")


def folder(tmp_path: Path, trouble: str, more: str = "") -> config.House:
    """A house whose archive is a folder with one day: a file of tests/data/launches."""
    place = tmp_path / "archive"
    place.mkdir(exist_ok=True)
    (place / DAY).write_bytes((TROUBLE / f"{trouble}.jsonl").read_bytes())
    return house(tmp_path, "archive", more)


def rows(made: config.House, table: str = "launch_daily") -> list[tuple[Any, ...]]:
    files = [r.file for r in launches.read(made) if isinstance(r, Rows) and r.table == table]
    return [
        row
        for file in files
        for row in duckdb.execute(
            "select * from read_parquet(?) order by all", [str(file)]
        ).fetchall()
    ]


def total(made: config.House) -> dict[str, int]:
    """Launches by day."""
    counted: dict[str, int] = {}
    for row in _arrow(made):
        counted[str(row["day"])] = counted.get(str(row["day"]), 0) + row["launches"]
    return counted


def _arrow(made: config.House) -> list[dict[str, Any]]:
    files = [r.file for r in launches.read(made) if isinstance(r, Rows)]
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def fetch(archive: Archive, tmp_path: Path, *, now: datetime = NOW, more: str = "") -> list[Any]:
    with serve_files(archive) as address:
        made = house(tmp_path, address, more)
        return list(launches.fetch(made, now=now))


def told(result: Any) -> Any:
    return (result.unit, result.what) if isinstance(result, SourceError) else result


# ── read ──────────────────────────────────────────────────────────────────────────────────────


def test_every_schema_version_is_a_launch_and_early_ones_name_no_member(tmp_path: Path):
    made = folder(tmp_path, "every-schema-version")

    day, place = date(2018, 11, 5), f"archive/{DAY}"
    assert sorted(map(str, _arrow(made))) == sorted(
        map(str, [
            {"source_file": place, "day": day, "bill_day": day, "origin": None,
             "provider": "GitHub", "launches": 2},
            {"source_file": place, "day": day, "bill_day": day, "origin": "gke.mybinder.org",
             "provider": "GitHub", "launches": 4},
        ])
    )  # fmt: skip


@pytest.mark.parametrize(
    ("trouble", "kept", "reason"),
    [
        ("schema-version-7", 2, "1 event counted apart: schema version 7"),
        (
            "another-kind-of-event", 2,
            "1 event counted apart: another kind of event: binderhub.jupyter.org/build",
        ),
        ("a-launch-that-failed", 2, "1 event counted apart: status failure"),
        ("a-line-of-the-next-day", 2, "1 event counted apart: of another day than its file"),
    ],
)  # fmt: skip
def test_what_is_no_launch_of_the_day_is_counted_apart_and_the_rest_is_loaded(
    tmp_path: Path, trouble: str, kept: int, reason: str
):
    made = folder(tmp_path, trouble)

    found = list(launches.read(made))
    assert total(made) == {"2018-11-05": kept}
    assert [r for r in found if isinstance(r, Reject)] == [
        Reject("launches", f"archive/{DAY}", None, None, reason)
    ]
    assert [r for r in found if isinstance(r, SourceRun)] == [
        SourceRun("launches", "archive", "ok", datetime(2018, 11, 5), kept, 1)
    ]


@pytest.mark.parametrize(
    ("trouble", "launches_found"), [("identical-lines", 3), ("crlf-and-blank-lines", 2)]
)
def test_identical_lines_are_separate_launches_and_blank_ones_are_none(
    tmp_path: Path, trouble: str, launches_found: int
):
    made = folder(tmp_path, trouble)

    assert total(made) == {"2018-11-05": launches_found}
    assert not any(isinstance(record, Reject) for record in launches.read(made))


def test_versions_that_are_no_whole_numbers_are_counted_apart_as_written(tmp_path: Path):
    made = folder(tmp_path, "versions-of-another-kind")

    assert total(made) == {"2018-11-05": 1}
    rejects = [r for r in launches.read(made) if isinstance(r, Reject)]
    assert [r.reason for r in rejects] == [
        "1 event counted apart: schema version 5.6",
        "1 event counted apart: schema version not given",
        "1 event counted apart: schema version seven",
    ]


def test_a_file_that_holds_fewer_events_than_the_index_counts_is_said_on_its_last_day_too(
    tmp_path: Path,
):
    place = tmp_path / "archive"
    place.mkdir()
    (place / DAY).write_bytes(day_file("2018-11-05", 50))
    (place / "index.jsonl").write_bytes(index(**{"2018_11_05": 106}))

    rejects = [r for r in launches.read(house(tmp_path, "archive")) if isinstance(r, Reject)]
    said = f"the index counts 106 events, {DAY} holds 50; the file's number is kept"
    assert [r.reason for r in rejects] == [said]


BROKEN = [
    ("truncated-last-line", 3, "not a line of JSON; the file breaks off here"),
    ("not-utf8", 3, "not UTF-8"),
    ("xml-instead", 1, "a web page or XML, no events"),
    ("web-page-instead", 1, "a web page or XML, no events"),
    ("byte-order-mark", 1, "a byte-order mark before the first event"),
    ("empty", 1, "the file is empty"),
    ("blank-lines-alone", 1, "the file is empty"),
]


@pytest.mark.parametrize(("trouble", "line", "reason"), BROKEN)
def test_a_broken_day_is_told_with_its_line_and_kept_as_it_was(
    tmp_path: Path, trouble: str, line: int, reason: str
):
    made = folder(tmp_path, "identical-lines")
    (tmp_path / "archive" / "events-2018-11-06.jsonl").write_bytes(day_file("2018-11-06", 4))
    assert total(made) == {"2018-11-05": 3, "2018-11-06": 4}

    folder(tmp_path, trouble)

    assert total(made) == {"2018-11-05": 3, "2018-11-06": 4}
    found = list(launches.read(made))
    rejects = [r for r in found if isinstance(r, Reject)]
    assert [(r.source_file, r.source_line, r.reason) for r in rejects] == [
        (f"archive/{DAY}", line, reason)
    ]
    runs = [r for r in found if isinstance(r, SourceRun)]
    assert [(r.unit, r.status, r.rows, r.message) for r in runs] == [
        ("archive", "ok", 4, None),  # a launch is counted once: the day below has its own
        ("2018-11-05", "stale", 3, f"{DAY} line {line}: {reason}"),
    ]


def test_a_broken_day_never_read_before_is_failed_and_a_gap_of_nothing(tmp_path: Path):
    made = folder(tmp_path, "empty")

    assert _arrow(made) == []
    runs = [r for r in launches.read(made) if isinstance(r, SourceRun)]
    assert [(r.unit, r.status) for r in runs] == [("archive", "ok"), ("2018-11-05", "failed")]


def test_a_day_is_read_by_the_days_of_the_bill_over_the_clock_change(tmp_path: Path):
    place = tmp_path / "archive"
    place.mkdir()
    hours = [event("2018-11-04", 30, hour) for hour in (6, 7, 23)]
    after = [event("2018-11-05", 30, hour) for hour in (7, 8)]
    (place / "events-2018-11-04.jsonl").write_text("\n".join(hours) + "\n")
    (place / "events-2018-11-05.jsonl").write_text("\n".join(after) + "\n")
    made = house(tmp_path, "archive", 'timezone = "America/Los_Angeles"')

    # 07:00 UTC began the Pacific day while summer time lasted, 08:00 UTC afterwards.
    found = sorted((str(r["day"]), str(r["bill_day"]), r["launches"]) for r in _arrow(made))
    assert found == [
        ("2018-11-04", "2018-11-03", 1),
        ("2018-11-04", "2018-11-04", 2),
        ("2018-11-05", "2018-11-04", 1),
        ("2018-11-05", "2018-11-05", 1),
    ]


def test_missing_days_are_gaps_told_once_and_never_zero(tmp_path: Path):
    place = tmp_path / "archive"
    place.mkdir()
    for day in ("2018-11-01", "2018-11-03", "2018-11-06"):
        (place / f"events-{day}.jsonl").write_bytes(day_file(day, 1))
    gaps = 'gaps = [{ starts_on = 2018-11-04, note = "the recorder was moved" }]'
    made = house(tmp_path, "archive", gaps)

    assert [r for r in launches.read(made) if isinstance(r, UsageGap)] == [
        UsageGap("launches", date(2018, 11, 4), None, "the recorder was moved"),
        UsageGap("launches", date(2018, 11, 2), date(2018, 11, 2), "the archive has no file"),
    ]


def test_the_index_is_disbelieved_aloud_and_bad_names_are_never_opened(tmp_path: Path):
    place = tmp_path / "archive"
    place.mkdir()
    (place / "events-2018-11-05.jsonl").write_bytes(day_file("2018-11-05", 2))
    entries = [
        {"name": "events-2018-11-05.jsonl", "date": "2018-11-05", "count": "9100"},
        {"name": "../../etc/passwd", "date": "2018-11-03", "count": "1"},
        {"name": "events-2018-11-07.jsonl", "date": "2018-11-07", "count": 85},
    ]
    (place / "index.jsonl").write_text("\n".join([*map(json.dumps, entries), "<html>"]))
    made = house(tmp_path, "archive")

    said = "the index counts 9,100 events, events-2018-11-05.jsonl holds 2"
    assert [r for r in launches.read(made) if isinstance(r, Reject)] == [
        Reject(
            "launches", "archive/index.jsonl", 1, "events-2018-11-05.jsonl",
            f"{said}; the file's number is kept",
        ),
        Reject(
            "launches", "archive/index.jsonl", 2, "../../etc/passwd",
            "no name of a day's file; not asked for",
        ),
        Reject(
            "launches", "archive/index.jsonl", 4, "<html>",
            "no name of a day's file; not asked for",
        ),
    ]  # fmt: skip


def test_repositories_are_counted_only_when_asked_for_and_gists_never(tmp_path: Path):
    assert rows(folder(tmp_path, "every-provider"), "launch_repository") == []

    made = folder(tmp_path, "every-provider", "top_repositories = true")

    day = date(2018, 11, 5)
    assert rows(made, "launch_repository") == [
        (day, "CKAN", "https://ckan.example.org/dataset/1", 1),
        (day, "Git", "https://git.example.org/x", 1),
        (day, "GitHub", "example/notebooks", 1),
        (day, "GitLab", "group/project", 1),
        (day, "Zenodo", "10.5281/zenodo.1", 1),
    ]


def parquet(place: Path, days: dict[str, int], *, with_origin: bool = True) -> None:
    rows = [json.loads(event(day, n)) for day, count in days.items() for n in range(count)]
    names = ["timestamp", "provider", "spec", *["origin"] * with_origin]
    place.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist([{name: row[name] for name in names} for row in rows])
    pq.write_table(table, place / "launches.parquet")


@pytest.mark.parametrize("with_origin", [True, False])
def test_the_first_load_gives_the_days_that_have_no_file_of_their_own(
    tmp_path: Path, with_origin: bool
):
    place = tmp_path / "archive"
    parquet(place, {"2018-11-03": 5, "2018-11-04": 6, "2018-11-05": 7}, with_origin=with_origin)
    (place / DAY).write_bytes(day_file("2018-11-05", 2))
    made = house(tmp_path, "archive")

    assert total(made) == {"2018-11-03": 5, "2018-11-04": 6, "2018-11-05": 2}
    assert total(made) == {"2018-11-03": 5, "2018-11-04": 6, "2018-11-05": 2}
    (place / "events-2018-11-04.jsonl").write_bytes(day_file("2018-11-04", 1))
    assert total(made) == {"2018-11-03": 5, "2018-11-04": 1, "2018-11-05": 2}


def test_a_first_load_that_cannot_be_read_is_for_a_person_and_the_days_still_count(
    tmp_path: Path,
):
    made = folder(tmp_path, "identical-lines")
    pq.write_table(pa.table({"when": ["2018-11-03"]}), tmp_path / "archive" / "launches.parquet")

    runs = [r for r in launches.read(made) if isinstance(r, SourceRun)]
    assert [(r.unit, r.status, r.rows, r.passing) for r in runs] == [
        ("launches.parquet", "failed", 0, False),
        ("archive", "ok", 3, True),
    ]
    assert total(made) == {"2018-11-05": 3}


def test_only_a_changed_file_is_read_again(tmp_path: Path):
    place = tmp_path / "archive"
    place.mkdir()
    for day in ("2018-11-04", "2018-11-05"):
        (place / f"events-{day}.jsonl").write_bytes(day_file(day, 2))
    made = house(tmp_path, "archive")
    assert total(made) == {"2018-11-04": 2, "2018-11-05": 2}
    # Same size, same time stamp: the roll-up must not look inside again.
    quiet = place / "events-2018-11-04.jsonl"
    stat = quiet.stat()
    quiet.write_bytes(b"x" * stat.st_size)
    os.utime(quiet, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (place / DAY).write_bytes(day_file("2018-11-05", 3))

    assert total(made) == {"2018-11-04": 2, "2018-11-05": 3}


def test_every_file_is_read_again_when_our_rules_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    place = tmp_path / "archive"
    place.mkdir()
    quiet = place / DAY
    quiet.write_bytes(day_file("2018-11-05", 2))
    made = house(tmp_path, "archive")
    assert total(made) == {"2018-11-05": 2}
    stat = quiet.stat()
    quiet.write_bytes(day_file("2018-11-05", 1).ljust(stat.st_size, b"\n"))
    os.utime(quiet, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert total(made) == {"2018-11-05": 2}

    monkeypatch.setattr(launches.rollup, "RULES", "others")
    assert total(made) == {"2018-11-05": 1}


def test_a_cache_that_lost_its_rows_is_made_again(tmp_path: Path):
    """A power loss took the rows and left the note of which files were read."""
    made = folder(tmp_path, "identical-lines")
    assert total(made) == {"2018-11-05": 3}
    (made.cache / "launches" / "counted.parquet").unlink()
    assert total(made) == {"2018-11-05": 3}


def test_what_the_cost_is_the_cost_of_is_a_setting(tmp_path: Path):
    more = (
        'accounts = ["google"]\norigins = ["gke*"]\n[[billing]]\naccount = "google"\n'
        'path = "x.csv"\ntimezone = "America/Los_Angeles"\n'
    )
    made = folder(tmp_path, "identical-lines", more)

    assert next(launches.read(made)) == UsageBasis(
        "launches", "launch", ["google"], ["gke*"], "bills", "America/Los_Angeles",
        "launches of gke*, paid by google",
    )  # fmt: skip


def test_the_archives_own_costs_are_days_of_the_bills_zone_ends_included(tmp_path: Path):
    made = folder(tmp_path, "identical-lines", 'cost = "archive"')
    lines = [
        '{"version": 1, "start_time": "2018-11-04T00:00:00-07:00", '
        '"end_time": "2018-11-04T23:59:59-08:00", "cost": 138.087715}',
        '{"version": 1, "start_time": "2018-11-05T00:00:00-08:00", '
        '"end_time": "2018-11-06T23:59:59-08:00", "cost": 1.5}',
        '{"version": 1, "cost": 1.5}',
    ]
    (tmp_path / "archive" / "cloud-costs.jsonl").write_text("\n".join(lines))

    found = list(launches.read(made))
    place = "archive/cloud-costs.jsonl"
    costs = [r for r in found if isinstance(r, UsageCost)]
    assert [(c.day, str(c.cost), c.currency, c.source_file, c.source_line) for c in costs] == [
        (date(2018, 11, 4), "138.087715", "USD", place, 1)
    ]
    rejects = [r for r in found if isinstance(r, Reject)]
    assert [(r.source_line, r.reason.split(":")[0]) for r in rejects] == [
        (2, "no cost of one day"),
        (3, "no cost of one day"),
    ]


# ── fetch ─────────────────────────────────────────────────────────────────────────────────────


def served(**days: int) -> Archive:
    archive = Archive()
    for day, count in days.items():
        name = day.replace("_", "-").lstrip("d")
        archive.files[f"events-{name}.jsonl"] = day_file(name, count)
    archive.files["index.jsonl"] = index(**{d.lstrip("d"): n for d, n in days.items()})
    return archive


def test_a_first_fetch_asks_for_every_indexed_day_since_and_the_days_after(tmp_path: Path):
    archive = served(d2018_11_03=1, d2018_11_04=2, d2018_11_05=3)

    results = fetch(archive, tmp_path, more="since = 2018-11-04")

    assert [told(r) for r in results] == [
        "2018-11-04", "2018-11-05", "cloud-costs.jsonl", "archive",
    ]  # fmt: skip
    assert archive.days_asked() == [
        ("events-2018-11-04.jsonl", 200), ("events-2018-11-05.jsonl", 200),
        ("events-2018-11-06.jsonl", 404), ("events-2018-11-07.jsonl", 404),
        ("events-2018-11-08.jsonl", 404),
    ]  # fmt: skip
    assert total(house(tmp_path, "http://gone")) == {"2018-11-04": 2, "2018-11-05": 3}


def test_a_later_run_asks_only_for_the_last_days_and_unchanged_ones_cost_nothing(tmp_path: Path):
    archive = served(d2018_11_03=1, d2018_11_04=2, d2018_11_07=3, d2018_11_08=1)
    fetch(archive, tmp_path, more="since = 2018-11-03")
    archive.files["events-2018-11-08.jsonl"] = day_file("2018-11-08", 4)  # today grows
    archive.asked.clear()

    results = fetch(archive, tmp_path, more="since = 2018-11-03")

    assert results == ["2018-11-07", "2018-11-08", "cloud-costs.jsonl", "archive"]
    assert archive.days_asked()[:2] == [
        ("events-2018-11-07.jsonl", 304), ("events-2018-11-08.jsonl", 200),
    ]  # fmt: skip
    assert total(house(tmp_path, "http://gone"))["2018-11-08"] == 4


@pytest.mark.parametrize("damage", [lambda _: b"", lambda held: held[:9], lambda held: bytes(9)])
@pytest.mark.parametrize("day", ["2018-11-03", "2018-11-07"])
def test_a_day_that_a_power_loss_damaged_is_fetched_again(tmp_path: Path, damage: Any, day: str):
    archive = served(d2018_11_03=3, d2018_11_07=4)
    fetch(archive, tmp_path, more="since = 2018-11-03")
    clean = total(house(tmp_path, "http://gone"))
    file = tmp_path / "data" / "raw" / "launches" / f"events-{day}.jsonl"
    file.write_bytes(damage(file.read_bytes()))
    shutil.rmtree(tmp_path / "data" / "cache")
    fetch(archive, tmp_path, more="since = 2018-11-03")
    assert total(house(tmp_path, "http://gone")) == clean == {"2018-11-03": 3, "2018-11-07": 4}


def test_an_old_day_is_fetched_again_when_the_index_counts_other_events(tmp_path: Path):
    archive = served(d2018_10_01=1, d2018_10_02=2)
    fetch(archive, tmp_path, more="since = 2018-10-01")
    archive.files["events-2018-10-01.jsonl"] = day_file("2018-10-01", 5)
    archive.files["index.jsonl"] = index(**{"2018_10_01": 5, "2018_10_02": 2})

    fetch(archive, tmp_path, more="since = 2018-10-01")

    assert total(house(tmp_path, "http://gone")) == {"2018-10-01": 5, "2018-10-02": 2}


def test_an_index_that_stays_wrong_is_asked_once_more_and_then_left_alone(tmp_path: Path):
    archive = served(d2018_10_01=1)
    archive.files["index.jsonl"] = index(**{"2018_10_01": 9100})
    more = "since = 2018-10-01"

    fetch(archive, tmp_path, more=more)
    assert [name for name, _ in archive.asked].count("index.jsonl") == 2
    assert [name for name, _ in archive.days_asked()].count("events-2018-10-01.jsonl") == 2
    archive.asked.clear()
    fetch(archive, tmp_path, more=more)

    assert [name for name, _ in archive.days_asked()].count("events-2018-10-01.jsonl") == 0


def test_days_after_a_stale_index_are_asked_for_directly(tmp_path: Path):
    archive = served(d2018_10_01=1)
    for day in ("2018-10-02", "2018-10-04", "2018-11-08"):
        archive.files[f"events-{day}.jsonl"] = day_file(day, 2)

    fetch(archive, tmp_path, more="since = 2018-10-01")

    assert total(house(tmp_path, "http://gone")) == {
        "2018-10-01": 1, "2018-10-02": 2, "2018-10-04": 2, "2018-11-08": 2,
    }  # fmt: skip


@pytest.mark.parametrize(("trouble", "line", "reason"), BROKEN)
def test_a_day_that_comes_broken_keeps_its_old_file(
    tmp_path: Path, trouble: str, line: int, reason: str
):
    archive = served(d2018_11_07=3)
    fetch(archive, tmp_path, more="since = 2018-11-07")
    archive.files["events-2018-11-07.jsonl"] = (TROUBLE / f"{trouble}.jsonl").read_bytes()

    results = fetch(archive, tmp_path, more="since = 2018-11-07")

    what = f"events-2018-11-07.jsonl line {line}: {reason}; the day is kept as before"
    errors = [result for result in results if isinstance(result, SourceError)]
    assert [(e.unit, e.what, e.remedy) for e in errors] == [
        (
            "2018-11-07", what,
            "run again later; if it stays, report it to those who run the archive",
        )
    ]  # fmt: skip
    assert total(house(tmp_path, "http://gone")) == {"2018-11-07": 3}
    assert not list((tmp_path / "data").rglob("*.writing"))


def test_a_day_nested_without_end_is_broken_at_its_line(tmp_path: Path):
    archive = served(d2018_11_07=3)
    archive.files["events-2018-11-07.jsonl"] += b"[" * 100_000

    results = fetch(archive, tmp_path, more="since = 2018-11-07")

    what = "events-2018-11-07.jsonl line 4: nested too deeply; the day stays unknown"
    assert ("2018-11-07", what) in [told(result) for result in results]


def test_a_first_day_that_comes_broken_is_not_said_to_be_kept(tmp_path: Path):
    archive = served(d2018_11_07=3)
    archive.files["events-2018-11-07.jsonl"] = b"<html>\n<body>Sign in</body>\n</html>\n"

    results = fetch(archive, tmp_path, more="since = 2018-11-07")

    what = "events-2018-11-07.jsonl line 1: a web page or XML, no events; the day stays unknown"
    assert ("2018-11-07", what) in [told(result) for result in results]


def test_an_archive_with_nothing_at_its_address_is_for_a_person(tmp_path: Path):
    results = fetch(Archive(), tmp_path)

    errors = [result for result in results if isinstance(result, SourceError)]
    assert [(e.unit, e.what, e.remedy, e.passing) for e in errors] == [
        (
            "archive", "its address has neither index.jsonl nor a file of the last days",
            "correct archive in [launches] of dashboard.toml", False,
        )
    ]  # fmt: skip


def test_a_day_the_index_names_but_nobody_has_is_told(tmp_path: Path):
    archive = served(d2018_10_01=1, d2018_10_02=2)
    del archive.files["events-2018-10-02.jsonl"]

    results = fetch(archive, tmp_path, more="since = 2018-10-01")

    errors = [result for result in results if isinstance(result, SourceError)]
    assert [(e.unit, e.what, e.passing) for e in errors] == [
        ("2018-10-02", "events-2018-10-02.jsonl is named by the index, but not there", True)
    ]
    assert errors[0].remedy == (
        "run again later; if it is lost for good, name the day in gaps of [launches]"
    )


def test_a_day_that_the_team_named_a_gap_is_not_missed_again(tmp_path: Path):
    archive = served(d2018_10_01=1, d2018_10_02=2, d2018_10_03=3)
    del archive.files["events-2018-10-02.jsonl"]
    gaps = 'gaps = [{ starts_on = 2018-10-02, ends_on = 2018-10-02, note = "lost" }]'

    results = fetch(archive, tmp_path, more=f"since = 2018-10-01\n{gaps}")

    assert not [result for result in results if isinstance(result, SourceError)]


def test_an_archive_that_cannot_be_reached_ends_the_fetch(tmp_path: Path):
    made = house(tmp_path, "http://127.0.0.1:9/")
    with pytest.raises(SourceError) as caught:
        list(launches.archive.fetch(made.config.launches, tmp_path, now=NOW, clock=_no_wait()))
    assert caught.value.passing is True


def _no_wait() -> Clock:
    return Clock(lambda: 0.0, lambda seconds: None)


def test_an_index_that_is_a_page_of_html_is_refused(tmp_path: Path):
    archive = served(d2018_11_07=3)
    archive.files["index.jsonl"] = b"<html><body>Sign in</body></html>"

    with pytest.raises(SourceError) as caught:
        fetch(archive, tmp_path)
    assert caught.value.what == "index.jsonl line 1: a web page or XML, no events"


def test_a_first_load_is_fetched_once_and_only_its_last_days_and_later_ones_after_it(
    tmp_path: Path,
):
    archive = served(d2018_11_01=1, d2018_11_03=1, d2018_11_06=1)
    parquet(tmp_path / "made", {"2018-11-01": 5, "2018-11-05": 6})
    archive.files["launches.parquet"] = (tmp_path / "made" / "launches.parquet").read_bytes()
    with serve_files(archive) as address:
        made = house(tmp_path, address, f'parquet = "{address}/launches.parquet"')
        list(launches.fetch(made, now=NOW))
        list(launches.fetch(made, now=NOW))

    assert [name for name, _ in archive.asked].count("launches.parquet") == 1
    assert "events-2018-11-01.jsonl" not in dict(archive.asked)
    assert total(made) == {"2018-11-01": 5, "2018-11-03": 1, "2018-11-05": 6, "2018-11-06": 1}


def test_nothing_set_up_is_a_state_of_its_own(tmp_path: Path):
    file = tmp_path / "dashboard.toml"
    file.write_text("")
    made = config.load(file, tmp_path / "data")

    assert list(launches.fetch(made, now=NOW)) == []
    assert list(launches.read(made)) == [SourceRun("launches", "", "not_set_up")]
