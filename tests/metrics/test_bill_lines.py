"""The lines of a cost row, found again in the file that it names."""

import gzip
from datetime import date

import pytest

from metrics.spending import bill_lines as lines_of
from metrics.spending.bill_lines import LARGEST, BillLines, bill_lines

TEXT = (
    "day,service,cost\n2026-08-04,Compute,1\n2026-08-05,Compute,2\n20260804,Compute,3\n"
    "2026-08-04,Disk,4\n"
)
DAY = date(2026, 8, 4)


def test_the_lines_of_a_day_and_service_have_numbers(tmp_path):
    (tmp_path / "bill.csv").write_text(TEXT)
    assert bill_lines(tmp_path, "bill.csv", day=DAY, service="Compute") == BillLines(
        "found", (2, 4), 2
    )


def test_a_packed_file_is_read_like_a_plain_one(tmp_path):
    (tmp_path / "bill.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert bill_lines(tmp_path, "bill.csv.gz", day=DAY, service="Disk").numbers == (5,)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("lost.csv", "gone"),
        ("s3://bucket/bill.csv", "elsewhere"),
        ("bill.parquet", "no_text"),
        ("bill.csv", "none"),
    ],
)
def test_lines_that_cannot_be_found_have_a_reason(tmp_path, file, code):
    (tmp_path / "bill.csv").write_text(TEXT)
    (tmp_path / "bill.parquet").write_bytes(b"PAR1")
    assert bill_lines(tmp_path, file, day=DAY, service="Database") == BillLines(code)


def test_a_file_of_a_gigabyte_is_not_read(tmp_path, monkeypatch):
    (tmp_path / "bill.csv").write_text(TEXT)
    asked = {"day": DAY, "service": "Compute"}
    monkeypatch.setattr(lines_of, "LARGEST", len(TEXT))
    assert bill_lines(tmp_path, "bill.csv", **asked) == BillLines("too_large")
    monkeypatch.setattr(lines_of, "LARGEST", len(TEXT) + 1)
    assert bill_lines(tmp_path, "bill.csv", **asked).code == "found"
    assert LARGEST == 10**9


def test_no_more_numbers_are_kept_than_a_page_shows(tmp_path):
    (tmp_path / "bill.csv").write_text("2026-08-04,Compute\n" * 300)
    found = bill_lines(tmp_path, "bill.csv", day=DAY, service="Compute")
    assert found == BillLines("found", tuple(range(1, 201)), 300)


def test_the_lines_of_no_service_are_those_of_the_day(tmp_path):
    (tmp_path / "BILL.CSV.GZ").write_bytes(gzip.compress(TEXT.encode()))
    found = bill_lines(tmp_path, "BILL.CSV.GZ", day=DAY, service=None)
    assert found == BillLines("found", (2, 4, 5), 3)
