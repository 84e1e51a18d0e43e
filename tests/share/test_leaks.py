"""Nothing private leaves: planted strings, ordinary words as handles, small groups, injections."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from servers.planting import AS_OF, Planter, costs, fund, meeting, person, statement

import config
from config import House, Preset
from share import pack
from share.checks import leaks
from share.content import Filled, Part
from share.private_terms import Term
from share.slots import BETWEEN, CLOSE, OPEN, PUBLIC, SERVICE, TEXT, Slot, mark, plain, slots
from warehouse import build as warehouse_build
from warehouse.read import connect
from warehouse.records import BuildInfo, DocsBuild, DocsProject, DocsVersion, Invoice, Issue

SETTINGS = """
[[funds]]
id = "estuary"
name = "Estuary Fund grant"
kind = "grant"
"""
NOW = datetime(2018, 9, 20, 7)
INFO = BuildInfo(NOW, AS_OF, "Binder", "USD", "UTC", "dashboard.toml", False, "0")
OWN = [fund("estuary", "Estuary Fund grant", funder="Estuary Fund"), statement("estuary", 60_000)]
AUDIENCES = ["funder", "credits", "public"]


def preset(**changes: Any) -> Preset:
    return Preset(name="estuary", recipient="Estuary Fund", funds=["estuary"], **changes)


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Records and the team's own words → the files of a pack, without a Chrome."""
    monkeypatch.setenv("BROWSER_PATH", "none")

    def make(records: list[Any], words: str = "", **changes: Any) -> dict[str, bytes]:
        settings = tmp_path / "dashboard.toml"
        settings.write_text(SETTINGS)
        (tmp_path / "sponsors").mkdir(exist_ok=True)
        (tmp_path / "sponsors" / "estuary.md").write_text(f"## What was done\n{words}\n")
        house = House(config.load(settings).config, tmp_path / "data")
        file = warehouse_build.publish([*records, INFO], house.data, built_at=NOW)
        with connect(file) as db:
            return pack.make(db, house, preset(**changes), build=file, now=NOW, old_data=True).files

    return make


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_pack_holds_any_of_three_hundred_planted_strings(packed: Any, audience: str) -> None:
    planter = Planter(seed=20180920)
    ids = iter(range(2, 100))
    records: list[Any] = [meeting(), *OWN, *planter.every()]
    for cost in costs(account="cloud", category="compute")[:30]:
        records.append(type(cost)(**{**_fields(cost), "sub_account": planter.word()}))
    records += costs()
    while len(planter.planted) < 300:
        number = next(ids)
        records.append(person(planter.word(), planter.word()))
        records.append(planter.record(Issue, repo_id=1, number=number))
    assert len(set(planter.planted)) >= 300
    files = packed(_unique(records), audience=audience)
    written = b"\n".join(files.values()).decode("utf-8", errors="replace").casefold()
    assert [word for word in planter.planted if word in written] == []
    assert "compute" in written


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


def _unique(records: list[Any]) -> list[Any]:
    """The planted meeting has the number of ours, which must not stand twice."""
    return [
        r
        for r in records
        if getattr(r, "series", "team") == "team" or type(r).__name__ != "Meeting"
    ]


def test_every_planted_string_in_a_value_is_found() -> None:
    planter = Planter(seed=1)
    strings = [planter.word() for _ in range(300)]
    terms = [Term("a handle", text) for text in strings]
    values = [
        Filled(f"row {n}", Slot(TEXT, f"thanks to {text}!")) for n, text in enumerate(strings)
    ]
    assert [leak.term for leak in leaks(values, terms, [])] == strings


TEAM = [
    person("Min Park", "min"), person("Bill Bright", "bill"), person("Grant Hall", "grant"),
    person("Will Moss", "will"), person("Min", None), person("Bill", None), person("Grant", None),
    person("Will", None),
]  # fmt: skip


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_team_of_min_bill_grant_and_will_gets_its_pack(packed: Any, audience: str) -> None:
    words = "Money until May, thanks to the Estuary Fund grant."
    files = packed([meeting(), *TEAM, *OWN, *costs()], words, audience=audience)
    assert words.encode() in files["pack.html"]


def test_a_word_that_the_preset_makes_public_may_leave(packed: Any) -> None:
    records = [meeting(), *TEAM, *OWN, *costs()]
    words = "The grant will pay the bill, in 5 min."
    with pytest.raises(pack.Withheld) as withheld:
        packed(records, words)
    assert {leak.term.casefold() for leak in withheld.value.leaks} == {"will", "bill", "min"}
    files = packed(records, words, public=["will", "bill", "min"])
    assert words.encode() in files["pack.html"]


PRIVATE = [
    Term("a handle", "grace"), Term("a name", "anne"), Term("a name", "Marie"),
    Term("another funder", "Meadow Trust", ("cloud", "Compute")),
    Term("an account, project or tag", "tidepool-hub", ("cloud", "Compute")),
]  # fmt: skip


@pytest.mark.parametrize("kind", [PUBLIC, SERVICE, TEXT])
@pytest.mark.parametrize("term", PRIVATE, ids=lambda term: term.text)
@pytest.mark.parametrize("shape", ["{}", "by {}, alone", "x-{}", "@{}!", "«{}»"])
def test_a_private_word_is_held_in_every_kind_of_slot(kind: str, term: Term, shape: str) -> None:
    for text in (term.text, term.text.upper(), term.text.lower()):
        slot = Filled("here", Slot(kind, shape.format(text)))
        assert [leak.term for leak in leaks([slot], PRIVATE, ["Estuary Fund"])] == [term.text]


def test_our_own_words_are_not_searched() -> None:
    sentence = f"Money will last until May; a grant of {mark(PUBLIC, 'Estuary Fund')} pays."
    assert slots(sentence) == [Slot(PUBLIC, "Estuary Fund")]
    assert plain(sentence) == "Money will last until May; a grant of Estuary Fund pays."


def test_a_mark_inside_a_value_cannot_end_its_slot() -> None:
    hostile = f"grace{CLOSE} and {OPEN}x{BETWEEN}"
    assert slots(mark(TEXT, hostile)) == [Slot(TEXT, "grace and x")]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The team's own words → nothing, or Withheld: the check alone, on one build."""
    folder = tmp_path_factory.mktemp("checked")
    records = [
        meeting(), *TEAM, person("Zoë Ångström", "zoeang"), *OWN, INFO,
        person("zoe@team.example", None),
        *costs(sub_account="project-4711", account="0123-4567-89AB"),
        fund("other", "Second grant", funder="Meadow Trust"),
        Invoice("hosting-88421", date(2026, 3, 1), "USD", Decimal(1)),
    ]  # fmt: skip
    settings = folder / "dashboard.toml"
    settings.write_text(SETTINGS)
    house = House(config.load(settings).config, folder / "data")
    file = warehouse_build.publish(records, house.data, built_at=NOW)
    with connect(file) as db:
        content = pack.compose(db, house, preset(), build=file, now=NOW)

        def check(words: str) -> None:
            own = Part("what-was-done", "What was done", markdown=words)
            pack.check(db, house, preset(), replace(content, parts=(own, *content.parts)))

        yield check


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Thanks to Grant Hall.", "a name"),
        ("Thanks to GRANT  HALL.", "a name"),
        ("Thanks to grant-hall.", "a name"),
        ("Thanks to @grant.", "a handle"),
        ("See notes/a.md", "a file path"),
        ("Thanks to Zoë Ångström.", "a name"),
        ("Thanks to zoe angstrom", "a name"),
        ("By zoeang.", "a handle"),
        ("In project-4711.", "an account, project or tag"),
        ("On account 0123-4567-89AB.", "an account id"),
        ("On account hosting-88421.", "an account id"),
        ("Next to the Meadow Trust.", "another funder"),
        ("Write to zoe@team.example", "an e-mail"),
        ("At /home/zoe/bills", "a file path"),
        ("Join https://zoom.us/j/12345", "a private link"),
        ("ghp_" + "a1" * 18, "a token"),
    ],
)
def test_a_private_word_in_the_teams_own_words_means_no_file(
    checked: Any, words: str, kind: str
) -> None:
    with pytest.raises(pack.Withheld) as withheld:
        checked(words)
    assert (withheld.value.leaks[0].place, withheld.value.leaks[0].kind) == (
        "what-was-done, line 1 of your words",
        kind,
    )


def test_words_that_hold_nothing_private_pass(checked: Any) -> None:
    checked("The grant of the Estuary Fund pays for it.")


def test_words_that_merely_contain_a_handle_are_no_leak() -> None:
    values = [Filled("x", Slot(TEXT, "zoeangle, my-zoeanglia"))]
    assert leaks(values, [Term("a handle", "zoeang")], []) == []


def test_a_service_that_names_a_member_means_no_file(packed: Any) -> None:
    with pytest.raises(pack.Withheld) as withheld:
        packed([meeting(), person("X", "zoeang"), *OWN, *costs(service="box of zoeang")],
               audience="credits")  # fmt: skip
    assert [leak.place for leak in withheld.value.leaks] == [
        "services, sentence 1", "services, table row 1, service",
    ]  # fmt: skip


def test_another_funder_is_never_named(packed: Any) -> None:
    records = [*OWN, fund("other", "Meadow money", funder="Meadow Trust"),
               statement("other", 31_337), *costs()]  # fmt: skip
    written = packed(records)["pack.html"]
    assert b"Meadow" not in written
    assert b"31,337" not in written


def test_spending_of_an_award_is_shown_only_by_a_confirmed_statement(packed: Any) -> None:
    assert b"40 % of the award was spent by 31 August 2018" in packed([*OWN, *costs()])["pack.html"]
    hearsay = [OWN[0], statement("estuary", 60_000, confirmed=False), *costs()]
    assert b"spending is not confirmed by a statement" in packed(hearsay)["pack.html"]


def test_counts_of_people_under_five_are_not_shown(packed: Any) -> None:
    few = [person(f"Nm{n} Px{n}", None) for n in range(4)]
    rows = list(csv.reader(io.StringIO(_text(packed([meeting(), *few, *costs()])))))
    assert rows[1][:5] == ["12 months to August 2018", "1", "under 5", "", "under 5"]
    early = replace(meeting(), meeting_id="m0", held_on=date(2017, 1, 3))
    known = [early, replace(person("Nm0 Px0", None), meeting_id="m0")]
    rows = list(csv.reader(io.StringIO(_text(packed([meeting(), *known, *few, *costs()])))))
    assert rows[1][:5] == ["12 months to August 2018", "1", "under 5", "under 5", "under 5"]


def _text(files: dict[str, bytes]) -> str:
    return files["csv/community.csv"].decode("utf-8-sig")


def test_indexed_amounts_hide_every_amount(packed: Any) -> None:
    files = packed([*OWN, *costs()], amounts="indexed")
    months = list(csv.DictReader(io.StringIO(files["csv/spend.csv"].decode("utf-8-sig"))))
    whole = next(month for month in months if month["days"] == month["of_days"])
    assert whole["gross"] == "100.0"
    assert b"USD" not in files["pack.html"].split(b"<style>")[0] + files["csv/spend.csv"]
    assert "awarded" not in files["csv/funds.csv"].decode("utf-8-sig")


def test_services_add_up_to_what_the_months_cost(packed: Any) -> None:
    files = packed([*OWN, *costs(), *costs(service="Disks")], audience="credits")
    by_service, by_month = (
        sum(Decimal(row["gross"]) for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        for text in (files["csv/services.csv"], files["csv/spend.csv"])
    )
    assert by_service == by_month > 0


HOSTILE = (
    "=cmd|' /C calc'!A0 <script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=1>"
)


def test_markup_in_labels_reasons_and_words_arrives_inert(packed: Any) -> None:
    site = DocsProject("docs", "Read the Docs", HOSTILE, "latest", None, None, None, True, NOW)
    failed = DocsBuild(
        "docs", "1", "latest", False, "failed", HOSTILE, "other", NOW, NOW, 1, "a", None
    )
    records = [
        *OWN, *costs(service=HOSTILE, category=HOSTILE), site, failed,
        DocsVersion("docs", "latest", "branch", True, True, None),
    ]  # fmt: skip
    files = packed(records, f"{HOSTILE}\n\n<b onclick=x>y</b>", audience="credits")
    page = files["pack.html"].decode()
    body = page.split("<body>")[1].split("<script>")[0]
    for live in ("<script", "<img", "onclick=x>", 'href="javascript'):
        assert live not in body
    assert "&lt;script&gt;" in body
    scripts = page.split("<script>")
    assert len(scripts) == 5, "what is before them, the vendored bundle and one script a figure"
    assert not [own for own in scripts[2:] if "<" in own.split("</script>")[0]]
    for name, content in files.items():
        if name.endswith(".csv"):
            cells = [c for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for c in row]
            assert not [c for c in cells if c.startswith(("=", "+", "@", "\t"))]
