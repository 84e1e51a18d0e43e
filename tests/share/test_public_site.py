"""The public site: nothing private, services that add up, a folder that is left as it was found."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from servers.planting import AS_OF, Planter, costs, meeting, person

import config
from config import House
from share import __main__ as share
from share import pack
from share.site import blocks, public, write
from tests.wording import golden
from warehouse import build as warehouse_build
from warehouse.read import connect
from warehouse.records import BuildInfo, Issue
from wording.markup import words_of

NOW = datetime(2018, 9, 20, 7)
INFO = BuildInfo(NOW, AS_OF, "Binder", "USD", "UTC", "dashboard.toml", False, "0")
PRESET = '[[presets]]\nname = "open"\nrecipient = "everybody"\naudience = "public"\n'
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "dashboard.toml").write_text(PRESET)
    return House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")


@pytest.fixture
def published(house: House) -> Callable[..., dict[str, bytes]]:
    """Records → the files of the public site; changes are those of its preset."""

    def make(records: list[Any], **changes: Any) -> dict[str, bytes]:
        presets = [each.model_copy(update=changes) for each in house.config.presets]
        own = House(house.config.model_copy(update={"presets": presets}), house.data)
        file = warehouse_build.publish([*records, INFO], house.data, built_at=NOW)
        with connect(file) as db:
            return public.make(db, own, build=file, now=NOW, old_data=True)

    return make


def test_no_public_file_holds_any_of_three_hundred_planted_strings(published: Any) -> None:
    planter = Planter(seed=22)
    planted = [each for each in planter.every() if type(each).__name__ != "Meeting"]
    records: list[Any] = [meeting(), *costs()]
    records += [each for each in planted if type(each).__name__ != "Fund"]
    records += [
        replace(each, sub_account=planter.word()) for each in costs(category="storage")[:30]
    ]
    numbers = iter(range(2, 200))
    while len(planter.planted) < 300:
        records.append(person(planter.word(), planter.word()))
        records.append(planter.record(Issue, repo_id=1, number=next(numbers)))
    files = published(records)
    said = b"\n".join(files.values()).decode("utf-8", "replace").casefold()
    assert len(set(planter.planted)) >= 300
    assert [word for word in planter.planted if word in said] == []
    assert {"index.html", "spend.html", "rows/2018-08.html"} <= files.keys()
    assert "storage" in files["rows/2018-08.html"].decode()


@pytest.mark.parametrize("amounts", ["exact", "rounded", "indexed"])
def test_the_services_of_a_month_add_up_to_the_month_as_shown(published: Any, amounts: str) -> None:
    records = [
        *costs(), *costs(service="Disks", billed=Decimal("33.333")),
        *costs(service="Racks", category="hosting", billed=Decimal("7.77")),
    ]  # fmt: skip
    files = published(records, amounts=amounts)
    shown = [cells(row) for row in ROW.findall(files["spend.html"].decode())[1:]]
    august = [row for row in shown if row[0] == "August 2018"]
    rows = [cells(row) for row in ROW.findall(files["rows/2018-08.html"].decode())[1:]]
    assert [row[1] for row in rows] == ["Machines", "Disks", "Racks", ""]
    for _, category, gross, *_ in august:
        assert sum(number(row[2]) for row in rows if row[0] == category) == number(gross)
    assert number(rows[-1][2]) == sum(number(row[2]) for row in august)


def test_the_public_pages_are_whole(published: Any, write_golden: bool) -> None:
    records = [
        meeting(), *(person(f"N{n} P{n}", None) for n in range(6)), *costs(),
        *costs(service="Disks", billed=Decimal("33.333")),
        *costs(service="Racks", category="hosting", billed=Decimal("7.77"))[:40],
        *costs(category="x", billed=Decimal(0))[:40],
    ]  # fmt: skip
    whole = {}
    for amounts in ("exact", "indexed"):
        files = published(records, amounts=amounts)
        whole[f"{amounts}, files"] = "\n".join(sorted(files))
        for name, page in sorted(files.items()):
            if name in ("index.html", "spend.html", "rows/2018-03.html", "rows/2018-08.html"):
                text = re.sub(rb"SHA-256.*?</tr>|<script.*?</script>", b"", page, flags=re.DOTALL)
                body = text.decode().split('<p class="qd-kicker">')[1]
                links = re.findall(r'href="([^"]*)"', body)
                lines = re.sub(r"</(?:p|div|li|tr|h1|h2|dt|dd)>", "\n", body)
                lines = re.sub(r"</t[hd]>", " | ", re.sub(r"\n\s*(?=<t)", "", lines))
                said = [words_of(line) for line in lines.splitlines()]
                leads = f"leads to {' '.join(links)}"
                whole[f"{amounts}, {name}"] = "\n".join([*filter(None, said), leads])
    golden.check(
        "public_site", whole, write=write_golden, folder=Path(__file__).with_name("golden")
    )


def cells(row: str) -> list[str]:
    return [words_of(each) for each in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]


def number(said: str) -> Decimal:
    return Decimal(said.replace(",", ""))


def test_a_service_that_names_a_member_means_no_file(
    published: Any, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [meeting(), person("Zoë Example", "zoeang"), *costs(service="box of zoeang")]
    with pytest.raises(pack.Withheld) as withheld:
        published(records)
    assert "rows, table row 1, service" in {leak.place for leak in withheld.value.leaks}
    out = house.data / "site"
    at = ["--config", str(house.config.file), "--data", str(house.data), "site", "--out", str(out)]
    assert share.main([*at, "--audience", "public", "--with-old-data"], now=lambda: NOW) == 78
    assert "holds a handle, 'zoeang'" in capsys.readouterr().err
    assert not out.exists()


def test_without_a_public_preset_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dashboard.toml").write_text(PRESET.replace('"public"', '"funder"'))
    warehouse_build.publish([*costs(), INFO], tmp_path / "data", built_at=NOW)
    at = ["--config", str(tmp_path / "dashboard.toml"), "--data", str(tmp_path / "data")]
    assert share.main([*at, "site", "--audience", "public", "--out", str(tmp_path / "out")]) == 78
    assert 'Fix: add [[presets]] with audience = "public"' in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# ── The folder ─────────────────────────────────────────────────────────────────────────────────


def test_a_public_site_in_the_teams_folder_leaves_nothing_of_the_teams(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write.write({"index.html": b"team", "runway.html": b"", "rows/a.html": b""}, folder)
    (folder / "CNAME").write_text("example.org")
    write.write({"index.html": b"public", "spend.html": b""}, folder)
    files = sorted(
        each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()
    )
    assert files == ["CNAME", "index.html", "site.json", "spend.html"]
    assert (folder / "index.html").read_bytes() == b"public"


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(write.Occupied, match="Fix: name another folder"):
        write.write({"index.html": b""}, tmp_path)
    (tmp_path / "thesis.tex").rename(tmp_path / ".kept")
    write.write({"index.html": b""}, tmp_path)
    (tmp_path / "site.json").write_text('{"files": ["../elsewhere", "index.html"]}')
    (tmp_path.parent / "elsewhere").write_text("")
    write.write({}, tmp_path)
    assert (tmp_path.parent / "elsewhere").exists()
    assert not (tmp_path / "index.html").exists()


def test_data_never_become_a_part_of_the_page(published: Any) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=1>"
    files = published(costs(category=hostile))
    for name, page in files.items():
        if name.endswith(".html"):
            scripts = re.findall(r"<script[^>]*>", page.decode())
            assert all("src=" in each or "application/json" in each for each in scripts)
            assert b"<img" not in page
    assert b"&lt;script&gt;" in files["spend.html"]


def test_a_table_whose_first_day_is_not_known_has_a_dash_there():
    days = pd.DataFrame({"Merged": [pd.NaT, pd.Timestamp("2018-05-02")], "Pulls": [3, 4]})
    rows = ROW.findall(str(blocks.frame(days, "Pull requests")))
    assert [re.findall(r">([^<]*)</td>", row) for row in rows[1:]] == [
        ["–", "3"], ["2 May 2018", "4"],
    ]  # fmt: skip
