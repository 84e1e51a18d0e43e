"""A CSV that leaves the house holds data only, never a formula."""

import csv
import io

import pandas as pd
import pytest

from metrics.spreadsheet import csv_bytes


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_a_spreadsheet_would_run_gets_an_apostrophe(text):
    lines = csv_bytes(pd.DataFrame({"a": [text]})).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(lines, newline=""))) == [["a"], [f"'{text}"]]


def test_numbers_keep_their_minus_and_words_stay_as_they_are():
    frame = pd.DataFrame({"spend": [-1.5, 2.0], "service": ["Computé", "a=b"]})
    assert csv_bytes(frame).decode("utf-8-sig") == "spend,service\r\n-1.5,Computé\r\n2.0,a=b\r\n"
