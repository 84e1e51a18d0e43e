"""What is private in the costs, wherever in cost_daily and its roll-ups it stands."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
from runway_records import fund

import config
from config.names import WITHHELD
from config.people import Person
from share.checks import leaks, secrets
from share.content import Filled
from share.meeting_view import _amounts
from share.private_terms import Term, first_names, terms
from share.slots import TEXT, Slot
from warehouse.records import (
    ActionItem,
    AgendaItem,
    Attendance,
    Award,
    Invoice,
    Meeting,
    PendingAward,
    Rows,
)

DAY = date(2026, 5, 2)

LINE = """
    copy (
        select
            date '2018-09-01' as day, 'cloud-9' as account, 'cloud' as category,
            'Skyhook' as provider,
            'hub-prod' as sub_account, 'Compute' as service, 'eu-west' as region,
            'Usage' as charge_category, 'USD' as currency, 1.5::decimal(38, 20) as billed,
            1::bigint as lines, 'bills/sep.csv' as source_file, 'BA-77' as billing_account,
            'ada@moss.example' as "team/owner", 'INV 9' as invoice_no
    ) to ? (format parquet)
"""


def test_projects_accounts_tags_invoices_and_files_of_a_bill_are_private(build, tmp_path: Path):
    file = tmp_path / "rows.parquet"
    duckdb.execute(LINE, [str(file)])
    found = terms(build([Rows("cost_daily", file)]), ())
    shown = ("cloud", "Compute", "Skyhook")
    kind = "an account, project or tag"
    assert sorted(found, key=repr) == sorted(
        [
            Term("an account id", "cloud-9"),
            Term(kind, "hub-prod", shown),
            Term(kind, "BA-77", shown),
            Term(kind, "ada@moss.example", shown),
            Term("an e-mail", "ada@moss.example"),
            Term("an invoice number", "INV 9", shown),
            Term("a file path", "bills/sep.csv"),
            Term("a file path", "sep.csv"),
        ],
        key=repr,
    )


def test_all_that_is_private_in_a_build_is_listed_once_with_its_kind(build):
    meeting = Meeting("m1", "team", DAY, None, None, False, True, "notes/a.md", 1)
    records = [
        meeting, Attendance("m1", "ada", "Ada Fenwick", "adaf", "Here", "notes/a.md", 2),
        Attendance("m1", "Bo", "Bo", None, "Here", "notes/a.md", 3),
        ActionItem("m1", "Ask bo@team.example", ["Ivo Moss", "Bo"], False, "notes/b.md", 4),
        AgendaItem("m1", "Docs", ["Una Reed"], None, None, "notes/a.md", 5),
        Invoice("hosting-7", DAY, "USD", Decimal(1)), Invoice("hosting", DAY, "USD", Decimal(1)),
        fund("grant", funder="Estuary Fund"), fund("other", funder="Meadow Trust"),
        fund("third", funder="Estuary Fund"), fund("fourth"),
        PendingAward("p", "Hoped award", "grant", Decimal(1), "USD", 0.5, DAY),
        Award("grant", "EF-1", "Lark Whitlow, officer", "Wren Dale", bank_account="IBAN 1"),
        Award("other", "MT-77", None, "Fern Marsh, trustee", bank_account="IBAN 2"),
    ]  # fmt: skip
    listed = [
        Person(name="Thistle Brack", aliases=["Tib Brack"], handles=["@thib"], opt_out=True),
        Person(name="Una Reed", handles=["una"]),
    ]
    found = terms(build(records), {"grant"}, listed)
    borne = ("Una", "Ada", "Bo")
    assert [(each.kind, each.text, each.unless, each.shown) for each in found] == [
        ("a name", "Thistle Brack", (), WITHHELD), ("a name", "Tib Brack", (), WITHHELD),
        ("a handle", "thib", (), WITHHELD), ("a name", "Thistle", borne, WITHHELD),
        ("a name", "Una Reed", (), None), ("a handle", "una", (), None),
        ("a name", "Ada Fenwick", (), None), ("a name", "Bo", (), None),
        ("a handle", "adaf", (), None), ("a name", "Ivo Moss", (), None),
        ("an e-mail", "bo@team.example", (), None), ("an account id", "hosting-7", (), None),
        ("a file path", "notes/a.md", (), None), ("a file path", "a.md", (), None),
        ("a file path", "notes/b.md", (), None), ("a file path", "b.md", (), None),
        ("another funder", "Hoped award", (), None), ("another funder", "The other", (), None),
        ("another funder", "Meadow Trust", (), None), ("another funder", "The third", (), None),
        ("another funder", "The fourth", (), None), ("a name", "Fern Marsh", (), None),
        ("an account id", "MT-77", (), None), ("an account id", "IBAN 2", (), None),
    ]  # fmt: skip
    assert first_names(build(records), listed) == {"Ada", "Bo", "Thistle", "Una"}


def said(place, text):
    return Filled(place, Slot(TEXT, text))


def test_every_leak_is_listed_once_by_its_place_and_never_under_the_name_of_who_opted_out():
    known = [
        Term("a name", "Ada Fenwick", shown=WITHHELD), Term("a name", "Grace", ("Grace Hall",)),
        Term("a name", "Bo"), Term("a handle", "grace"), Term("a handle", "thib", shown=WITHHELD),
        Term("another funder", "Meadow Trust of All"), Term("a label", "compute", ("Compute",)),
        Term("a file path", "!!"), Term("a name", "Estuary"),
    ]  # fmt: skip
    found = leaks(
        [
            said("a", "ada FENWICK and Ada of Fenwick, Ada-Fenwick"), said("b", "Grace, bo"),
            said("c", "@grace and x@grace and @thib, thib"), said("d", "Meadow Trust of All of it"),
            said("e", "Meadow Trust of"), said("f", "compute in the Estuary"),
            said("g", "ghp_" + "a1" * 10), said("h", "ghp_" + "a1" * 9), said("i", "/tmp/x C:\\"),
            said("j", "x/tmp/y https://a.org/tmp/"), said("k", "ZOOM.us/j hackmd.io/a"),
            said("a", "Ada Fenwick"),
        ],
        known, ["Estuary Fund"],
    )  # fmt: skip
    assert [(each.place, each.kind, each.term) for each in found] == [
        ("a", "a name", WITHHELD), ("b", "a handle", "grace"), ("b", "a name", "Bo"),
        ("c", "a handle", "grace"), ("c", "a handle", WITHHELD),
        ("d", "another funder", "Meadow Trust of All"),
        ("g", "a token", "ghp_" + "a1" * 10), ("i", "a file path", "/tmp/"),
        ("k", "a private link", "ZOOM.us/"),
    ]  # fmt: skip
    assert str(found[2]) == "b: holds a name, 'Bo'"
    assert leaks([said("a", "Ada Fenwick")], [], []) == []


def test_the_secrets_of_the_environment_are_those_that_the_settings_name(tmp_path, monkeypatch):
    (tmp_path / "dashboard.toml").write_text(
        '[github]\nrepositories = ["o/hub"]\ntoken_env = "A_TOKEN"\n'
        '[docs]\nprojects = ["d"]\ntoken_env = "D_TOKEN"\n'
    )
    settings = config.load(tmp_path / "dashboard.toml", tmp_path / "data").config
    monkeypatch.setenv("A_TOKEN", "one")
    monkeypatch.delenv("D_TOKEN", raising=False)
    assert list(secrets(settings)) == [Term("a token", "one")]


def test_planned_costs_are_private_by_the_month_and_by_the_year(tmp_path: Path):
    (tmp_path / "dashboard.toml").write_text("""
[[planned_costs]]
name = "A second developer"
category = "people"
amount = 4250
per = "month"
currency = "USD"
starts_on = 2026-10-01
""")
    settings = config.load(tmp_path / "dashboard.toml", tmp_path / "data").config
    assert set(_amounts(settings)) == {"4250", "51000"}
