"""What is said of bills: notes, runs and questions, each whole, and what is asked at all.

`pytest tests/pipelines/test_billing_said.py --write-golden` writes data/golden/said.txt anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest
from bill_sides import NOON, bill, delivery, shared

from config import Billing
from config.bills import Answer
from pipelines.billing import report
from pipelines.billing.files.find import Found
from pipelines.billing.files.manifests import Gap
from pipelines.billing.questions import _alone, is_asked, since, undated
from pipelines.billing.refused import Refused, is_weighty, refused, runs
from pipelines.billing.rollup import Rules, Summary, Unreachable, formats
from pipelines.billing.rollup.recognise import Layout
from pipelines.billing.rollup.staging import Part
from pipelines.billing.rollup.totals import totals, without
from pipelines.billing.supersede.replaced import Doubt, Drop
from warehouse.records import BillingQuestion

GOLDEN = Path(__file__).parents[1] / "data" / "golden" / "said.txt"
JULY = ["aws", "1", "2026-07-01", "2026-07-01", "2026-07-31", ["a"], "9", "3"]
AUGUST = ["aws", "1", "2026-08-01", "2026-08-01", "2026-08-30", ["a"], "9", "3"]


def of(place: str, **said: object):
    """A bill whose summary says so."""
    more = {k: said.pop(k) for k in ("vanished", "account", "changed") if k in said}
    made = replace(bill(place), summary=Summary("focus", **said), **more)
    return replace(made, account=str(more.get("account", "us")))


BILLS = {
    "read": of("a.csv", lines_read=5, lines_kept=4, lines_rejected=1, total_lines=2, final=True,
               own_total="9.50", billed="9.00", notes=["a note"], streams=[AUGUST, JULY],
               rejects=[(3, "x,y", "no day")]),
    "as its own total": of("b.csv", lines_read=5, own_total="9.50", billed="9.5000"),
    "without an own total": of("c.csv", lines_read=5, billed="9.5000"),
    "without a sum": of("d.csv", lines_read=5, own_total="9"),
    "of nothing": of("e.csv", lines_read=5, billed="0.00"),
    "of nothing, line by line": of("p.csv", lines_read=5, billed="0.00", readable={"EUR": "0"}),
    "paid by credits": of("q.csv", lines_read=5, billed="0.00", readable={"EUR": "4743.701"}),
    "of two currencies, nothing": of("r.csv", lines_read=5, billed="0",
                                     readable={"EUR": "4", "USD": "0"}),
    "of nothing but rejects": of("f.csv", lines_read=5, lines_rejected=5, billed="0.00"),
    "empty": of("g.csv"),
    "empty and gone": of("h.csv", vanished=True),
    "of totals alone": of("i.csv", total_lines=1),
    "of notes alone": of("j.csv", notes=["1 line is a forecast"]),
    "left out": of("k.csv", not_asked_for=1200),
    "left out in part": of("l.csv", not_asked_for=1, lines_read=3, billed="0"),
}  # fmt: skip
QUESTION = BillingQuestion(
    "us: overlap", "overlap", "us", ["a.csv", "b.csv"], date(2026, 7, 1), date(2026, 7, 31), "EUR",
    "both", D("1200.50"), D("600"), D("600.50"), 1, True, False, True, "compare them", "[[answer]]",
)  # fmt: skip
QUESTIONS = [
    QUESTION,
    replace(QUESTION, kind="renamed", weighty=False, files=["a.csv", "b.csv", "c.csv"]),
    replace(QUESTION, kind="newer", assumed="larger", currency=None),
    replace(QUESTION, kind="two exports", assumed="exact", files=["a.csv", "b.csv", "c", "d"]),
    replace(QUESTION, kind="undated", assumed="left out", files=["a.csv"]),
    replace(QUESTION, kind="arrears", assumed="month before"),
    replace(QUESTION, asked=False),
    replace(QUESTION, resting=True, assumed="newer"),
    replace(QUESTION, account="them", asked=False),
]
DROP = Drop("a.csv", "b.csv", "us", "1", None, "2026-07-01", "2026-07-31", "newer")
GONE = {
    "replaced": (DROP, [JULY]),
    "not replaced in August": (DROP, [JULY, AUGUST]),
    "another account of the provider": (replace(DROP, billing_account="2"), [JULY]),
    "another period": (replace(DROP, period="2026-06-01"), [JULY]),
    "the period": (replace(DROP, period="2026-07-01"), [JULY]),
    "its last day": (replace(DROP, first="2026-07-31", last="2026-08-31"), [JULY]),
    "the day after": (replace(DROP, first="2026-08-01", last="2026-08-31"), [JULY]),
    "its first day": (replace(DROP, first="2026-06-01", last="2026-07-01"), [JULY]),
    "the day before": (replace(DROP, first="2026-06-01", last="2026-06-30"), [JULY]),
    "another bill": (replace(DROP, place="c.csv"), [JULY]),
    "another account": (replace(DROP, account="them"), [JULY]),
}
NAMED = (("date", "Day"), ("amount", "Cost"), ("service", "Item"), ("currency", "Currency"))
HEAD = "Day,Item,Cost,Currency\n"
LOST = {
    "half its lines": of("a", lines_read=4, lines_rejected=2, readable={"EUR": "5000"},
                         refused=[["EUR", "no day", 2, "1", "1"]]),
    "more than half": of("b", lines_read=4, lines_rejected=3, readable={"EUR": "5000"},
                         refused=[["EUR", "no day", 3, "1.5", "1.5"]]),
    "one percent": of("c", lines_read=9, lines_rejected=1, lines_kept=8, readable={"EUR": "99"},
                      refused=[["EUR", "no day", 1, "1", "1"]]),
    "more than one percent": of("d", lines_read=9, lines_rejected=1, lines_kept=8,
                                readable={"EUR": "98"}, refused=[["EUR", "no day", 1, "-1", "1"]]),
    "of another currency": of("e", lines_read=9, lines_rejected=3, readable={"EUR": "5000"},
                              refused=[["USD", "no amount", 1, None, "0"],
                                       ["USD", "no currency", 2, "7", "7"],
                                       [None, "no whole line", 1, None, "0"]]),
    "without amounts": of("f", lines_read=4, lines_rejected=4,
                          refused=[[None, "no whole line", 1, None, "0"],
                                   ["EUR", "no amount", 3, None, "0"]]),
    "nothing": of("g", lines_read=4, lines_rejected=3),
    "a credit": of("h", lines_read=9, lines_rejected=1, readable={"EUR": "5000"},
                   refused=[["EUR", "undated credit", 1, "-30", "30"]]),
    "an answered credit": of("i", lines_read=9, lines_rejected=1, readable={"EUR": "5000"},
                             refused=[["EUR", "undated credit", 2, "-30", "30"]]),
    "a credit of another file": of("l", lines_read=9, lines_rejected=1, readable={"EUR": "5000"},
                                   refused=[["EUR", "undated credit", 1, "-30", "30"]]),
    "a credit for good": of("x/j", lines_read=9, lines_rejected=1, readable={"EUR": "5000"},
                            refused=[["EUR", "undated credit", 1, "-30", "30"]]),
}  # fmt: skip
SAID_OF_CREDITS = [
    Answer(files=["i i", "h h"], counts="i", days="2026-07-01"),
    Answer(files=["i"], counts="i", days="2026-07-05 or so"),
    Answer(files=["j"], counts="none", days="2026-07-05"),
    Answer(files=["k"], counts="k", days="2026-07-05"),
    Answer(files=[f"l {'0' * 12}"], counts="l", days="2026-07-05"),
]
TABLES = {
    "one total": (HEAD + "1,A,2.00,EUR\n2,B,3.00,EUR\n,Total,5.00,EUR\n", Rules(columns=NAMED)),
    "subtotals": (HEAD + "1,A,2.00,EUR\n2,B,3.00,EUR\n,Subtotal,5.00,EUR\n3,C,1.00,EUR\n"
                  ",Subtotal,1.00,EUR\n,Grand total,6.00,EUR\n", Rules(columns=NAMED)),
    "rounded": (HEAD + "1,A,2.00,EUR\n2,B,3.00,EUR\n,Total,5.01,EUR\n", Rules(columns=NAMED)),
    "rounded too far": (HEAD + "1,A,2.00,EUR\n2,B,3.00,EUR\n,Total,5.02,EUR\n",
                        Rules(columns=NAMED)),
    "five totals": (HEAD + "1,A,2.00,EUR\n,Total,2.00,EUR\n" * 5, Rules(columns=NAMED)),
    "on top": (HEAD + ",Total,5.00,EUR\n1,A,2.00,EUR\n2,B,3.00,EUR\n", Rules(columns=NAMED)),
    "on top and wrong": (HEAD + ",Total,6.00,EUR\n1,A,2.00,EUR\n2,B,3.00,EUR\n",
                         Rules(columns=NAMED)),
    "two currencies": (HEAD + "1,A,2.00,EUR\n2,B,3.00,USD\n,Total,2.00,EUR\n,Total,3.00,USD\n",
                       Rules(columns=NAMED)),
    "a service of that word": (HEAD + "1,Total Protection,2.00,EUR\n2,B,3.00,EUR\n",
                               Rules(columns=NAMED)),
    "a sum of such a service": (HEAD + "1,A,2.00,EUR\n2,B,3.00,EUR\n3,Total Protection,5.00,EUR\n",
                                Rules(columns=NAMED)),
    "one line and such a service": (HEAD + "1,A,2.00,EUR\n3,Total Protection,2.00,EUR\n",
                                    Rules(columns=NAMED)),
    "totals alone": (HEAD + ",Total,2.00,EUR\n,Total,3.00,EUR\n", Rules(columns=NAMED)),
    "wanted totals": (HEAD + "1,A,2.00,EUR\n,Total,2.00,EUR\n",
                      Rules(columns=NAMED, where=(("Item", ("Total",)),))),
    "sections": (HEAD + ",Hub,,\n1,A,2.00,EUR\n,Total Hub,2.00,EUR\n,Wiki,,\n3,C,1.00,EUR\n",
                 Rules(columns=NAMED)),
    "turned": (HEAD + "1,A,-2.00,EUR\n,Total,-2.00,EUR\n", Rules(columns=NAMED, negate=True)),
    "of a ledger": (HEAD + "1,A,-2.00,EUR\n,Total,-2.00,EUR\n,Sum,9.00,\n",
                    Rules(columns=NAMED, ledger=True)),
    "both signs": (HEAD + "1,A,2.00,EUR\n2,A,-2.00,EUR\n,Total,0.00,EUR\n", Rules(columns=NAMED)),
    "debit and credit": (
        "Day,Item,In,Out\n1,A,,2.00\n2,B,5.00,\n,Total,5.00,2.00\n,Total,5.00,3.00\n",
        Rules(columns=(("date", "Day"), ("credit", "In"), ("debit", "Out"), ("service", "Item")))),
}  # fmt: skip


def _entry(path: str) -> Billing:
    return Billing(account="us", path=path)


def said() -> Iterator[tuple[str, object]]:
    """Everything that is said, each under its name."""
    for name, each in BILLS.items():
        yield f"a bill {name}", [*report.records(each), *report.none_kept([each])]
    for asked in QUESTIONS:
        small = list(report.small([asked], "us"))
        yield f"{asked.kind} {asked.assumed}", [*report.questions([asked]), *small]
    for path in ("bills/*.csv", "s3://b/x.csv"):
        for unread, parts in ((0, 0), (2, 1000)):
            yield f"nothing {path} {parts}", [report.nothing(_entry(path), unread, parts)]
    for missing, instead in ((("a", "b"), None), (tuple("abcd"), "m0"), (("a",), None)):
        gaps = [Gap("m1", missing, (), instead)]
        yield f"gap {len(missing)}", list(report.manifests(_Delivered(gaps, [("m2", "cut")])))
    yield (
        "half",
        list(report.half_sets({"x/c.csv": [1, 2, 3, 4, 5, 6], "b": [1, 2, 3, 4, 5], "a": [7]})),
    )
    found = Found(_entry("x.csv"), "x.csv", "x.csv", "9f", 7, Path())
    for sentence in ("a PDF, not a table", "a PDF, not a table. Ask for the CSV export"):
        yield f"not read {sentence}", list(report.not_read(found, sentence))
    yield "unused", list(report.unused([Answer(files=["a", "b"], counts="both"),
                                        Answer(account="us", counts="unknown")]))  # fmt: skip
    a = BILLS["read"]
    yield "twice", list(report.twice([a, a, BILLS["empty"]], [a, BILLS["empty"]]))
    yield "once", list(report.twice([a], [a]))
    yield "vanished", list(report.vanished([a, of("s3://b/x.csv"), BILLS["empty"]]))
    bucket = of("s3://b/x.csv", lines_kept=7, streams=[JULY])
    yield "accounts", list(report.accounts(
        ["us", "them", "us"], [a, BILLS["of nothing"], bucket, of("t", account="them")],
        [a, bucket], {"us": ["more"]}, date(2026, 8, 15)))  # fmt: skip
    trouble = [Unreachable("cannot be asked", "ask again", passing=p) for p in (True, False)]
    for names in ((0,), (0, 1), (1, 0, 0)):
        error = report.unreachable(_entry("s3://b"), {str(n): trouble[i]
                                                      for n, i in enumerate(names)})  # fmt: skip
        yield f"unreachable {names}", [vars(error)]
    dated = of("c.csv", streams=[JULY], changed=NOON)
    lost = refused(list(LOST.values()), SAID_OF_CREDITS)
    left = [f"{name} {is_weighty(each.summary)}" for name, each in LOST.items()]
    undated_ = [f"{account}: {[(b.place, c, str(a)) for b, c, a in each]}"
                for account, each in lost.undated.items()]  # fmt: skip
    yield "refused", [*lost.rows, *lost.dated, *undated_, str(sorted(lost.used)), *left]
    yield "refused runs", list(runs(list(LOST.values())))
    for amounts in ((("EUR", "-30"),), (("EUR", "-30"), ("USD", "-40"), ("EUR", "-20")),
                    (("EUR", "-24.99"),), ((None, "-900"),)):  # fmt: skip
        lost = Refused(undated={"us": [(dated, c, D(amount)) for c, amount in amounts]})
        yield f"undated {amounts}", list(undated([dated, of("big", streams=[
            [*JULY[:6], "6000", "1"], [*AUGUST[:6], "900", "1"]])], [], lost))  # fmt: skip
    yield "undated and replaced", list(undated(
        [dated, of("big", streams=[[*JULY[:6], "60000", "1"]])], [replace(DROP, place="big")],
        Refused(undated={"us": [(dated, "EUR", D(-30))]})))  # fmt: skip


class _Delivered:
    """The two lists that the report on manifests reads."""

    def __init__(self, gaps: list[Gap], unread: list[tuple[str, str]]) -> None:
        self.gaps, self.unread = gaps, unread


def shown(records: Iterable[object]) -> str:
    """Every value of every record that is not empty."""
    lines = []
    for each in records:
        values = each if isinstance(each, dict | str) else asdict(each)
        if isinstance(values, dict):
            filled = (f"{k}={v!r}" for k, v in values.items() if v not in (None, "", 0, []))
            values = f"{type(each).__name__} {' '.join(filled)}"
        lines.append(values)
    return "\n".join(lines) or "nothing"


def _golden() -> dict[str, str]:
    parts = GOLDEN.read_text(encoding="utf-8").split("## ")[1:]
    return dict(part.rstrip("\n").split("\n", maxsplit=1) for part in parts)


SAID = [f"{n} {name}" for n, (name, _) in enumerate(said())]


@pytest.mark.parametrize("name", SAID)
def test_what_is_said_of_a_bill_is_said_whole(name, write_golden):
    found = {label: shown(each) for label, (_, each) in zip(SAID, said(), strict=True)}
    if write_golden:
        text = "".join(f"## {label}\n{each}\n\n" for label, each in found.items())
        GOLDEN.write_text(text, encoding="utf-8")
    assert (found[name], [*_golden()]) == (_golden()[name], SAID)


def test_a_bill_that_is_gone_counts_until_all_its_days_are_replaced():
    counting = {
        name for name, (drop, streams) in GONE.items()
        if report.still_counting([of("a.csv", vanished=True, streams=streams)], [drop])
    }  # fmt: skip
    assert counting == {
        "not replaced in August", "another account of the provider", "another period",
        "the day after", "the day before", "another bill", "another account",
    }  # fmt: skip
    assert report.still_counting([of("a.csv", streams=[JULY])], []) == []


ASKED = [
    (D(25), [(D(25), D(5000))], True),
    (D("24.99"), [(D("24.99"), D(100))], False),
    (D(25), [(D(25), D("5000.01"))], False),
    (D(25), [(D(0), D(0)), (D(25), D(5000))], True),
    (D(25), [(D(0), D(0))], False),
    (D(25), [], False),
]


@pytest.mark.parametrize(("amount", "months", "asked"), ASKED)
def test_a_difference_of_25_and_of_half_a_percent_of_a_month_is_asked_about(amount, months, asked):
    assert is_asked(amount, months) is asked


def test_a_question_is_open_since_the_last_of_its_bills_was_there():
    early = datetime(2026, 7, 5, tzinfo=UTC)
    bills = [of("a", changed=NOON), of("b", changed=early), of("c")]
    assert [since(bills[:2]), since(bills), since([])] == [date(2026, 8, 1), None, None]


ALONE = [
    # kind, sums of both, the newer, what counts meanwhile → what counts alone by the other reading
    ("newer", (9, 9), None, 0, 1),
    ("newer", (9, 9), None, 1, 0),
    ("two exports", (9, 9), 1, 1, 0),
    ("overlap", (9, 9), 1, 1, None),
    ("overlap", (9, 8), 1, None, 1),
    ("overlap", (8, 9), 0, None, 0),
    ("overlap", (9, 8), None, None, 0),
    ("overlap", (8, 9), None, None, 1),
    ("renamed", (9, 9), None, None, 1),
]


@pytest.mark.parametrize(("kind", "sums", "newer", "assumed", "alone"), ALONE)
def test_the_other_reading_of_a_doubt_is_one_bill_alone_or_both(kind, sums, newer, assumed, alone):
    sides = delivery("a.csv"), delivery("b.csv")
    days = ("2026-07-01", "2026-07-31")
    doubt = Doubt(kind, *sides, days, shared(sums, 1), newer, ((), ()), assumed, "why")
    assert _alone(doubt) == alone


def _totals(name: str, folder: Path) -> list[object]:
    text, rules = TABLES[name]
    file = folder / "t.csv"
    file.write_text(text)
    part = Part(file, "csv", tuple(text.splitlines()))
    layout = Layout(formats()["generic"], ",", 0, tuple(text.split("\n", 1)[0].split(",")))
    found = totals(part, layout, rules)
    summary = Summary()
    found.account(summary)
    kept = without(part, found, folder).file.read_text().split("\n")
    left = [n for n, (old, new) in enumerate(zip(text.split("\n"), kept, strict=True), start=1)
            if old != new]  # fmt: skip
    return [summary.total_lines, summary.own_total, summary.lines_rejected, summary.notes,
            summary.rejects, summary.refused, left]  # fmt: skip


# of each table: totals left out, its own total, rows refused, notes, rejects, lines taken out
TOTALS = {
    "one total": [
        1,
        "5.00",
        0,
        ['1 row of totals does not count: "Total" 5.00 (line 4)'],
        [],
        [],
        [4],
    ],
    "subtotals": [
        3,
        "6.00",
        0,
        [
            '3 rows of totals do not count: "Subtotal" 5.00 (line 4), "Subtotal" 1.00 (line '
            '6), "Grand total" 6.00 (line 7)'
        ],
        [],
        [],
        [4, 6, 7],
    ],
    "rounded": [
        1,
        "5.01",
        0,
        ['1 row of totals does not count: "Total" 5.01 (line 4)'],
        [],
        [],
        [4],
    ],
    "rounded too far": [
        0,
        None,
        1,
        [],
        [(4, ",Total,5.02,EUR", '"Total" says 5.02, which is no sum of the lines around it')],
        [["EUR", "a total of other lines?", 1, "5.02", "5.02"]],
        [4],
    ],
    "five totals": [
        5,
        "2.00",
        0,
        [
            '5 rows of totals do not count: "Total" 2.00 (line 3), "Total" 2.00 (line 5), '
            '"Total" 2.00 (line 7), "Total" 2.00 (line 9) and 1 more'
        ],
        [],
        [],
        [3, 5, 7, 9, 11],
    ],
    "on top": [
        1,
        "5.00",
        0,
        ['1 row of totals does not count: "Total" 5.00 (line 2)'],
        [],
        [],
        [2],
    ],
    "on top and wrong": [
        0,
        None,
        1,
        [],
        [(2, ",Total,6.00,EUR", '"Total" says 6.00, which is no sum of the lines around it')],
        [["EUR", "a total of other lines?", 1, "6.00", "6.00"]],
        [2],
    ],
    "two currencies": [
        2,
        "3.00",
        0,
        ['2 rows of totals do not count: "Total" 2.00 (line 4), "Total" 3.00 (line 5)'],
        [],
        [],
        [4, 5],
    ],
    "a service of that word": [0, None, 0, [], [], [], []],
    "a sum of such a service": [
        1,
        "5.00",
        0,
        ['1 row of totals does not count: "Total Protection" 5.00 (line 4)'],
        [],
        [],
        [4],
    ],
    "one line and such a service": [0, None, 0, [], [], [], []],
    "totals alone": [0, None, 0, [], [], [], []],
    "wanted totals": [0, None, 0, [], [], [], []],
    "sections": [
        1,
        "2.00",
        0,
        ['1 row of totals does not count: "Total Hub" 2.00 (line 4)'],
        [],
        [],
        [2, 4],
    ],
    "turned": [
        1,
        "2.00",
        0,
        ['1 row of totals does not count: "Total" -2.00 (line 3)'],
        [],
        [],
        [3],
    ],
    "of a ledger": [
        1,
        "2.00",
        1,
        ['1 row of totals does not count: "Total" -2.00 (line 3)'],
        [(4, ",Sum,9.00,", '"Sum" says 9.00, which is no sum of the lines around it')],
        [[None, "a total of other lines?", 1, "-9.00", "9.00"]],
        [3, 4],
    ],
    "both signs": [1, "0", 0, ['1 row of totals does not count: "Total" 0 (line 4)'], [], [], [4]],
    "debit and credit": [
        1,
        "3.00",
        1,
        ['1 row of totals does not count: "Total" 3.00 (line 4)'],
        [(5, ",Total,5.00,3.00", '"Total" says 2.00, which is no sum of the lines around it')],
        [[None, "a total of other lines?", 1, "2.00", "2.00"]],
        [4, 5],
    ],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_row_of_totals_is_a_sum_of_the_lines_around_it_or_refused(name, tmp_path):
    assert _totals(name, tmp_path) == TOTALS[name]
