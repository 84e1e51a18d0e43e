"""The check of values behind the meeting view: which row, table or chart is left out, and why."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import config
from metrics.briefing import sheet as briefing_sheet
from metrics.briefing.alerts import Alert, ExtensionDue, FundEnd, FundLapse
from metrics.briefing.briefing import Briefing
from metrics.briefing.figures import MonthlyBurn
from metrics.briefing.money import Money
from metrics.briefing.sheet import Deadline, Decision, Promise
from metrics.data_quality.arrivals import Cause
from metrics.docs.builds import Version
from metrics.funds.due_dates import Due
from metrics.runway.extensions import Extension, Rule
from metrics.runway.outlook import FundOutlook, Outlook
from metrics.runway.who_pays import Lane, Span, WhoPays
from metrics.spending.missing_days import Gap
from share import meeting_view
from share.meeting_view import LEFT_OUT, Private
from share.private_terms import Term
from wording.markup import html
from wording.page import (
    Block,
    Chart,
    Code,
    Columns,
    Data,
    Figure,
    Fold,
    Item,
    Items,
    Link,
    Mark,
    Note,
    Page,
    Row,
    Section,
    Sentence,
    Sheet,
    State,
    Table,
)

PRIVATE = Private(
    (Term("another funder", "Meadow Trust"), Term("an account id", "cloud-9")),
    frozenset({"Sorrel", "Wren", "Docs"}), frozenset({"4321", "51852"}), ("Docs team", "our grant"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_clean"),
    [
        ("Nothing of anybody", True), ("Meadow Trust", False), ("The MEADOW TRUST pays", False),
        ("Meadow of Trust", True), ("on cloud-9", False),
        ("Sorrel asks", False), ("sorrel asks", True), ("Sorrels", True), ("of_Wren_", False),
        ("@Sorrel asks", True), ("@Sorrel-q and Wren", False), ("Docs", True),
        ("4321", False), ("4,321 USD", False), ("4.321", True), ("4,321.00", False),
        ("it is 4321.", False), ("43210", True), ("14,321", True), ("51,852.50 a year", False),
        ("51.852.000", True), ("4 321", True), ("", True),
    ],
)  # fmt: skip
def test_a_text_is_private_by_a_term_a_name_or_an_amount(text: str, is_clean: bool) -> None:
    assert meeting_view._is_clean(text, PRIVATE) is is_clean


def framed(cell: object, dtype: str) -> pd.DataFrame:
    return pd.DataFrame({"n": [1], "said": pd.Series([cell], dtype=dtype)})


@pytest.mark.parametrize(
    "value",
    [
        html("<b>Sorrel</b> asks"), ["a", ("Sorrel",)], {"Sorrel": 1}, {"a": {"b": "Sorrel"}},
        {"Sorrel"}, frozenset({"Sorrel"}), Link("here", "Sorrel"), Note("plain", "Sorrel"),
        framed("Sorrel", "object"), framed("Sorrel", "str"), framed("Sorrel", "string"),
        framed(["a", "Sorrel"], "object"), pd.DataFrame({"Sorrel": [1]}),
        pd.DataFrame({"a": [1], "b": ["x"]}).assign(c="Sorrel"),
    ],
)  # fmt: skip
def test_a_private_text_is_found_however_deep_it_lies(value: object) -> None:
    assert not meeting_view._is_clean(value, PRIVATE)


@pytest.mark.parametrize(
    "value", [4321, None, [4321], {"a": 4321}, framed(4321, "int64"), Note("plain", "Sorre")]
)
def test_a_value_without_a_private_text_is_clean(value: object) -> None:
    assert meeting_view._is_clean(value, PRIVATE)


def table(*cells: str, **more: object) -> Table:
    rows = [(cell, "1") for cell in cells]
    known = {"data": pd.DataFrame({"a": [1]}), "formula": "1 = 1", "source_rows": [("a.csv", "")]}
    return replace(Table("t", "Costs", ["Name", "n"], rows), **{**known, **more})


def bare(*cells: str, **more: object) -> Table:
    return table(*cells, data=None, formula="", source_rows=(), **more)


def sheet(*rows: tuple[str, ...]) -> Sheet:
    return Sheet(
        "s", tuple(Section(f"W{n}", tuple(Row((each,)) for each in some))
                   for n, some in enumerate(rows)),
    )  # fmt: skip


def items(*texts: str) -> Items:
    return Items("i", tuple(Item(State("act", "Late"), text) for text in texts), "To do")


def chart(frame: pd.DataFrame) -> Chart:
    return Chart("c", "Costs", "burn.monthly", {"frame": frame}, "10 a month", frame)


CLEAN, NAMED = framed("a", "object"), framed("Sorrel", "object")


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        (sheet(("a", "b"), ("c",)), sheet(("a", "b"), ("c",))),
        (sheet(("a", "Sorrel"), ("Wren",), ("c",)),
         Sheet("s", (Section("W0", (Row(("a",)),)), Section("W2", (Row(("c",)),))))),
        (items("a", "b"), items("a", "b")), (items("a", "Sorrel"), items("a")),
        (items("Sorrel"), None),
        (table("a", "b"), bare("a", "b")), (table("a", "Sorrel"), bare("a")),
        (table("Sorrel"), None), (table("a", title="Of Sorrel"), None), (table(), None),
        (table("a", finding="Sorrel pays"), None), (table("a", data=NAMED), bare("a")),
        (Columns(((Note("plain", "a"), Note("plain", "Wren")), ()), (1, 2)),
         Columns(((Note("plain", "a"),), ()), (1, 2))),
        (Fold("More", (Note("plain", "a"), Note("plain", "Wren"))),
         Fold("More", (Note("plain", "a"),))),
        (Fold("More", (Note("plain", "Wren"),)), None), (Fold("Wren", (Note("plain", "a"),)), None),
        (Note("plain", "a"), Note("plain", "a")), (Note("plain", "Wren"), None),
        (Note("empty", "a"), Note("empty", "a")), (Note("empty", "Wren"), None),
        (Note("stale", "a"), None), (Note("error", "a"), None), (Note("not_set_up", "a"), None),
        (Code("a"), Code("a")), (Code("Wren"), None), (Sentence("a"), Sentence("a")),
        (Sentence("a", basis="of Wren"), None),
        (Data("d", "All", CLEAN), Data("d", "All", CLEAN)), (Data("d", "All", NAMED), None),
        (chart(CLEAN), chart(CLEAN)), (chart(NAMED), None),
    ],
)  # fmt: skip
def test_what_is_kept_of_a_block(block: Block, kept: Block | None) -> None:
    found = meeting_view.blocks([block], PRIVATE)
    assert repr(found) == repr(() if kept is None else (kept,))


def test_a_page_keeps_its_title_and_says_that_something_is_left_out() -> None:
    inside = (Note("plain", "a"), Note("plain", "Wren"))
    page = Page("Burn", "What does it cost?", Sentence("10 USD."), inside)
    assert meeting_view.checked(page, PRIVATE) == replace(page, blocks=inside[:1])
    named = Page("Burn", "What does Wren cost?", Sentence("Wren costs 10."), inside)
    assert meeting_view.checked(named, PRIVATE) == Page("Burn", "Burn", LEFT_OUT, inside[:1])


# ── Facts ──────────────────────────────────────────────────────────────────────────────────────

DAY = date(2026, 9, 17)
BY = {"wren": "@wren-b"}
SHOWN = frozenset({"a"})


def of(record, **known):
    """A record of a kind, null where nothing is said."""
    return record(**dict.fromkeys(record.__dataclass_fields__) | known)


def outlook(*funds):
    return of(Outlook, funds=funds, currency="USD", extensions=(7,), caveats=(7,), cash_bills=7)


def held(fund_id, name, kind="grant"):
    return of(FundOutlook, fund_id=fund_id, name=name, kind=kind)


def due(fund_id, name):
    return Due(DAY, "end", "soon", fund_id, name, "credits")


def alert(fact, unit="b"):
    return Alert("kind", unit, "act", 3, "funds", fact)


def extended(fund_id, name):
    rule = of(Rule, fund_id=fund_id, name=name, kind="donation")
    return ExtensionDue(of(Extension, rule=rule), "USD", DAY, 3, False)


GAP = of(Gap)


@pytest.mark.parametrize(
    ("fact", "unit", "shown"),
    [
        (extended("a", "Public"), "a", extended("a", "Public")),
        (extended("b", "Meadow"), "b", extended("b", "our donations")),
        (FundLapse(held("a", "Public"), "USD", 3), "a", FundLapse(held("a", "Public"), "USD", 3)),
        (FundLapse(held("b", "Meadow", "in_kind"), "USD", 3), "b",
         FundLapse(held("b", "our help in kind", "in_kind"), "USD", 3)),
        (FundEnd("Public", DAY, 3), "a", FundEnd("Public", DAY, 3)),
        (FundEnd("Meadow", DAY, 3), "b", FundEnd("our fund", DAY, 3)),
        (outlook(held("a", "Public"), held("b", "Meadow"), held("c", "x", "odd")), "USD",
         of(Outlook, funds=(held("a", "Public"), held("b", "our grant"), held("c", "our fund",
            "odd")), currency="USD", extensions=(), caveats=())),
        (GAP, "cloud", GAP),
    ],
)  # fmt: skip
def test_a_fund_is_named_on_a_call_where_its_funder_is_public(fact, unit, shown):
    assert meeting_view._alert(alert(fact, unit), SHOWN) == alert(shown, unit)


@pytest.mark.parametrize(
    ("fact", "is_public"),
    [(of(Version), True), (outlook(), True), (extended("a", "x"), True),
     (FundLapse(held("a", "x"), "USD", 3), True), (FundEnd("x", DAY, 3), True), (GAP, False)],
)  # fmt: skip
def test_of_bills_sources_and_balances_nothing_is_shown_on_a_call(fact, is_public):
    assert meeting_view._is_public(alert(fact)) is is_public


@pytest.mark.parametrize(
    ("text", "owners", "said"),
    [
        ("@wren: ask Sorrel", ("wren",), "ask [name withheld]"),
        ("wren, ask again", ("wren",), "ask again"), ("wren to ask", ("wren",), "ask"),
        ("wren  will  ask", ("wren",), "ask"), ("wrens ask", ("wren",), "wrens ask"),
        ("ask wren to go", ("Ada",), "ask wren to go"), ("ask", (), "ask"),
    ],
)  # fmt: skip
def test_a_promise_begins_with_the_thing_and_names_its_owner_by_handle(text, owners, said):
    promised = Promise(text, owners, DAY, 2, False)
    names = tuple({"wren": "@wren-b"}.get(each, "somebody") for each in owners)
    assert meeting_view._promise(promised, BY, frozenset({"Sorrel"})) == Promise(
        said, names, DAY, 2, False
    )


def facts():
    """A Briefing with something in every place."""
    spans = (Span(DAY, DAY, "a", "Public"), Span(DAY, DAY, "b", "Meadow"))
    sheet = briefing_sheet.Sheet(
        WhoPays(DAY, DAY, (Lane("cloud", spans),)),
        of(Cause, source="billing", units=("b.csv",), message="m", remedy="r"),
        (Decision(alert(FundEnd("Meadow", DAY, 3)), ("wren",), DAY, "by", "Wren asks"),
         Decision(alert(GAP))),
        ("Sorrel decided",), (Promise("Sorrel: ask", ("Sorrel",), DAY, 1, True),),
        (Deadline(due("b", "Meadow"), ("Wren",), "Report 3"),), (7,), DAY,
    )  # fmt: skip
    money = Money("USD", (7,), (outlook(held("b", "Meadow")),))
    alerts = (alert(FundEnd("Meadow", DAY, 3)), alert(GAP))
    burn = of(MonthlyBurn)
    return Briefing(None, money, None, alerts, (burn, 7), (7,), (7,), sheet, False, 7), burn


def test_the_briefing_on_a_call_is_whole():
    found, burn = facts()
    names = frozenset({"Sorrel"})
    shown = meeting_view.briefing(found, shown=SHOWN, by=BY, names=names)
    own = found.sheet
    ended = alert(FundEnd("our fund", DAY, 3))
    sheet = briefing_sheet.Sheet(
        WhoPays(DAY, DAY, (Lane("cloud", (own.who_pays.lanes[0].spans[0],
                                          Span(DAY, DAY, "b", ""))),)),
        of(Cause, source="billing", units=(), message="", remedy=""),
        (Decision(ended, ("@wren-b",), DAY, "by", ""),), (),
        (Promise("ask", ("somebody",), DAY, 1, True),),
        (Deadline(due("b", "our credits"), ("@wren-b",)),), (7,), DAY,
    )  # fmt: skip
    money = Money("USD", (), (replace(found.money.outlooks[0], funds=(held("b", "our grant"),),
                                      extensions=(), caveats=(), cash_bills=None),))  # fmt: skip
    assert shown == replace(
        found, money=money, alerts=(ended,), figures=(burn,), changes=(), put_off=(), sheet=sheet,
        is_public=True, waiting=meeting_view.NOTHING_ASKED,
    )  # fmt: skip
    empty = replace(found, sheet=briefing_sheet.Sheet())
    assert meeting_view.briefing(empty, shown=SHOWN, by=BY, names=names).sheet == (
        briefing_sheet.Sheet()
    )


@pytest.mark.parametrize(("mode", "wren"), [("handles", "@wren-b"), ("hidden", "somebody")])
def test_the_sheet_inside_the_team_names_people_as_the_settings_say(mode, wren):
    found, _ = facts()
    own = found.sheet
    assert meeting_view.named(found, mode, BY, frozenset({"Sorrel"})) == replace(
        found, sheet=replace(
            own,
            decide=(replace(own.decide[0], owners=(wren,), action=""), own.decide[1]),
            promised=(replace(own.promised[0], text="ask", owners=("somebody",)),),
            deadlines=(replace(own.deadlines[0], owners=(wren,)),),
            decided=("[name withheld] decided",),
        ),
    )  # fmt: skip


HERE, WEB = '<a class="x" href="burn?of=a">10 <b>USD</b></a>', '<a href="https://e.org">e</a>'
OPENS = {"of": "spending.burn"}


@pytest.mark.parametrize(
    ("value", "bare_one"),
    [
        (html(f"{HERE} and {WEB} {{}}", "{x}"), html("10 <b>USD</b> and " + WEB + " {}", "{x}")),
        (html('<a href="http://e.org">e</a>'), html('<a href="http://e.org">e</a>')),
        (Link("a", "burn"), "a"), (Link("a", "https://e.org"), Link("a", "https://e.org")),
        (Link("a", "http://e.org"), Link("a", "http://e.org")),
        (Item(State("act", "Late"), "a", "burn"), Item(State("act", "Late"), "a")),
        (Row(("a", Link("b", "burn"), Link("c", "https://e.org"), Figure("9", OPENS)), hint="h"),
         Row(("a", "b", Link("c", "https://e.org"), "9"))),
        ([Link("a", "burn")], ["a"]), ((Link("a", "burn"), "b"), ("a", "b")),
        (Figure("9", OPENS), Figure("9", {})),
        (replace(chart(CLEAN), marks=(Mark("May", OPENS),), finding=html(HERE)),
         replace(chart(CLEAN), finding=html("10 <b>USD</b>"))),
        (sheet(("a",)), sheet(("a",))), (None, None), (7, 7), ("a", "a"),
        (Note("plain", html(HERE)), Note("plain", html("10 <b>USD</b>"))),
    ],
)  # fmt: skip
def test_no_link_leads_to_a_page_where_the_view_would_end(value: object, bare_one: object) -> None:
    assert repr(meeting_view._unlinked(value)) == repr(bare_one)


def test_planned_costs_and_pending_awards_are_private_amounts_however_they_are_written(
    tmp_path: Path,
) -> None:
    (tmp_path / "dashboard.toml").write_text(
        '[[planned_costs]]\nname = "A"\ncategory = "people"\namount = 4321.5\n'
        "starts_on = 2026-10-01\n"
        '[[pending]]\nid = "p"\nname = "P"\namount = 765432.1\nprobability = 0.5\n'
        "starts_on = 2027-02-01\n"
    )
    settings = config.load(tmp_path / "dashboard.toml", tmp_path / "data").config
    assert list(meeting_view._amounts(settings)) == ["4322", "51858", "765432"]
    assert [meeting_view._digits(each) for each in ("4,321.00", "4.321.000", "4321", "4,321")] == [
        "4321", "4321000", "4321", "4321",
    ]  # fmt: skip


def test_the_funds_of_a_public_funder_alone_may_be_named(tmp_path: Path) -> None:
    fund = '[[funds]]\nid = "{0}"\nname = "{0}"\nkind = "grant"\n{1}'
    (tmp_path / "dashboard.toml").write_text(
        fund.format("a", "public = true\n") + fund.format("b", "")
    )
    settings = config.load(tmp_path / "dashboard.toml", tmp_path / "data").config
    assert meeting_view.public_funds(settings) == frozenset({"a"})
