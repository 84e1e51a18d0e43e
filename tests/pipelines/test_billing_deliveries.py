"""Which bills are one delivery, and which days it covers: each rule on both sides of its edge."""

from dataclasses import replace

import pytest
from bill_sides import JULY, JUNE, LATER, NOON, bill, stream

from pipelines.billing.rollup import Summary
from pipelines.billing.supersede.deliveries import (
    Stream,
    deliveries,
    missing_parts,
    once,
    states_period,
)


def _streams(*months, name="costs.csv", **more):
    """The streams of a bill whose months are (first, last, money, rows)."""
    lines = [["aws", "1", f"{first[:7]}-01", first, last, ["a"], str(money), str(rows)]
             for first, last, money, rows in months]  # fmt: skip
    made = replace(bill(name, **more), summary=Summary(
        more.get("kind", "gcp_legacy_json"), final=more.get("final"), streams=lines))  # fmt: skip
    return [(s.period, s.days, s.reach) for each in deliveries([made]) for s in each.streams]


FULL = ("2026-07-01", "2026-07-31", 310, 31)
COVERED = [
    # months of one bill, its name → the days it covers
    ([FULL], "costs.csv", JULY),
    ([FULL, ("2026-08-01", "2026-08-02", 0, 2)], "costs.csv", JULY),  # no charge
    ([FULL, ("2026-08-01", "2026-08-02", 5, 2)], "costs.csv", ("2026-07-01", "2026-08-02")),
    ([FULL, ("2026-08-02", "2026-08-03", 5, 2)], "costs.csv", JULY),  # behind a gap: late lines
    ([FULL, ("2026-08-02", "2026-08-04", 30, 30)], "costs.csv", ("2026-07-01", "2026-08-04")),
    ([FULL, ("2026-08-02", "2026-08-04", 7, 30)], "costs.csv", JULY),
    ([FULL, ("2026-08-02", "2026-08-05", 7, 30)], "costs.csv", ("2026-07-01", "2026-08-05")),
    ([FULL, ("2026-08-02", "2026-08-31", 155, 15)], "costs.csv", JULY),  # half, in half the rows
    ([FULL, ("2026-08-02", "2026-08-31", 156, 15)], "costs.csv", ("2026-07-01", "2026-08-31")),
    ([FULL, ("2026-08-02", "2026-08-31", 155, 16)], "costs.csv", ("2026-07-01", "2026-08-31")),
    ([("2026-06-30", "2026-06-30", 1, 1), FULL], "costs.csv", JULY),  # before it, without a gap
    ([("2026-06-29", "2026-06-30", 20, 2), FULL], "costs.csv", ("2026-06-29", "2026-07-31")),
    ([("2026-07-01", "2026-07-31", -5, 3)], "costs.csv", JULY),
    ([("2026-06-30", "2026-06-30", -9, 1), ("2026-07-01", "2026-07-31", -5, 3)], "costs.csv",
     ("2026-06-30", "2026-07-31")),
    ([("2026-07-02", "2026-07-05", 9, 3)], "costs 2026-07.csv", JULY),
    ([("2026-07-02", "2026-07-05", 9, 3), ("2026-08-01", "2026-08-05", 9, 3)], "costs 2026-07.csv",
     ("2026-07-02", "2026-08-05")),
    ([("2026-07-02", "2026-07-05", 10, 3), ("2026-08-01", "2026-08-05", 9, 3)],
     "costs 2026-07.csv", JULY),
    ([("2026-06-02", "2026-06-05", 9, 3)], "costs 2026-07.csv", ("2026-06-02", "2026-06-05")),
    ([("2026-07-31", "2026-07-31", 9, 3)], "costs 2026-07.csv", JULY),
    ([("2026-07-01", "2026-07-01", 9, 3)], "costs 2026-07.csv", JULY),
    ([("2026-06-30", "2026-06-30", -9, 1), ("2026-07-01", "2026-07-31", 0, 3)], "costs.csv",
     ("2026-06-30", "2026-07-31")),
    ([("2026-06-30", "2026-06-30", -9, 1), ("2026-07-01", "2026-07-31", 1, 3)], "costs.csv",
     ("2026-07-01", "2026-07-31")),
    ([FULL, ("2026-08-02", "2026-08-31", 1, 30)], "costs.csv", ("2026-07-01", "2026-08-31")),
    ([FULL, ("2026-08-02", "2026-08-03", 5, 2), ("2026-09-02", "2026-09-03", 5, 2)], "costs.csv",
     JULY),
    ([("2026-06-02", "2026-06-29", 0, 30), FULL], "costs.csv", JULY),
]  # fmt: skip


@pytest.mark.parametrize(("months", "name", "days"), COVERED)
def test_a_bill_covers_the_days_its_name_states_or_where_most_of_its_money_lies(months, name, days):
    reach = min(m[0] for m in months), max(m[1] for m in months)
    assert _streams(*months, name=name) == [(None, days, reach)]


def test_a_bill_that_states_its_periods_covers_each_from_its_first_to_its_last_row():
    late = ("2026-08-02", "2026-08-03", 5, 2)
    assert _streams(FULL, late, kind="aws_cur") == [
        ("2026-07-01", JULY, JULY), ("2026-08-01", late[:2], late[:2]),
    ]  # fmt: skip
    june = ("2026-06-03", "2026-06-04", 5, 2)
    assert _streams(june, kind="aws_cur", final=True) == [("2026-06-01", JUNE, JUNE)]
    late = replace(bill("b.csv"), summary=Summary("aws_cur", final=False, streams=[
        ["aws", "1", "2026-06-01", "2026-06-03", "2026-06-04", ["a"], "5", "2"]]))  # fmt: skip
    closed = replace(late, place="a.csv", summary=replace(late.summary, final=True))
    one = [replace(each, manifest="m") for each in (late, closed)]
    assert [s.days for s in deliveries(one)[0].streams] == [("2026-06-03", "2026-06-04")]
    outside = ["aws", "1", "2026-06-01", "2026-05-31", "2026-07-02", ["a"], "5", "2"]
    made = replace(bill("a.csv"), summary=Summary("aws_cur", final=True, streams=[outside]))
    (found,) = deliveries([made])[0].streams
    assert found.days == ("2026-05-31", "2026-07-02")


def test_parts_of_one_export_are_one_delivery_and_bills_without_lines_none():
    two = [bill("x/cur-00002.csv", stream()), bill("x/cur-00001.csv", stream(JUNE)),
           bill("x/cur.csv"), bill("y/cur-00001.csv", stream(), manifest="m"),
           bill("y/z.csv", stream(), manifest="m"),
           bill("y/z.csv", stream(), kind="aws_cur")]  # fmt: skip
    found = [[each.place for each in d.bills] for d in deliveries(two)]
    assert found == [["y/cur-00001.csv", "y/z.csv"], ["x/cur-00001.csv", "x/cur-00002.csv"],
                     ["y/z.csv"]]  # fmt: skip
    first = deliveries(two)[1]
    assert (first.place, first.is_final, first.changed, first.content, first.name.base) == (
        "x/cur-00001.csv", False, None, ("x/cur-00001.csv", "x/cur-00002.csv"), "x/cur",
    )  # fmt: skip
    timed = [bill("a-00001.csv", stream(), changed=NOON, final=True),
             bill("a-00002.csv", stream(), changed=LATER["changed"], final=True)]  # fmt: skip
    assert [(d.changed, d.is_final) for d in deliveries(timed)] == [(LATER["changed"], True)]
    mixed = [timed[0], replace(timed[1], changed=None, summary=Summary("focus", final=False,
             streams=timed[1].summary.streams))]  # fmt: skip
    assert [(d.changed, d.is_final) for d in deliveries(mixed)] == [(None, False)]


def test_parts_of_one_export_add_up_before_it_is_seen_what_they_cover():
    parts = [
        ("c-00001.csv", ["2026-07-05", "2026-07-31", "100", "10"]),
        ("c-00002.csv", ["2026-07-01", "2026-07-20", "210", "21"]),
        ("c-00003.csv", ["2026-08-02", "2026-08-03", "0", "2"]),
    ]
    bills = [replace(bill(f"2026-07/{place}"), summary=Summary("gcp_legacy_json", streams=[
        ["gcp", "1", f"{facts[0][:7]}-01", *facts[:2], [place], *facts[2:]]]))
        for place, facts in parts]  # fmt: skip
    (found,) = deliveries(bills)
    names = frozenset({"c-00001.csv", "c-00002.csv", "c-00003.csv"})
    reach = ("2026-07-01", "2026-08-03")
    assert found.streams == (Stream("gcp", "1", None, JULY, reach, names),)
    old = [replace(each, summary=replace(each.summary, streams=[each.summary.streams[0][:6]]))
           for each in bills]  # fmt: skip
    (found,) = deliveries([replace(each, place=f"x{each.place[7:]}") for each in old])
    assert found.streams == (Stream("gcp", "1", None, reach, reach, names),)


def test_whether_a_period_is_stated_is_noted_or_known_of_the_export():
    said = [(None, "aws_cur"), (None, "oracle_oci"), (False, "aws_cur"), (True, "oracle_oci"),
            (None, None), (True, None)]  # fmt: skip
    bills = [replace(bill("a"), summary=Summary(kind, states_period=stated))
             for stated, kind in said]  # fmt: skip
    assert [states_period(each) for each in bills] == [True, False, False, True, False, True]
    stated = stream(period="2026-07-01")
    lines = bill("x", stated).summary.streams
    mixed = [replace(bill(f"c-0000{n}.csv", stated), summary=Summary(
        "aws_cur", states_period=n == 1, streams=lines)) for n in (1, 2)]  # fmt: skip
    assert [s.period for s in deliveries(mixed)[0].streams] == [None]


def test_a_bill_that_two_entries_of_an_account_name_counts_once():
    one, two = bill("a.csv"), bill("b.csv")
    assert once([one, two, replace(one, category="other")]) == [two, one]
    assert once([one, replace(one, account="them")]) == [one, replace(one, account="them")]


@pytest.mark.parametrize(
    ("names", "gaps"),
    [
        ("c-00001.csv c-00003.csv", {"x/c.csv": [2]}),
        ("c-00000.csv c-00002.csv", {"x/c.csv": [1]}),
        ("c-00002.csv c-00004.csv", {"x/c.csv": [1, 3]}),
        ("c-00001.csv c-00002.csv", {}),
        ("c-000000000001.csv c-000000000003.csv", {"x/c.csv": [2]}),
        ("c-00000.csv c-00001.csv", {}),
        ("c-00005.csv", {"x/c.csv": [1, 2, 3, 4]}),
        ("c-1.csv c-3.csv", {}),
    ],
)
def test_a_gap_in_the_numbers_of_parts_is_known(names, gaps):
    bills = [bill(f"x/{name}") for name in names.split()]
    assert missing_parts(bills) == gaps
    assert missing_parts([replace(each, manifest="m") for each in bills]) == {}
