"""python -m share: what each command prints, returns and writes, in words and whole."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from runway_records import balance, every_day, fund, planned

from share.__main__ import COMMANDS, _arguments, main
from tests.wording import golden
from warehouse import build as warehouse_build
from warehouse.records import (
    Attendance,
    Award,
    AwardLine,
    AwardReport,
    BookedCost,
    BuildInfo,
    Meeting,
)

AS_OF = date(2026, 9, 17)
NOW = datetime(2026, 9, 17, 7)
SETTINGS = """
[project]
name = "Fernhollow"
as_of = 2026-09-17

[[funds]]
id = "grant"
name = "The grant"
kind = "grant"
funder = "Estuary Fund"
number = "EF-1"
{signer}

[[presets]]
name = "estuary"
recipient = "Estuary Fund"
funds = ["grant"]
audience = "{audience}"
"""
GRANT = [
    fund("grant", starts=date(2025, 1, 1), ends=date(2026, 12, 31), pays=["people"],
         funder="Estuary Fund", extension_months=6, notice_days=60, work="six images move",
         work_months=Decimal(3)),
    balance("grant", date(2026, 8, 31), "30000"), planned("4000", date(2026, 1, 1), "people"),
    Award("grant", "EF-1", "A hub", "Lark Whitlow", codes=["EF-1"]),
    AwardLine("grant", 0, "People", "people", Decimal(90_000), ["5100"]),
    AwardReport("grant", "Report 3", None, date(2026, 3, 1), date(2026, 8, 31)),
    BookedCost(date(2026, 5, 31), "pay", "people", "EF-1", "5100", "USD", Decimal(60_000), 1, "p"),
]  # fmt: skip
MET = [
    Meeting("m1", "team", date(2026, 8, 20), None, None, False, True, "a.md", 1),
    Attendance("m1", "hazel-f", "Hazel Fenwick", "hazel-f", "Here", "a.md", 2),
]  # fmt: skip
BILLS = every_day(date(2026, 3, 1), AS_OF, "100")
OLD = every_day(AS_OF - timedelta(days=300), AS_OF - timedelta(days=200), "100")
LEAK = every_day(date(2026, 3, 1), AS_OF, "5", category="box of Hazel Fenwick")
PACK = ["pack", "--preset", "estuary"]
PUBLIC_SITE = ["site", "--out", "OUT", "--audience", "public"]
YEAR = ["report", "--period", "2025-01..2025-12", "--template", "board-year"]
PUBLIC = {"audience": "public"}
REPORT = ["report", "--period", "2026-03..2026-08"]
WORDS = "## What was done\nThree images moved.\n## Remaining work\nSix.\n## Next steps\nOne.\n"
NAMED = WORDS.replace("Three", "Hazel Fenwick's three")
LETTER = ["extension", "--award", "grant"]
CASES = {
    "a pack": (PACK, BILLS, {}),
    "a pack of old data": (PACK, OLD, {}),
    "a pack of old data that is asked for, elsewhere, with a first name": (
        [*PACK, "--with-old-data", "--out", "OUT"], OLD,
        {"words": "## What was done\nHazel did.\n"},
    ),
    "a pack that names somebody": (PACK, LEAK, {}),
    "a pack that nobody set up": (["pack", "--preset", "nobody"], OLD, {}),
    "open data": (["data"], BILLS, {}),
    "open data elsewhere, with a licence": (
        ["data", "--out", "OUT", "--licence", "MIT", "--version", "2"], BILLS, {}
    ),
    "open data with no licence at all": (["data", "--licence", "my own"], OLD, {}),
    "open data that is old": (["data"], OLD, {}),
    "open data that names somebody": (["data"], LEAK, {}),
    "a public site": (PUBLIC_SITE, BILLS, PUBLIC),
    "a public site of old data": (PUBLIC_SITE, OLD, PUBLIC),
    "a public site that names somebody": (PUBLIC_SITE, LEAK, PUBLIC),
    "a site without a public preset": (PUBLIC_SITE, OLD, {}),
    "a site where a thesis is": (["site", "--out", "."], OLD, {}),
    "a letter": (["extension", "--award", "ef-1"], GRANT, {}),
    "a letter for too long": ([*LETTER, "--to", "2027-12-31"], GRANT, {}),
    "a letter that names somebody": (
        [*LETTER, "--words", "WORDS"], GRANT, {"reason": "By Hazel Fenwick."}
    ),
    "a letter of no award": (["extension", "--award", "nobody"], OLD, {}),
    "a draft that is sent, elsewhere": (
        [*REPORT, "--award", "grant", "--submit", "--out", "OUT"], GRANT, {}
    ),
    "a report that names somebody": ([*REPORT, "--award", "grant"], GRANT, {"said": NAMED}),
    "a report that the signer sends, by words of its own": (
        [*REPORT, "--award", "grant", "--submit", "--words", "WORDS"], GRANT,
        {"reason": "x", "body": WORDS, "signer": 'signer = "Sorrel Quickwater"'},
    ),
    "a year": (YEAR, GRANT, {}),
    "a year elsewhere": ([*YEAR, "--out", "OUT"], GRANT, {}),
    "no year": ([*YEAR[:2], "2025-02..2025-12", *YEAR[3:]], OLD, {}),
    "a year that is sent": ([*YEAR, "--submit"], OLD, {}),
    "a year that somebody sends": ([*YEAR, "--by", "Wren"], OLD, {}),
    "a year that quotes": ([*YEAR, "--tick", "a.md:1"], OLD, {}),
    "a report of no award": (REPORT, OLD, {}),
    "a claim of an award that is paid first": (["claim", "--award", "grant"], OLD, {}),
    "an agenda of no series": (["agenda", "--series", "cafe"], OLD, {}),
    "pages that are not for everybody": (["may-publish", "."], OLD, {"page": "<html>"}),
    "pages for everybody": (
        ["may-publish", "."], OLD, {"page": '<html data-audience="public">'}
    ),
    "outside of a job": (["may-keep", "."], OLD, {}),
    "an issue outside of a job": (["issue"], OLD, {}),
}  # fmt: skip


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Arguments, records and files → the exit code, both outputs, and the files written."""
    monkeypatch.setenv("BROWSER_PATH", "none")
    for name in ("GITHUB_API_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    built: dict[int, Path] = {}

    def run(case: str, arguments: list[str], records: list, given: dict[str, str]) -> str:
        folder = tmp_path / case
        (folder / "reports" / "grant").mkdir(parents=True)
        (folder / "sponsors").mkdir()
        monkeypatch.chdir(folder)
        settings = {"signer": "", "audience": "funder", **given}
        (folder / "dashboard.toml").write_text(SETTINGS.format(**settings))
        (folder / "sponsors" / "estuary.md").write_text(given.get("words", ""))
        if "said" in given:
            text = given["said"]
            (folder / "reports" / "grant" / "2026-03-to-2026-08.md").write_text(text)
        if "page" in given:
            (folder / "index.html").write_text(given["page"])
        if "reason" in given:
            text = given.get("body", f"## Why the work is late\n{given['reason']}\n")
            (folder / "own.md").write_text(text)
        if id(records) not in built:
            info = BuildInfo(NOW, AS_OF, "Fernhollow", "USD", "UTC", "dashboard.toml", False, "0")
            built[id(records)] = warehouse_build.publish(
                [info, *MET, *records], tmp_path / f"{len(built)}", built_at=NOW
            )
        (folder / "data").mkdir()
        (folder / "data" / built[id(records)].name).hardlink_to(built[id(records)])
        before = {each for each in folder.rglob("*") if each.is_file()}
        places = {"OUT": "out", "FILE": "out.ics", "WORDS": "own.md"}
        at = ["--config", str(folder / "dashboard.toml"), "--data", str(folder / "data")]
        code = main([*at, *(places.get(each, each) for each in arguments)], now=lambda: NOW)
        out, err = (text.replace(f"{folder}/", "").replace(str(folder), ".")
                    for text in capsys.readouterr())  # fmt: skip
        made = {each for each in folder.rglob("*") if each.is_file()} - before
        files = sorted(each.relative_to(folder).as_posix() for each in made)
        shown = files if len(files) < 30 else [f"{len(files)} files", *files[:3]]
        return "\n".join([f"exit {code}", out, err, *shown])

    return run


@pytest.mark.slow
def test_each_command_says_what_it_did_and_where_its_files_are(
    said: Callable[..., str], write_golden: bool
) -> None:
    whole = {name: said(name, *case) for name, case in CASES.items()}
    folder = Path(__file__).with_name("golden")
    golden.check("commands", whole, write=write_golden, folder=folder)


def test_without_a_build_each_command_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dashboard.toml").write_text(SETTINGS.format(signer="", audience="funder"))
    at = ["--config", str(tmp_path / "dashboard.toml"), "--data", str(tmp_path / "data")]
    for command in (PACK, ["data"], ["calendar"], [*REPORT, "--award", "grant"]):
        assert main([*at, *command]) == 78
        assert capsys.readouterr().err.endswith(". Fix: run python -m pipelines\n")


AT = {"config": None, "data": None}
OF_AWARD = {**AT, "award": "g", "words": None, "tick": [], "out": None}
OF_DATA = {
    **AT, "out": None, "last": None, "version": "", "licence": "", "public_archive": False,
    "shorter": False, "with_old_data": False,
}  # fmt: skip
OF_SITE = {**AT, "out": "o", "audience": "team", "passphrase_env": None, "with_old_data": False}
OF_AGENDA = {**AT, "series": None, "on": None, "template": None, "branch": False, "push": False}
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("--config c --data d calendar", {"config": "c", "data": "d", "out": None}),
        ("pack --preset x", {**AT, "preset": "x", "out": None, "with_old_data": False}),
        ("pack --preset x --out o --with-old-data",
         {**AT, "preset": "x", "out": "o", "with_old_data": True}),
        ("extension --award g", {**OF_AWARD, "to": None}),
        ("extension --award g --to 2026-03-31 --tick a:1 --tick b:2 --words w --out o",
         {**OF_AWARD, "to": MARCH[1], "tick": ["a:1", "b:2"], "words": "w", "out": "o"}),
        ("report --period 2026-03",
         {**OF_AWARD, "award": None, "period": MARCH, "template": "plain", "submit": False,
          "by": None}),
        ("report --period 2026-03 --award g --template t --submit --by W",
         {**OF_AWARD, "period": MARCH, "template": "t", "submit": True, "by": "W"}),
        ("claim --award g --to 2026-03-31 --out o",
         {**AT, "award": "g", "to": MARCH[1], "out": "o"}),
        ("data", OF_DATA),
        ("data --public-archive --shorter --with-old-data --last l",
         {**OF_DATA, "public_archive": True, "shorter": True, "with_old_data": True, "last": "l"}),
        ("site --out o", OF_SITE),
        ("site --out o --audience public --passphrase-env P --with-old-data",
         {**OF_SITE, "audience": "public", "passphrase_env": "P", "with_old_data": True}),
        ("agenda", {**OF_AGENDA, "out": None}),
        ("agenda --series s --on 2026-03-31 --template t --branch --push --out o",
         {"series": "s", "on": MARCH[1], "template": "t", "branch": True, "push": True,
          **AT, "out": "o"}),
        ("digest", AT), ("issue", AT), ("may-keep a b", {**AT, "paths": ["a", "b"]}),
        ("may-publish a", {**AT, "paths": ["a"]}),
    ],
)  # fmt: skip
def test_a_command_is_read_with_all_that_it_may_say(given: str, read: dict[str, object]) -> None:
    words = given.split()
    command = next(each for each in words if each in {*COMMANDS, "issue"})
    found = vars(_arguments(words))
    assert found == {"command": command, **read}


@pytest.mark.parametrize(
    "given",
    ["", "pack", "extension", "report", "claim", "site", "may-keep", "may-publish", "data x",
     "site --out o --audience all", "report --period 2026-03..2026-02"],
)  # fmt: skip
def test_a_command_that_lacks_something_says_how_it_is_used(
    given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        _arguments(given.split())
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m share")
