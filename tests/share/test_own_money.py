"""A pack for named funds is about these funds: no date and no amount of another."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from runway_records import balance, every_day, fund, info, planned

import config
from config import SAMPLE, Preset
from metrics.runway.own_funds import own_funds
from share import money, own_money, pack
from share.content import filled
from share.facts import pack_facts
from share.slots import plain
from warehouse.read import open_newest

AS_OF = date(2026, 9, 30)
END = date(2026, 12, 31)
RECORDS = [
    info(AS_OF), planned("4000", date(2026, 1, 1), "people"),
    fund("grant", ends=END, pays=["people"], funder="Estuary Fund"),
    balance("grant", AS_OF, "30000"), fund("other", "donation", funder="Meadow Trust"),
    balance("other", AS_OF, "55555"),
]  # fmt: skip


def part_of(db, funds=("grant",), **more):
    preset = Preset(name="x", recipient="X", funds=list(funds), **more)
    return own_money.own(pack_facts(db, preset, AS_OF))


def test_the_award_alone_is_in_the_part_with_what_it_leaves(build):
    """92 days of 4,000 in 30.4375 are 12,090; bills are too few for a range."""
    part = part_of(build(RECORDS).cursor())
    assert plain(part.sentences) == (
        "The grant will have about 17,900 USD unspent on 31 December 2026, its last day.",
    )
    assert part.table.to_dict("records") == [
        {"fund": "The grant", "currency": "USD", "ends_on": END, "low": Decimal(17900),
         "left": Decimal(17900), "high": Decimal(17900)}
    ]  # fmt: skip
    drawn = part.figure.to_json()
    assert "55555" not in drawn
    assert "2027" not in drawn


def test_what_other_money_pays_first_is_counted_and_not_said(build):
    """Credits pay the cloud until November: the grant pays 47 days of it."""
    cloud = [planned("3000", date(2026, 1, 1), "cloud")]
    credits = [
        fund("credits", "credits", ends=date(2026, 11, 14), pays=["cloud"]),
        balance("credits", AS_OF, "90000"),
    ]
    db = build([*RECORDS[:2], *RECORDS[3:], *cloud, *credits, fund("grant", ends=END)]).cursor()
    (found,) = own_funds(db, funds=("grant",))
    month = Decimal("30.4375")
    assert round(found.left[1]) == round(30000 - 92 * 4000 / month - 47 * 3000 / month)
    (said,) = plain(part_of(db).sentences)
    assert "14 November" not in said
    assert "credits" not in said


def test_a_fund_that_is_used_up_says_until_when_it_pays(build):
    records = [each for each in RECORDS if getattr(each, "fund_id", "") != "other"]
    records[2:4] = [fund("grant", pays=["people"]), balance("grant", AS_OF, "30000")]
    (said,) = plain(part_of(build(records).cursor()).sentences)
    assert said == "The grant likely pays until May 2027."


@pytest.mark.parametrize(
    ("balances", "more", "said"),
    [
        (None, {}, "How much of The grant will be left is not known: its balance is not."),
        ("9000", {}, "The grant is likely spent in full by its last day, 31 December 2026."),
        ("30000", {"amounts": "indexed"}, "The grant will have a part unspent on 31 December 2026, "
         "its last day."),
    ],
)  # fmt: skip
def test_the_other_ends_of_a_fund(build, balances, more, said):
    records = [*RECORDS]
    records[3] = balance("grant", AS_OF, balances)
    part = part_of(build(records).cursor(), **more)
    assert plain(part.sentences) == (said,)
    if more:
        assert set(part.table.columns) == {"fund", "currency", "ends_on"}
        assert (part.figure, part.note) == (None, "")


CASE = "No-cost extension: the remaining work (six images move)"


@pytest.mark.parametrize(
    ("amount", "changes", "more", "cases"),
    [("30000", {}, {"extension": True}, [CASE]), ("9000", {}, {"extension": True}, []),
     ("30000", {}, {}, []), ("30000", {"work": None}, {"extension": True}, []),
     ("30000", {}, {"extension": True, "amounts": "indexed"}, []),
     ("30000", {}, {"extension": True, "funds": ["other"]}, [])],
)  # fmt: skip
def test_the_case_for_more_time_is_made_where_it_is_asked_for_and_buys_some(
    build, amount, changes, more, cases
):
    known = {"extension_months": 12, "work": "six images move.", **changes}
    late = fund("grant", ends=END, pays=["people"], **known)
    people = planned("4000", date(2026, 1, 1), "people")
    other = [fund("other", "donation"), balance("other", AS_OF, "5")]
    db = build([info(AS_OF), people, late, balance("grant", AS_OF, amount), *other]).cursor()
    _, *made = plain(part_of(db, **more).sentences)
    assert [each[: len(case)] for each, case in zip(made, cases, strict=True)] == cases


@pytest.mark.slow
def test_the_date_of_all_the_money_is_there_only_where_it_is_asked_for(build):
    db = build([*RECORDS, *every_day(date(2026, 1, 1), AS_OF, "10")]).cursor()
    preset = Preset(name="x", recipient="X", funds=["grant"])
    assert money.money_end(pack_facts(db, preset, AS_OF)) is None
    asked = preset.model_copy(update={"project_runway": True})
    assert money.money_end(pack_facts(db, asked, AS_OF)).sentences[-1] == (
        "Other sources of money are in this date: it is the whole project's, not that of one award."
    )


@pytest.mark.slow
def test_the_chart_of_an_award_ends_at_the_amount_that_its_sentence_says(build):
    """Bills that doubled: the likely future is not the plan's, and one amount is said, once."""
    costs = [
        *every_day(date(2025, 10, 1), date(2026, 6, 30), "60"),
        *every_day(date(2026, 7, 1), AS_OF, "140"),
    ]
    bills = [fund("grant", ends=END, pays=["cloud"]), balance("grant", AS_OF, "30000")]
    db = build([info(AS_OF), *bills, *costs]).cursor()
    (found,) = own_funds(db, funds=("grant",))
    assert found.left[0] < found.left[2]
    assert found.ahead[0] == (AS_OF, Decimal(30000))
    assert found.ahead[-1] == (END, found.left[1])
    amounts = [amount for _day, amount in found.ahead]
    assert amounts == sorted(amounts, reverse=True)
    part = part_of(db)
    said = plain(part.sentences)[0].split("about ")[1].split(" USD")[0]
    assert f"about {said}" in part.figure.to_json()


@pytest.mark.slow
def test_what_credits_paid_is_seen_by_whose_funds_are_credits(build):
    db = build(
        [*RECORDS, *every_day(date(2026, 1, 1), AS_OF, "100"), fund("c", "credits"),
         *every_day(date(2026, 1, 1), AS_OF, "-40", charge="Credit")]
    ).cursor()  # fmt: skip
    columns = {}
    for funds in (["grant"], ["c"], ["grant", "c"]):
        preset = Preset(name="x", recipient="X", funds=funds)
        part = money.spend(pack_facts(db, preset, AS_OF))
        columns[tuple(funds)] = "credits" in part.table.columns
        assert ("after credits" in " ".join(part.sentences)) is ("c" in funds)
    assert columns == {("grant",): False, ("c",): True, ("grant", "c"): True}


def test_the_pack_for_estuary_has_no_date_and_no_amount_of_other_funds(sample_build):
    house = config.load(SAMPLE, sample_build)
    preset = next(each for each in house.config.presets if each.name == "estuary")
    build, db = open_newest(sample_build)
    with db:
        made = pack.compose(db, house, preset, build=build, now=datetime(2026, 9, 17, 7))
        others = db.execute(
            "select amount from fund_balance where fund_id <> 'grant' and amount is not null"
        ).fetchall()
    said = " ".join(
        [plain(sentence) for part in made.parts for sentence in part.sentences]
        + [part.table.to_csv() for part in made.parts if part.table is not None]
        + [part.figure.to_json() for part in made.parts if part.figure is not None]
        + [each.slot.text for each in filled(made)]
    )
    assert "about 27,300 USD unspent on 31 December 2026" in said
    for foreign in ("2027", "Skyhook", "Openpurse", "Northfen", "Coastal", "14 November", "90,000"):
        assert foreign not in said, foreign
    for (amount,) in others:
        assert str(amount) not in said
        assert f"{amount:,.0f}" not in said
