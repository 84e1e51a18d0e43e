"""The open data: sums of the pages, nothing private, never shorter unasked, one line to open it."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from servers.planting import AS_OF, Planter, costs, fund, meeting, person, statement

import config
from config import SAMPLE, ConfigError, House
from metrics.issues import counts
from metrics.issues.scope import Scope
from metrics.launches import usage
from metrics.meetings import attendance
from metrics.spending import breakdown, burn
from share import __main__ as share
from share import data, pack, releases
from tests.wording import golden
from warehouse import build as warehouse_build
from warehouse.read import connect, newest
from warehouse.records import (
    BuildInfo,
    DocsBuild,
    DocsProject,
    Issue,
    LaunchDaily,
    LaunchRepository,
    Repo,
)
from wording import open_data as wording

NOW = datetime(2018, 9, 20, 7)
INFO = BuildInfo(NOW, AS_OF, "Binder", "USD", "UTC", "dashboard.toml", False, "0")
DAY = date(2018, 9, 1)
ANY = data.Wanted(old_data=True)


def repo(number: int, name: str, *, private: bool = False) -> Repo:
    return Repo(number, name, False, private, 0, None, None, True, [], None)


@pytest.fixture
def release(tmp_path: Path) -> Callable[..., dict[str, bytes]]:
    """Records → the files of a release."""

    def make(records: list[Any], wanted: data.Wanted = ANY, **rest: Any) -> dict[str, bytes]:
        settings = tmp_path / "dashboard.toml"
        settings.write_text(rest.pop("settings", ""))
        house = House(config.load(settings).config, tmp_path / "data")
        file = warehouse_build.publish([*records, INFO], house.data, built_at=NOW)
        with connect(file) as db:
            return data.make(db, house, wanted, before=rest.pop("before", None), now=NOW)

    return make


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def sample(sample_build: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, bytes]]]:
    with connect(newest(sample_build)) as db:
        house = config.load(SAMPLE, sample_build)
        yield db, data.make(db, house, data.Wanted(), before=None, now=NOW)


def test_sums_equal_those_of_the_pages_to_the_cent(sample: Any) -> None:
    db, files = sample
    cost = pd.read_parquet(io.BytesIO(files["daily_cost.parquet"]))
    (totals,) = breakdown.totals(db).to_dict("records")
    assert sum(cost["gross"]) == totals["gross"] > 0
    assert sum(Decimal(row["gross"]) for row in table(files, "daily_cost")) == totals["gross"]
    code = burn.main_currency(db)
    months = breakdown.monthly(db, as_of=date(2026, 9, 17), currency=code)
    own = cost.assign(month=[day.replace(day=1) for day in cost["day"]])
    by_month = own[own["currency"] == code].groupby("month")["gross"].sum()
    for month, amount in months.groupby("month")["amount"].sum().items():
        assert by_month[month] == amount


def test_counts_equal_those_of_the_pages(sample: Any) -> None:
    db, files = sample
    launches = sum(int(row["launches"]) for row in table(files, "launches_by_member"))
    assert launches == usage.amounts(db)["amount"].sum()
    newest_day = table(files, "backlog")[-1]
    as_of = date.fromisoformat(newest_day["day"])
    for column, scope in (("open_issues", Scope()), ("open_pulls", Scope(pulls=True))):
        assert int(newest_day[column]) == counts.open_on(db, day=as_of, scope=scope)
    came = attendance.attendance(db, as_of=as_of, months=1200)["came"].dropna()
    shown = [int(row["came"]) for row in table(files, "attendance") if row["came"]]
    assert sum(shown) == sum(n for n in came if n >= 5)


def test_it_opens_in_one_line_of_pandas_and_of_duckdb(sample: Any, tmp_path: Path) -> None:
    _, files = sample
    data.write(files, tmp_path / "open")
    described = json.loads((tmp_path / "open" / "datapackage.json").read_text())
    for each in described["resources"]:
        file = tmp_path / "open" / each["path"]
        read = pd.read_parquet if each["format"] == "parquet" else pd.read_csv
        names = [field["name"] for field in each["schema"]["fields"]]
        assert list(read(file).columns) == names
        found = duckdb.sql(f"from '{file}'")
        assert (found.columns, len(found)) == (names, len(read(file)))
        assert file.stat().st_size == each["bytes"]
        assert all(field["description"] for field in each["schema"]["fields"])
        assert each["description"]


def test_no_file_holds_any_of_three_hundred_planted_strings(release: Any) -> None:
    planter = Planter(seed=20260922)
    numbers = iter(range(2, 100))
    own = [fund("estuary", "Estuary Fund grant", funder="Estuary Fund")]
    records: list[Any] = [meeting(), *own, statement("estuary", 60_000)]
    for cost in costs()[:30]:
        records.append(replace(cost, sub_account=planter.word(), region=planter.word()))
    records += [each for each in planter.every() if type(each).__name__ != "Meeting"]
    while len(planter.planted) < 300:
        records.append(person(planter.word(), planter.word()))
        records.append(planter.record(Issue, repo_id=1, number=next(numbers)))
    files = release(records)
    assert len(files) >= 9
    written = b"\n".join(files.values()).decode("utf-8", errors="replace").casefold()
    assert [word for word in planter.planted if word in written] == []
    read = [pd.read_parquet(io.BytesIO(v)) for k, v in files.items() if k.endswith(".parquet")]
    text = "\n".join(str(each.to_dict("records")) for each in read).casefold()
    assert [word for word in planter.planted if word in text] == []
    assert "compute" in text


@pytest.mark.parametrize(
    ("records", "place"),
    [
        ([meeting(), person("Will Moss", "will"), *costs(category="box of Will Moss")], "category"),
        ([*costs(category="Meadow Trust"), fund("x", "y", funder="Meadow Trust")], "category"),
        ([*costs(category="of zoe@team.example")], "category"),
        ([replace(meeting(), series="@will"), person("Will Moss", "will")], "series"),
    ],
)
def test_one_private_word_and_there_is_no_file(release: Any, records: Any, place: str) -> None:
    with pytest.raises(pack.Withheld) as withheld:
        release(records)
    assert place in str(withheld.value.leaks[0])


LAUNCHED = [
    *(LaunchRepository(DAY, "GitHub", name, launches) for name, launches in (
        ("moss/boat", 9), ("moss/sail", 4), ("moss/secret", 90), ("will/x", 8), ("far/away", 50),
    )),
    LaunchDaily(DAY, DAY, "hub.example.org", "GitHub", 160, "launches/1"),
    LaunchDaily(DAY, DAY, "small.example.org", "GitHub", 1, "launches/1"),
    repo(1, "moss/boat"), repo(2, "moss/sail"), repo(3, "moss/secret", private=True),
    repo(4, "will/x"), person("Will Moss", "will"), meeting(),
]  # fmt: skip


def test_only_public_repositories_with_five_launches_that_name_nobody_are_named(
    release: Any,
) -> None:
    def said(name: str, files: dict[str, bytes], column: str) -> dict[str, int]:
        return {row[column]: int(row["launches"]) for row in table(files, name)}

    files = release(LAUNCHED)
    by_repository = said("launches_by_repository", files, "repository")
    assert by_repository == {"moss/boat": 9, "other repositories": 152}
    assert said("launches_by_member", files, "member") == {
        "hub.example.org": 160, "other members": 1,
    }  # fmt: skip
    open_archive = release(LAUNCHED, replace(ANY, public_archive=True))
    by_repository = said("launches_by_repository", open_archive, "repository")
    assert by_repository == {"far/away": 50, "moss/boat": 9, "moss/secret": 90,
                             "other repositories": 12}  # fmt: skip


def issue(repo_id: int, number: int, *, is_pull: bool = False) -> Issue:
    return Issue(repo_id, number, is_pull, "t", None, False, "open", None, [], 0, NOW, NOW,
                 None, None, None, True, None, None, None, None)  # fmt: skip


def test_a_release_is_whole(release: Any, write_golden: bool) -> None:
    site = DocsProject("d", "Read the Docs", "d", "latest", None, None, None, True, NOW, "latest")
    built = DocsBuild("d", "1", "latest", False, "failed", None, None, NOW, None, 1, "a", None)
    few = [person(f"Nm{n} Px{n}", None) for n in range(6)]
    records = [
        *LAUNCHED, *few, *costs()[:3], *costs(currency="EUR", category="hosting")[:1],
        issue(1, 1), issue(1, 2, is_pull=True), issue(3, 1), site, built,
    ]  # fmt: skip
    wanted = replace(ANY, version="spring", licence="CC-BY-4.0")
    whole = {}
    for name, files in {"all": release(records, wanted), "old": release(costs()[190:])}.items():
        for file, content in files.items():
            if not file.endswith(".parquet"):
                whole[f"{name}, {file}"] = re.sub(
                    r'("(?:bytes|hash)": )[^,]*', r"\1…", content.decode("utf-8-sig")
                ).replace("\r", "")
    golden.check("open_data", whole, write=write_golden, folder=Path(__file__).with_name("golden"))


def test_the_backlog_of_a_private_repository_is_not_in_it(release: Any) -> None:
    files = release([repo(1, "moss/boat"), repo(2, "moss/secret", private=True),
                     issue(1, 1), issue(2, 1), issue(2, 2)])  # fmt: skip
    assert table(files, "backlog")[-1]["open_issues"] == "1"


def test_a_count_of_people_under_five_is_left_empty(release: Any) -> None:
    few = [person(f"Nm{n} Px{n}", None) for n in range(4)]
    assert table(release([meeting(), *few]), "attendance")[0]["came"] == ""
    five = [*few, person("Nm5 Px5", None)]
    assert table(release([meeting(), *five]), "attendance")[0]["came"] == "5"


def test_a_silent_source_is_refused_or_said(release: Any) -> None:
    old = [replace(cost, day=date(2017, 1, n + 1)) for n, cost in enumerate(costs()[:28])]
    with pytest.raises(pack.Old) as refused:
        release(old, data.Wanted())
    (said,) = refused.value.said
    assert said.encode() in release(old)["README.md"]


def test_a_release_says_what_is_new_gone_and_changed(release: Any, tmp_path: Path) -> None:
    data.write(release(costs()[5:]), tmp_path / "open")
    more = [*costs()[:5], *(replace(c, billed=Decimal(101)) for c in costs()[5:7]), *costs()[7:]]
    files = release(more, before=tmp_path / "open")
    assert json.loads(files["changes.json"]) == {
        "since": "2018.09.20", "rows": {"daily_cost": {"new": 5, "gone": 0, "changed": 2}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (slice(5, None), "195 days from 2018-03-05 to 2018-09-15"),
        (slice(0, 150), "150 days from 2018-04-24 to 2018-09-20"),
        (slice(0, 0), "none"),
    ],
)
def test_a_shorter_history_is_refused_unless_it_is_asked_for(
    release: Any, tmp_path: Path, kept: slice, said: str
) -> None:
    folder = tmp_path / "open"
    data.write(release(costs()), folder)
    with pytest.raises(releases.Shorter) as refused:
        release([meeting(), *costs()[kept]], before=folder)
    was = "200 days from 2018-03-05 to 2018-09-20"
    assert refused.value.said[0] == f"daily_cost: the last release has {was}, this one {said}"
    files = release([meeting(), *costs()[kept]], replace(ANY, shorter=True), before=folder)
    assert json.loads(files["changes.json"])["rows"]["daily_cost"]["gone"] >= 5


HELD = [date(2026, 1, n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        ((), (0,), None), ((0, 1), (0, 1), None), ((0, 1), (0, 1, 2), None),
        ((1, 2), (0, 1, 2, 3), None), ((0, 1), (), "none"), ((0, 1), (1, 2), "is shorter"),
        ((0, 1), (0,), "is shorter"), ((0, 1, 2), (0, 2), "has a hole"),
        ((0, 1, 2), (0, 2, 3), "has a hole"),
    ],
)  # fmt: skip
def test_a_day_that_was_published_stays(
    before: tuple[int, ...], now: tuple[int, ...], lost: str | None
) -> None:
    was, there = ({HELD[n] for n in some} for some in (before, now))
    first = (min(was), max(was), len(was)) if was else None
    then = (min(there), max(there), len(there)) if there else None
    said = []
    if lost == "has a hole":
        said = [wording.lost("backlog", HELD[1], 1)]
    elif lost:
        said = [wording.shorter("backlog", first, then)]
    assert releases._lost("backlog", was, there) == said


def test_rows_are_compared_by_their_keys_and_states_of_docs_may_go() -> None:
    row = {"day": HELD[0], "series": "team", "state": "held", "came": 7}
    early = [row, {**row, "came": None}, {**row, "series": "cafe"}]
    last = releases.Release("1", {"attendance": early, "docs_states": [{"state": "a", "sites": 1}]})
    now = {
        "attendance": pd.DataFrame(
            [row, {**row, "came": 8}, {**row, "day": HELD[1]}, {**row, "series": "cafe"}]
        ),
        "docs_states": pd.DataFrame([{"state": "b", "sites": 1}]),
    }
    found = releases.compared(last, now, shorter=False)
    assert found == releases.Changes("1", {"docs_states": (1, 1, 0), "attendance": (1, 0, 1)})
    assert found.as_json == {
        "since": "1",
        "rows": {
            "docs_states": {"new": 1, "gone": 1, "changed": 0},
            "attendance": {"new": 1, "gone": 0, "changed": 1},
        },
    }
    assert releases.compared(None, now, shorter=False) == releases.Changes("", {})
    assert releases.Changes("", {}).as_json == {"since": None, "rows": {}}


def test_a_table_that_has_no_row_any_more_goes_and_any_other_file_stays(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    data.write({"backlog.csv": b"1", "backlog.parquet": b"2", "README.md": b"3"}, folder)
    (folder / "NOTES").write_text("ours")
    (tmp_path / "open.writing").mkdir()
    (tmp_path / "open.writing" / "left").write_text("over")
    data.write({"backlog.csv": b"4", "README.md": b"5"}, folder)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {
        "backlog.csv": b"4", "README.md": b"5", "NOTES": b"ours",
    }  # fmt: skip
    assert sorted(each.name for each in tmp_path.iterdir()) == ["open"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 1}'])
def test_a_release_that_cannot_be_read_is_not_published_over(tmp_path: Path, text: str) -> None:
    assert releases.read(tmp_path) is None
    (tmp_path / "datapackage.json").write_text(text)
    if text.startswith('{"'):
        assert releases.read(tmp_path) == releases.Release("1", {})
        (tmp_path / "backlog.parquet").write_text("no table")
    with pytest.raises(ConfigError, match="the last release cannot be read"):
        releases.read(tmp_path)


def test_days_lost_in_between_are_refused_too(release: Any, tmp_path: Path) -> None:
    data.write(release(costs()), tmp_path / "open")
    with pytest.raises(releases.Shorter) as refused:
        release([*costs()[:50], *costs()[52:]], before=tmp_path / "open")
    assert refused.value.said == [
        "daily_cost: 2 days of the last release are gone, 2018-07-31 first"
    ]


def test_the_command_writes_all_or_nothing(sample_build: Path, tmp_path: Path, capsys: Any) -> None:
    def run(*more: str) -> int:
        own = ["--config", str(SAMPLE), "--data", str(sample_build), "data"]
        return share.main([*own, "--out", str(tmp_path / "open"), *more], now=lambda: NOW)

    assert run() == 0
    assert "no licence is named" in capsys.readouterr().err
    assert run("--licence", "CC-BY-4.0", "--version", "2.0") == 0
    described = json.loads((tmp_path / "open" / "datapackage.json").read_text())
    assert (described["version"], described["licenses"][0]["name"]) == ("2.0", "CC-BY-4.0")
    held = {file.name: file.read_bytes() for file in (tmp_path / "open").iterdir()}
    cut = pd.read_parquet(tmp_path / "open" / "daily_cost.parquet")
    longer = pd.concat([cut, cut.tail(1).assign(day=date(2030, 1, 1))])
    longer.to_parquet(tmp_path / "open" / "daily_cost.parquet")
    held["daily_cost.parquet"] = (tmp_path / "open" / "daily_cost.parquet").read_bytes()
    capsys.readouterr()
    assert run() == 78
    assert "Fix: publish it into another folder" in capsys.readouterr().err
    assert held == {file.name: file.read_bytes() for file in (tmp_path / "open").iterdir()}
    assert run("--licence", "my own") == 78
