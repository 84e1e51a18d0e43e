"""Whether two bills hold other money, the same or a question: each rule on both sides of its edge.

Nothing is rolled up here: deliveries and what they share are written down.
"""

from dataclasses import replace

import pytest
from bill_sides import JULY, JUNE, LATER, NOON, delivery, pair, shared, stream

from pipelines.billing.supersede.overlap import Pair, family, pairs
from pipelines.billing.supersede.replaced import _Order
from pipelines.billing.supersede.verdicts import Verdict, of_two_kinds, order, verdict

ORDERS = [
    # one, other, their streams → the newer, why, whether number and time disagree
    (("a.csv", {"final": True}), ("b.csv", {}), (0, "the final bill of this period", False)),
    (("a.csv", {}), ("b.csv", {"final": True}), (1, "the final bill of this period", False)),
    (("a 2026-08-01.csv", {}), ("a 2026-08-02.csv", {}), (1, "a later day in its name", False)),
    (("a 2026-08-02.csv", {}), ("a 2026-08-01.csv", {}), (0, "a later day in its name", False)),
    (("a 2026-08-02T1000.csv", {}), ("a 2026-08-02T1200.csv", {}),
     (1, "a later day in its name", False)),
    (("a 2026-08-02T1200.csv", {}), ("a 2026-08-02.csv", {}),
     (None, "nothing says which is newer", False)),
    (("a 2026-08-02.csv", {}), ("a.csv", {}), (None, "nothing says which is newer", False)),
    (("a (2).csv", {}), ("a (1).csv", {}), (0, "a later download by its number", False)),
    (("a (1).csv", {}), ("a (2).csv", {}), (1, "a later download by its number", False)),
    (("a (1).csv", {}), ("b (2).csv", {}), (None, "nothing says which is newer", False)),
    (("a (2).csv", {"changed": NOON}), ("a (1).csv", LATER),
     (0, "a later download by its number", True)),
    (("a (1).csv", {"changed": NOON}), ("a (2).csv", LATER),
     (1, "a later download by its number", False)),
    (("a.csv", {"changed": NOON}), ("b.csv", LATER), (1, "the file was changed later", False)),
    (("a.csv", LATER), ("b.csv", {"changed": NOON}), (0, "the file was changed later", False)),
    (("a.csv", {"changed": NOON}), ("b.csv", {"changed": NOON.replace(second=59)}),
     (None, "nothing says which is newer", False)),
    (("a.csv", {"changed": NOON}), ("b.csv", {"changed": NOON.replace(minute=1)}),
     (1, "the file was changed later", False)),
    (("a.csv", {"changed": NOON}), ("b.csv", {}), (None, "nothing says which is newer", False)),
    (("a.csv", {}), ("b.csv", {"changed": NOON}), (None, "nothing says which is newer", False)),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), ORDERS)
def test_which_of_two_is_newer(one, other, expected):
    sides = [delivery(place, **more) for place, more in (one, other)]
    assert order(*sides, pair()) == expected


@pytest.mark.parametrize(("ends", "newer"), [("30 31", 1), ("31 30", 0), ("31 31", None)])
def test_last_the_bill_that_reaches_further_is_newer(ends, newer):
    one, other = (stream(reach=("2026-07-01", f"2026-07-{end}")) for end in ends.split())
    found = order(delivery("a.csv"), delivery("b.csv"), pair(one, other))
    reason = "nothing says which is newer" if newer is None else "it reaches further"
    assert found == (newer, reason, False)


NEWER = ("a.csv", "a (1).csv")  # the second by its number
WHY = "a later download by its number"
NOTHING = "nothing says which is newer"
STATED = stream(period="2026-07-01")
OPEN = stream(account=None)  # no billing account is stated
TWO = stream(subs=("b",), period="2026-07-01")
VERDICTS = {
    # name: (names, streams, settings, inside, whole) → the verdict
    "no row of either": (NEWER, (STATED, STATED), {}, None, None, Verdict("other")),
    "the same file": (
        ("a.csv", "b.csv"), (STATED, STATED), {"sha": "x"}, shared(), None,
        Verdict("same", 0, "the same file", whole=True)),
    "the same file under a later number": (
        NEWER, (STATED, STATED), {"sha": "x"}, shared(), None,
        Verdict("same", 1, "the same file", whole=True)),
    "the newer of two by its number": (
        NEWER, (STATED, STATED), {}, shared(), None, Verdict("same", 1, WHY, whole=True)),
    "the newer reaches less far": (
        NEWER, (STATED, replace(STATED, days=("2026-07-01", "2026-07-30"))), {}, shared(), None,
        Verdict("same", 1, WHY)),
    "the newer begins later": (
        NEWER, (STATED, replace(STATED, days=("2026-07-02", "2026-07-31"))), {}, shared(), None,
        Verdict("same", 1, WHY)),
    "more is equal on all days": (
        NEWER, (STATED, STATED), {}, shared(both=4), shared(both=5),
        Verdict("same", 1, WHY, whole=True, far=True)),
    "as much is equal on all days": (
        NEWER, (STATED, STATED), {}, shared(both=5), shared(both=5),
        Verdict("same", 1, WHY, whole=True)),
    "only on all days": (
        NEWER, (replace(STATED, reach=JUNE), STATED), {}, None, shared(both=1),
        Verdict("same", 1, WHY, far=True)),
    "no key in common and no money": (
        ("a.csv", "b.csv"), (STATED, STATED), {}, shared(both=0, loose=(0.0, 0.0)), None,
        Verdict("other")),
    "a tenth of the money by chance, in many lines": (
        ("a.csv", "b.csv"), (STATED, STATED), {},
        shared((20, 20), 0, loose=(2.0, 2.0)), None, Verdict("other")),
    "more than a tenth of the money": (
        ("a.csv", "b.csv"), (STATED, TWO), {},
        shared((20, 20), 0, loose=(2.1, 2.1)), None,
        Verdict("asked", None, NOTHING, "renamed")),
    "a tenth of the money in few lines": (
        ("a.csv", "b.csv"), (STATED, TWO), {},
        shared((19, 20), 0, loose=(1.9, 1.9)), None,
        Verdict("asked", None, NOTHING, "renamed")),
    "other projects of the same account": (
        NEWER, (STATED, TWO), {}, shared(both=8, loose=(4.0, 4.0)), None,
        Verdict("asked", 1, WHY, "overlap", whole=True)),
    "half the money under other names": (
        NEWER, (STATED, TWO), {}, shared(both=8, loose=(5.0, 5.0)), None,
        Verdict("asked", 1, WHY, "renamed", whole=True)),
    "half the money, but nine of ten rows": (
        NEWER, (STATED, TWO), {}, shared(both=9, loose=(5.0, 5.0)), None,
        Verdict("asked", 1, WHY, "overlap", whole=True)),
    "nine tenths of the money of the same account": (
        NEWER, (STATED, TWO), {}, shared(both=0, loose=(9.0, 9.0)), None,
        Verdict("same", 1, WHY, whole=True)),
    "projects that are not named": (
        NEWER, (STATED, replace(TWO, sub_accounts=frozenset({None}))), {},
        shared(both=1, loose=(0.0, 0.0)), None, Verdict("same", 1, WHY, whole=True)),
    "one project of two": (
        NEWER, (STATED, replace(TWO, sub_accounts=frozenset({"a", "b"}))), {},
        shared(both=1, loose=(0.0, 0.0)), None, Verdict("same", 1, WHY, whole=True)),
    "an account that is not stated": (
        NEWER, (OPEN, OPEN), {}, shared(both=9), None, Verdict("same", 1, WHY, whole=True)),
    "less than nine tenths of the older": (
        NEWER, (OPEN, OPEN), {}, shared((10, 9), both=8, loose=(0.0, 0.0)), None,
        Verdict("asked", 1, WHY, "overlap", whole=True)),
    "nine tenths of the older, half of the newer": (
        NEWER, (OPEN, OPEN), {}, shared((10, 18), both=9), None,
        Verdict("same", 1, WHY, whole=True)),
    "other names, five equal of three amounts, half of the older": (
        ("a 2026-08-01.csv", "b 2026-08-02.csv"), (OPEN, OPEN), {},
        shared(both=10, equal=5, different=3), None,
        Verdict("same", 1, "a later day in its name", whole=True)),
    "other names, four equal": (
        ("a 2026-08-01.csv", "b 2026-08-02.csv"), (OPEN, OPEN), {},
        shared(both=10, equal=4, different=3, charged=(8, 8), loose=(0.0, 0.0)), None,
        Verdict("asked", 1, "a later day in its name", "overlap", whole=True)),
    "other names, two amounts": (
        ("a 2026-08-01.csv", "b 2026-08-02.csv"), (OPEN, OPEN), {},
        shared(both=10, equal=5, different=2, loose=(0.0, 0.0)), None,
        Verdict("asked", 1, "a later day in its name", "overlap", whole=True)),
    "other names, less than half of the older": (
        ("a 2026-08-01.csv", "b 2026-08-02.csv"), (OPEN, OPEN), {},
        shared(both=10, equal=5, different=3, charged=(11, 9), loose=(0.0, 0.0)), None,
        Verdict("asked", 1, "a later day in its name", "overlap", whole=True)),
    "nothing says which is newer, but all is equal": (
        ("a.csv", "b.csv"), (STATED, STATED), {}, shared(), None,
        Verdict("same", 0, "the same lines")),
    "nothing says which is newer, and one line more": (
        ("a.csv", "b.csv"), (STATED, STATED), {}, shared((10, 11), 10), None,
        Verdict("asked", None, f"{NOTHING}: the higher cost counts", "newer")),
    "nothing says which is newer, and one amount differs": (
        ("a.csv", "b.csv"), (STATED, STATED), {}, shared(equal=9), None,
        Verdict("asked", None, f"{NOTHING}: the higher cost counts", "newer")),
    "one of them says nothing of these days": (
        NEWER, (OPEN, OPEN), {}, shared((10, 0), 0), None, Verdict("other")),
    "one final bill says nothing of these days": (
        NEWER, (STATED, STATED), {"final": True}, shared((10, 0), 0), None,
        Verdict("same", 1, WHY, whole=True)),
    "one estimate says nothing of these days": (
        NEWER, (STATED, STATED), {}, shared((10, 0), 0), None, Verdict("other")),
    "another invoice of an export that never restates": (
        NEWER, (STATED, STATED), {"kind": "hetzner"}, shared(both=9), None, Verdict("other")),
    "the same invoice of such an export": (
        NEWER, (STATED, STATED), {"kind": "hetzner"}, shared(), None,
        Verdict("same", 1, WHY, whole=True)),
    "one amount of such an export differs": (
        NEWER, (STATED, STATED), {"kind": "hetzner"}, shared(equal=9), None, Verdict("other")),
    "days of an export that restates days": (
        NEWER, (stream(), stream(subs=("b",))), {"kind": "oracle_oci"},
        shared(both=1, loose=(9.0, 9.0)), None, Verdict("same", 1, WHY, whole=True)),
    "days of a mapped table": (
        NEWER, (stream(), stream(subs=("b",))), {"kind": "generic"},
        shared(both=1, loose=(9.0, 9.0)), None,
        Verdict("asked", 1, WHY, "renamed", whole=True)),
    "other periods": (
        NEWER, (STATED, replace(STATED, period="2026-06-01")), {},
        shared(both=1, loose=(0.0, 0.0)), None,
        Verdict("asked", 1, WHY, "overlap", whole=True)),
    "other accounts": (
        NEWER, (STATED, replace(STATED, billing_account="2")), {},
        shared(both=8, loose=(0.0, 0.0)), None,
        Verdict("asked", 1, WHY, "overlap", whole=True)),
    "periods of no account": (
        NEWER, (replace(STATED, billing_account=None),) * 2, {},
        shared(both=8, loose=(0.0, 0.0)), None,
        Verdict("asked", 1, WHY, "overlap", whole=True)),
    "half the money of the smaller": (
        NEWER, (STATED, TWO), {}, shared((10, 20), 8, loose=(5.0, 5.0)), None,
        Verdict("asked", 1, WHY, "renamed", whole=True)),
    "nine tenths of the rows of the smaller": (
        NEWER, (STATED, TWO), {}, shared((10, 20), 9, loose=(5.0, 5.0)), None,
        Verdict("asked", 1, WHY, "overlap", whole=True)),
    "nine tenths of the money of the smaller": (
        NEWER, (STATED, TWO), {}, shared((10, 20), 1, loose=(9.0, 9.0)), None,
        Verdict("same", 1, WHY, whole=True)),
    "more than a tenth of the money of the smaller": (
        ("a.csv", "b.csv"), (STATED, TWO), {}, shared((20, 40), 0, loose=(2.1, 2.1)), None,
        Verdict("asked", None, NOTHING, "renamed")),
    "one line more, that costs nothing": (
        ("a.csv", "b.csv"), (STATED, STATED), {}, shared((10, 11), 10, charged=(10, 10)), None,
        Verdict("asked", None, f"{NOTHING}: the higher cost counts", "newer")),
    "one amount more than nothing": (
        ("a.csv", "b.csv"), (STATED, STATED), {},
        shared((11, 11), 11, equal=10, charged=(10, 11)), None,
        Verdict("asked", None, f"{NOTHING}: the higher cost counts", "newer")),
    "one line more of an export that never restates": (
        NEWER, (STATED, STATED), {"kind": "hetzner"}, shared((10, 11), 10, charged=(10, 10)), None,
        Verdict("other")),
    "one amount more than nothing of such an export": (
        NEWER, (STATED, STATED), {"kind": "hetzner"},
        shared((11, 11), 11, equal=10, charged=(10, 11)), None, Verdict("other")),
    "nothing says which is newer, nine tenths of one": (
        ("a.csv", "b.csv"), (OPEN, OPEN), {},
        shared((10, 20), 9, equal=5, different=3, loose=(0.0, 0.0)), None,
        Verdict("asked", None, NOTHING)),
    "nothing says which is newer, nine tenths of both": (
        ("a.csv", "b.csv"), (OPEN, OPEN), {},
        shared((10, 10), 9, equal=5, different=3, loose=(0.0, 0.0)), None,
        Verdict("asked", None, f"{NOTHING}: the higher cost counts", "newer")),
    "nothing says which is newer, half the amounts of one": (
        ("a.csv", "b.csv"), (OPEN, OPEN), {},
        shared((10, 10), 9, equal=5, different=3, charged=(10, 11), loose=(0.0, 0.0)), None,
        Verdict("asked", None, NOTHING)),
}  # fmt: skip
SILENT = {
    # which of two bills are final, one of which says nothing of these days → what it means
    (True, False): "same", (False, True): "same", (True, True): "same", (False, False): "other",
}  # fmt: skip


@pytest.mark.parametrize(("final", "money"), SILENT.items())
def test_a_final_bill_of_the_same_period_that_says_nothing_of_some_days_says_nothing_is_due(
    final, money
):
    sides = [delivery(place, STATED, final=each)
             for place, each in zip(NEWER, final, strict=True)]  # fmt: skip
    assert verdict(pair(STATED, STATED), *sides, shared((10, 0), 0), None).money == money
    assert verdict(pair(OPEN, OPEN), *sides, shared((10, 0), 0), None).money == "other"


@pytest.mark.parametrize("name", VERDICTS)
def test_two_bills_of_one_kind_are_other_money_the_same_or_asked(name):
    places, streams, more, inside, whole, expected = VERDICTS[name]
    one, other = (
        delivery(place, each, **more) for place, each in zip(places, streams, strict=True)
    )
    assert verdict(pair(*streams), one, other, inside, whole) == expected


def test_a_number_and_a_time_that_disagree_are_asked_about_unless_all_is_equal():
    one, other = delivery("a (1).csv", STATED, **LATER), delivery("a (2).csv", STATED, changed=NOON)
    why = "its number and its time disagree: the higher cost counts"
    wanted = Verdict("asked", None, why, "newer", whole=True)
    assert verdict(pair(STATED, STATED), one, other, shared(equal=9), None) == wanted
    wanted = Verdict("same", 1, "the same lines", whole=True)
    assert verdict(pair(STATED, STATED), one, other, shared(), None) == wanted
    wanted = Verdict("asked", None, WHY, "overlap", whole=True)
    few = shared(both=8, loose=(0.0, 0.0))
    assert verdict(pair(STATED, TWO), one, other, few, None) == wanted


GROWN = {
    # earlier and later name, last days, rows by service → whether it is asked
    ("a.csv", "a (1).csv", "30 31", (10, 12, 9)): True,
    ("a.csv", "a (1).csv", "30 31", (10, 12, 8)): False,
    ("a.csv", "a (1).csv", "31 30", (12, 10, 9)): True,
    ("a.csv", "a (1).csv", "31 30", (9, 20, 9)): False,
    ("a.csv", "a (1).csv", "31 31", (10, 12, 9)): False,
    ("a.csv", "b (1).csv", "30 31", (10, 12, 9)): False,
    ("a 2026-08-01.csv", "a 2026-08-02.csv", "30 31", (10, 12, 9)): True,
    ("a 2026-08-02.csv", "a 2026-08-01.csv", "31 30", (12, 10, 9)): True,
    ("a 2026-08-02.csv", "a 2026-08-01.csv", "30 31", (10, 12, 9)): False,
    ("a 2026-08-01.csv", "a 2026-08-01.csv", "30 31", (10, 12, 9)): False,
}


@pytest.mark.parametrize(("case", "asked"), GROWN.items())
def test_a_later_download_that_goes_on_with_the_services_of_the_earlier_is_asked(case, asked):
    one, other, ends, rows = case
    streams = [stream(subs=(s,), reach=("2026-07-01", f"2026-07-{end}"))
               for s, end in zip("ab", ends.split(), strict=True)]  # fmt: skip
    measure = shared((20, 20), 0, loose=(0.0, 0.0), nameless=rows)
    sides = delivery(one, streams[0], sha="1"), delivery(other, streams[1], sha="2")
    found = verdict(pair(*streams), *sides, measure, None)
    assert found.money == ("asked" if asked else "other")


TWIN = "the same money in another kind of export"
KINDS = [
    # the kinds, the sums → the verdict
    (("aws_cur", "focus"), (100, 100), Verdict("same", 0, TWIN)),
    (("focus", "aws_cur"), (100, 100), Verdict("same", 1, TWIN)),
    (("focus", "focus"), (100, 100), Verdict("same", 0, TWIN)),
    (("aws_cur", "focus"), (100, 98), Verdict("same", 0, TWIN)),
    (("aws_cur", "focus"), (98, 100), Verdict("same", 0, TWIN)),
    (("aws_cur", "focus"), (100, 97), Verdict("asked", 0, TWIN, "two exports")),
    (("aws_cur", "focus"), (100, 0), Verdict("other")),
]


@pytest.mark.parametrize(("kinds", "sums", "expected"), KINDS)
def test_of_two_kinds_of_export_the_more_exact_counts_where_they_differ_by_two_percent(
    kinds, sums, expected
):
    one, other = (delivery(f"{n}.csv", kind=kind) for n, kind in enumerate(kinds))
    assert of_two_kinds(one, other, shared(sums, 0)) == expected


def test_of_two_kinds_that_share_no_row_both_count():
    assert of_two_kinds(delivery("a"), delivery("b"), None) == Verdict("other")
    spread = delivery("a", basis="amortised"), delivery("b")
    assert of_two_kinds(*spread, shared()) == Verdict("same", 1, TWIN)


PAIRED = [
    # two deliveries → the days both cover and reach; None: no pair
    (("a", stream(), {}), ("b", stream(), {}), (JULY, JULY)),
    (("a", stream(), {}), ("b", stream(JUNE), {}), None),
    (("a", stream(), {}), ("b", stream(("2026-07-31", "2026-08-31")), {}),
     (("2026-07-31", "2026-07-31"),) * 2),
    (("a", stream(), {}), ("b", stream(JUNE, reach=("2026-06-01", "2026-07-01")), {}),
     (None, ("2026-07-01", "2026-07-01"))),
    (("a", stream(), {}), ("b", stream(), {"us": "them"}), None),
    (("a", stream(), {}), ("b", stream(account="2"), {}), None),
    (("a", stream(), {}), ("b", stream(account=None), {}), (JULY, JULY)),
    (("a", stream(period="2026-07-01"), {}), ("b", stream(period="2026-06-01"), {}), None),
    (("a", stream(period="2026-07-01"), {}), ("b", stream(), {}), (JULY, JULY)),
    # two kinds of export
    (("a", stream(), {}), ("b", stream(), {"kind": "aws_cur"}), (JULY, JULY)),
    (("a", stream(), {}), ("b", stream(provider="gcp"), {"kind": "aws_cur"}), None),
    (("a", stream(provider="AWS"), {}),
     ("b", stream(provider="Amazon Web"), {"kind": "aws_cur", "us": "them"}), (JULY, JULY)),
    (("a", stream(account="x-12"), {}), ("b", stream(account="12"), {"kind": "aws_cur"}),
     (JULY, JULY)),
    (("a", stream(account="12"), {}), ("b", stream(account="x-12"), {"kind": "aws_cur"}),
     (JULY, JULY)),
    (("a", stream(account="12"), {}), ("b", stream(account="13"), {"kind": "aws_cur"}), None),
    (("a", stream(account=None), {}), ("b", stream(), {"kind": "aws_cur"}), (JULY, JULY)),
    (("a", stream(account=None), {}), ("b", stream(), {"kind": "aws_cur", "us": "them"}), None),
    (("a", stream(), {"filtered": True}), ("b", stream(), {"kind": "aws_cur"}), None),
    (("a", stream(), {}), ("b", stream(), {"basis": "amortised"}), (JULY, JULY)),
    (("a", stream(provider=None), {}), ("b", stream(provider=None), {"kind": "aws_cur"}), None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), PAIRED)
def test_which_two_bills_are_compared_and_on_which_days(one, other, expected):
    streams = one[1], other[1]
    found = pairs([delivery(place, each, **more) for place, each, more in (one, other)])
    assert found == ([] if expected is None else [Pair(0, 1, streams, *expected)])


def test_streams_of_one_delivery_are_not_compared_and_pairs_come_in_order():
    every = [delivery("a", stream(), stream(JUNE)), delivery("b", stream(), stream(JUNE)),
             delivery("c", stream(JUNE))]  # fmt: skip
    found = [(p.one, p.other, p.days) for p in pairs(every)]
    assert found == [(0, 1, JUNE), (0, 1, JULY), (0, 2, JUNE), (1, 2, JUNE)]


def test_a_provider_is_one_word_however_it_is_spelled():
    names = ("Amazon", "AWS", "Google Cloud", "Microsoft", "azure", "Hetzner", "", None)
    assert [family(name) for name in names] == [
        "aws", "aws", "gcp", "azure", "azure", "hetzner", None, None,
    ]  # fmt: skip


def test_no_chain_of_losers_ends_where_it_began():
    order_of = _Order()
    first, second, round_ = (replace(pair(), one=a, other=b) for a, b in ((0, 1), (1, 2), (0, 2)))
    assert [order_of.winner(first, 0), order_of.winner(second, 0)] == [0, 0]
    assert order_of.winner(round_, 1) == 0  # 2 loses to 1, which loses to 0
    assert [_Order().winner(round_, 1), _Order().winner(round_, 0)] == [1, 0]
