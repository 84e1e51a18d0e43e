"""The search within the site: the team's alone, without names, of the newest lines."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from servers.planting import AS_OF, costs, meeting, person

import config
from config import House, people, traces
from config.names import WITHHELD
from metrics.search.find import Line
from metrics.search.newest import newest
from share.site import public, search, team
from tests.wording import golden
from warehouse import build as warehouse_build
from warehouse.read import connect
from warehouse.records import ActionItem, BuildInfo, Claim, Decision, Issue, NoteLine, Repo
from wording.markup import words_of

NOW = datetime(2018, 9, 20, 7)
INFO = BuildInfo(NOW, AS_OF, "Tidepool", "USD", "UTC", "dashboard.toml", False, "0")
CONFIG = """
[people]
file = "people.toml"
[[notes]]
series = "team"
path = "notes"
[[presets]]
name = "open"
recipient = "everybody"
audience = "public"
"""
WEB = "https://github.com/moss/notes/blob/0123abc/a.md"


def line(number: int, text: str, **changes: Any) -> NoteLine:
    own = NoteLine("team", "m1", AS_OF, "item", text, "Agenda", WEB, "notes/a.md", number)
    return replace(own, **changes)


def issue(number: int, title: str, *, is_pull: bool = False) -> Issue:
    kind = "pull" if is_pull else "issues"
    return Issue(
        1, number, is_pull, title, "ivo", False, "open", None, ["rigging"], 0, NOW, NOW, None,
        None, None, True, None, f"https://example.org/moss/boat/{kind}/{number}", None, None,
    )  # fmt: skip


RECORDS = [
    INFO, meeting(), *costs(), person("Ivo Moss", "ivo"), person("Ada Fenwick", "adaf"),
    line(3, "Ivo Moss / Moss Lab / @ivo", kind="roll call"),
    line(4, "Ada Fenwick / Reef Lab / @adaf", kind="roll call"),
    line(7, "Ivo to paint the gaffrig"),
    line(8, "Decision: the gaffrig is blue, asks Ada Fenwick"),
    line(9, "gaffrig </script><script>alert(1)</script> “../masthead”", url=None),
    line(2, "old gaffrig", day=None, meeting_id=None, series="board", under="", url="ftp://x/2",
         source_file="notes/b.md"),
    ActionItem("m1", "Ivo to paint the gaffrig", ["Ivo"], False, "notes/a.md", 7),
    Decision("m1", "the gaffrig is blue", "notes/a.md", 8),
    Claim("m1", "other", 90_000.0, None, None, "USD", None, "90,000 USD for Ada's gaffrig",
          "notes/c.md", 20),
    Repo(1, "moss/boat", False, False, 1, None, None, True, [], "https://example.org/moss/boat"),
    issue(7, "Gaffrig falls on @ivo"), issue(12, "Tie the gaffrig", is_pull=True),
]  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "dashboard.toml").write_text(CONFIG)
    (tmp_path / "people.toml").write_text('[[people]]\nname = "Ada Fenwick"\nopt_out = true\n')
    own = config.load(tmp_path / "dashboard.toml", tmp_path / "data")
    clean = traces.of(people.load(own.config)).without
    warehouse_build.publish(RECORDS, own.data, built_at=NOW, clean=lambda: clean)
    return own


@pytest.fixture
def made(house: House) -> Callable[..., dict[str, str]]:
    """A site's files as text."""

    def make(audience: Any, **more: Any) -> dict[str, str]:
        (file,) = house.data.glob("warehouse-*.duckdb")
        with connect(file) as db:
            files = audience.make(db, house, build=file, now=NOW, **more)
        return {name: content.decode() for name, content in files.items()}

    return make


def embedded(page: str) -> dict[str, Any]:
    """The lines in the page, as its script reads them."""
    (found,) = re.findall(r'<script type="application/json" id="lines">(.*?)</script>', page)
    return json.loads(found)


def test_the_page_holds_the_lines_that_the_app_finds_without_names(made: Any) -> None:
    own = embedded(made(team)["search.html"])
    rows = []
    for kind, series, day, above, source, number, text in own["lines"]:
        place, address, is_numbered = own["sources"][source]
        link = f"{address}{number}" if is_numbered else address
        words = own["kinds"][kind], own["series"][series], *own["days"][day]
        rows.append((*words, own["above"][above], f"{place}{number}", link, text))
    here, boat = ("2018-09-20", "20 Sep 2018", "Agenda"), "https://example.org/moss/boat"
    assert rows == [
        ("action", "team", *here, "notes/a.md:7", f"{WEB}#L7", f"{WITHHELD} to paint the gaffrig"),
        ("decision", "team", *here, "notes/a.md:8", f"{WEB}#L8",
         f"Decision: the gaffrig is blue, asks {WITHHELD}"),
        ("note", "team", *here, "notes/a.md:9", "",
         "gaffrig </script><script>alert(1)</script> “../masthead”"),
        ("issue", "moss/boat", *here[:2], "moss/boat#7 rigging", "moss/boat#7",
         f"{boat}/issues/7", f"Gaffrig falls on {WITHHELD}"),
        ("pull request", "moss/boat", *here[:2], "moss/boat#12 rigging", "moss/boat#12",
         f"{boat}/pull/12", "Tie the gaffrig"),
        ("note", "board", "", "", "", "notes/b.md:2", "", "old gaffrig"),
        ("claim", None, "", "", "", "notes/c.md:20", "",
         f"90,000 USD for {WITHHELD}'s gaffrig"),
    ]  # fmt: skip


def test_the_search_has_the_fields_of_what_there_is(house: House) -> None:
    (file,) = house.data.glob("warehouse-*.duckdb")
    with connect(file) as db:
        found = newest(db)
    page = search.form(found, ["board", "nobody", "team"])
    offered = re.findall(r"<option[^>]*>(.*?)</option>", page)
    assert [each for each in offered if each in ("board", "nobody", "team")] == ["board", "team"]
    kinds = [search.wording.KINDS[kind] for kind in search.KINDS]
    there = {each.kind for each in found.lines}
    assert [each for each in kinds if each in page] == [
        search.wording.KINDS[kind] for kind in search.KINDS if kind in there
    ]
    own = embedded(page)
    assert own["copies"] == search.wording.COPIES
    assert own["said"] == json.loads(json.dumps(search.wording.IN_PAGE))
    assert search.wording.NAMELESS in page
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert heads == [each if isinstance(each, str) else each[0] for each in search.wording.HEADS]


def test_the_links_of_the_teams_site_and_its_rows_are_whole(made: Any, write_golden: bool) -> None:
    """Pages say what the app says (tests/views): of them only where they lead is here."""
    pages = {}
    for name, page in sorted(made(team).items()):
        if name.endswith(".html"):
            body = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
            body = body.split('<p class="qd-kicker">')[1].split("<footer")[0]
            lines = re.sub(r"</(?:p|div|li|tr|h1|h2|summary|td|th)>", "\n", body)
            said = [words_of(line) for line in lines.splitlines() if name.startswith("rows/")]
            links = re.findall(r'href="([^"]*)"', body)
            pages[name] = "\n".join([*filter(None, said), f"leads to {' '.join(links)}"])
    golden.check("team_site", pages, write=write_golden, folder=Path(__file__).with_name("golden"))


def test_nobody_is_named_in_the_page_and_who_opted_out_is_not_in_it(made: Any) -> None:
    said = made(team)["search.html"].casefold()
    assert said.count("gaffrig") == 7
    names = ("ada", "fenwick", "adaf", "ivo", "moss lab", "reef")
    assert [name for name in names if re.search(rf"\b{name}\b", said)] == []


def test_the_public_site_has_no_search_and_no_word_of_a_line(made: Any) -> None:
    assert {"search.html", "search.js", "minisearch.js"} <= made(team).keys()
    files = made(public, old_data=True)
    assert "spend.html" in files
    assert [name for name in files if "search" in name] == []
    signs = ("gaffrig", 'id="lines"', "search", "rigging", "moss/boat")
    assert [
        (name, sign) for name, text in files.items() if name.endswith(".html")
        for sign in signs if sign in text.casefold()
    ] == []  # fmt: skip


def test_only_the_newest_lines_are_searched_where_there_are_many(house: House) -> None:
    (file,) = house.data.glob("warehouse-*.duckdb")
    with connect(file) as db:
        some = newest(db, most=3)
        assert some.count == newest(db).count == 7
    assert [each.source_line for each in some.lines] == [7, 8, 9]
    page = search.form(some, ["team"])
    assert "The newest 3 lines are searched here; the app searches 4 older lines as well." in page
    assert "older lines" not in search.form(replace(some, count=3), ["team"])


def test_a_repeated_text_is_in_the_page_once(made: Any) -> None:
    lines = [
        Line("note", "team", date(2018, 9, n), f"said on day {n}", "Agenda", "a.md", n, WEB)
        for n in range(1, 10)
    ]
    own = search.data(lines)
    assert (own["kinds"], own["above"]) == (["note"], ["Agenda"])
    assert own["sources"] == [("a.md:", f"{WEB}#L", True)]


def test_a_team_without_notes_and_issues_has_a_page_without_lines(tmp_path: Path) -> None:
    (tmp_path / "dashboard.toml").write_text('[[notes]]\nseries = "team"\npath = "notes"\n')
    own = config.load(tmp_path / "dashboard.toml", tmp_path / "data")
    file = warehouse_build.publish([INFO], own.data, built_at=NOW)
    with connect(file) as db:
        page = team.make(db, own, build=file, now=NOW)["search.html"].decode()
    assert "No notes and no issues have been read yet." in page
    assert "<form" not in page
