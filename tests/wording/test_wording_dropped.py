"""The words about a bill before it is stored; what it says itself is escaped."""

from decimal import Decimal

import pytest

from wording import dropped
from wording.dropped import Dropped
from wording.page import Code, Note, Sentence, State, Table

SAID = {
    "account": "hosting", "accounts": ["hosting"], "place": "bills/a-01234567.csv",
    "is_new": False, "settings": {}, "lines": None, "format": None,
    "columns": {"date": "Invoice date", "amount": "<b>Total</b>"}, "doubts": ["it is unclear."],
    "read": 3, "kept": 2, "left_out": [[3, "“x” is not a number"]],
    "months": [
        ["2026-06", "USD", "10", "10", "10"], ["2026-07", "USD", "12", "10", "12.5"],
        ["2026-08", "USD", "5", "0", "5"],
    ],
    "replaced": [["bills/<i>.csv", "bills/a.csv", "2026-07-01", "2026-07-15", "USD", "10"]],
    "asked": [["overlap", "hosting", ["a.csv", "b.csv"], "2026-08-01", "2026-08-02", "USD", "5",
               "3", "2", "both"]],
}  # fmt: skip


def words(block):
    return str(block.claim if isinstance(block, Sentence) else getattr(block, "text", ""))


def test_a_mapping_its_months_and_what_it_changes():
    lead, months, *rest = dropped.blocks("a <u>.csv", dropped.of(SAID))
    assert words(lead) == (
        "<b>a &lt;u&gt;.csv</b> has no known layout. Day from “Invoice date” and amount from "
        "“&lt;b&gt;Total&lt;/b&gt;”. It belongs to the account <b>hosting</b>."
    )
    assert isinstance(months, Table)
    assert [tuple(row) for row in months.rows] == [
        ("June 2026, USD", "10.00", "10.00", "10.00", "counts the same"),
        ("July 2026, USD", "12.00", "10.00", "12.50", State("watch", "+2.50")),
        ("August 2026, USD", "5.00", "0.00", "5.00", "+5.00, new"),
    ]
    assert [words(each) for each in rest] == [
        "bills/a.csv replaces bills/&lt;i&gt;.csv for 1 Jul to 15 Jul 2026: 10.00 USD of it counts "
        "no longer.",
        "Asked once it is stored: do a.csv and b.csv bill the same money for 1 Aug to 2 Aug 2026? "
        "5.00 USD or 3.00 USD.",
        "Unsure: it is unclear.",
        "Left out, line 3: “x” is not a number.",
        "It is stored as bills/a-01234567.csv, where dashboard.toml reads it already.",
    ]


def test_an_export_of_a_new_account_shows_the_lines_it_adds():
    said = SAID | {"format": "FOCUS 1.0", "is_new": True, "lines": "[[billing]]"}
    blocks = dropped.blocks("a.csv", dropped.of(said))
    assert words(blocks[0]) == (
        "<b>a.csv</b> is an export: FOCUS 1.0. It begins a new account <b>hosting</b>."
    )
    assert blocks[-1] == Code("[[billing]]")


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ({"error": "not a text file."}, "error",
         "<b>a.csv</b>: not a text file. Nothing was stored."),
        ({"same": "bills/b.csv", "account": "x"}, "plain",
         "<b>a.csv</b> is there already, as bills/b.csv: the same file, not stored twice."),
        (SAID | {"kept": 0}, "error", "<b>a.csv</b> has no line that counts."),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_says_why(said, kind, text):
    found = dropped.of(said)
    assert dropped.blocks("a.csv", found)[0] == Note(kind, text)
    assert not found.can_be_stored


@pytest.mark.parametrize("said", [{}, {"account": 1}, SAID | {"months": [["x", "USD", "1"]]}])
def test_another_answer_is_no_report(said):
    with pytest.raises((KeyError, ValueError, TypeError)):
        dropped.of(said)


def test_a_report_without_lines_is_no_bill():
    assert not Dropped().can_be_stored
    assert dropped.of(SAID).months[1].then == Decimal("12.5")
