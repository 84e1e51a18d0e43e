"""A CSV that leaves the house holds data only, never a formula."""

import csv
import io

import pandas as pd
import pytest

from config import HOME
from metrics.spreadsheet import csv_bytes


def cells(frame):
    return list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1+1", "\n=1+1", "\u00a0=1",
        "\u3000\t@x", "\ufeff=1", "\u200b=1", "＝1", "＠x",
    ],
)  # fmt: skip
def test_text_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cells(pd.DataFrame({"a": [text]})) == [["a"], [f"'{text}"]]
    assert cells(pd.DataFrame({text: ["a"]})) == [[f"'{text}"], ["a"]]


def test_numbers_keep_their_minus_and_words_stay_as_they_are():
    frame = pd.DataFrame({"spend": [-1.5, 2.0], "service": ["Computé", " a=b"]})
    assert csv_bytes(frame).decode("utf-8-sig") == "spend,service\r\n-1.5,Computé\r\n2.0, a=b\r\n"


def test_the_only_download_of_a_table_is_the_one_that_passes_the_guard():
    views = [file for file in (HOME / "views").rglob("*.py") if "st.dataframe(" in file.read_text()]
    assert [file.name for file in views] == ["components.py"]
    style = (HOME / "views" / "look.css").read_text()
    assert '[data-testid="stElementToolbar"] { display: none !important; }' in style
