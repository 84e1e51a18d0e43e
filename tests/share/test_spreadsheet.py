"""A CSV that leaves the house holds data only, never a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from config import HOME
from metrics.spreadsheet import csv_bytes

DAY = date(2026, 9, 17)


def written(frame, data_to=None):
    return csv_bytes(frame, as_of=DAY, data_to=data_to).decode("utf-8-sig")


def cells(frame):
    """The cells without the two columns that say how old each row is."""
    return [row[:-2] for row in csv.reader(io.StringIO(written(frame), newline=""))]


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1+1", "\n=1+1", "\u00a0=1",
        "\u3000\t@x", "\ufeff=1", "\u200b=1", "＝1", "＠x", "\u202e=1", "\u00ad=1", "\x00=1",
        "\u2066 @x",
    ],
)  # fmt: skip
def test_text_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cells(pd.DataFrame({"a": [text]})) == [["a"], [f"'{text}"]]
    assert cells(pd.DataFrame({text: ["a"]})) == [[f"'{text}"], ["a"]]


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("x;=1+1", "x;'=1+1"), ("x\t=1", "x\t'=1"), ("a; @SUM(A1);-2", "a;' @SUM(A1);'-2"),
        ("a|+1", "a|'+1"), ("a; b - c | d", "a; b - c | d"), ("x-1;y", "x-1;y"),
    ],
)  # fmt: skip
def test_text_after_the_separator_of_another_country_is_no_formula(text, inert):
    """Where a comma is the decimal sign, a spreadsheet parts the cells of a file at ; or tabs."""
    assert cells(pd.DataFrame({"a": [text]})) == [["a"], [inert]]
    assert cells(pd.DataFrame({text: ["a"]})) == [[inert], ["a"]]


def test_numbers_keep_their_minus_and_words_stay_as_they_are():
    frame = pd.DataFrame({"spend": [-1.5, 2.0], "service": ["Computé", " a=b"]})
    assert written(frame) == (
        "spend,service,as_of,data_to\r\n-1.5,Computé,2026-09-17,\r\n2.0, a=b,2026-09-17,\r\n"
    )


def test_each_row_has_the_day_of_the_build_and_the_day_that_its_data_reach_to():
    frame = pd.DataFrame({"n": [1]})
    to = date(2026, 9, 13)
    assert written(frame, to) == "n,as_of,data_to\r\n1,2026-09-17,2026-09-13\r\n"
    published = pd.DataFrame({"as_of": [date(2026, 5, 1)]})
    assert written(published, to) == "as_of,data_to\r\n2026-05-01,2026-09-13\r\n"


def test_numbers_have_no_exponent_and_no_twenty_decimals():
    values = [Decimal("0E-20"), Decimal("12.34567890123456789012"), Decimal("-0.00000024"),
              Decimal("1E+3"), 0.1 + 0.2, 1e-7, float("nan"), None, 5]  # fmt: skip
    frame = pd.DataFrame({"x": values}, dtype=object)
    assert [row for (row,) in cells(frame)[1:]] == [
        "0", "12.345679", "-0.00000024", "1000", "0.3", "0.0000001", "", "", "5",
    ]  # fmt: skip


def test_the_only_download_of_a_table_is_the_one_that_passes_the_guard():
    views = [file for file in (HOME / "views").rglob("*.py") if "st.dataframe(" in file.read_text()]
    assert [file.name for file in views] == ["components.py"]
    style = (HOME / "render" / "look.css").read_text()
    assert '[data-testid="stElementToolbar"] { display: none !important; }' in style
