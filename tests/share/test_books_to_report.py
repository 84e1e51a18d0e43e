"""docs/awards.md leads from books and a bill to a report: its commands in an empty folder."""

import re
import shlex
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines import commands
from share import __main__ as share

pytestmark = pytest.mark.slow

D = Decimal
DOCS = Path(__file__).resolve().parents[2] / "docs" / "awards.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OWN_BOOKS = """Date,Account,Class,Amount
2026-01-30,Salaries,EF-1,-18600.00
2026-03-12,Travel,EF-1,-412.50
2026-06-18,Travel,General,-300.00
2026-06-30,Salaries,EF-1,-18600.00
"""
OWN_BILL = (
    "Date,Amount\n2026-01-31,210.10\n2026-02-28,215.40\n2026-03-31,230.00\n"
    "2026-04-30,233.10\n2026-05-31,240.00\n2026-06-30,251.75\n"
)


def test_the_docs_lead_from_books_and_a_bill_to_a_report(tmp_path, monkeypatch, capsys):
    """37,200.00 + 412.50 + 1,380.35 = 38,992.85; 60,000 less it is the portal's 21,007.15."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROWSER_PATH", "none")
    (tmp_path / "bills").mkdir()
    (tmp_path / "bills" / "cloud.csv").write_text(OWN_BILL)
    (tmp_path / "books.csv").write_text(OWN_BOOKS)
    section = (
        DOCS.read_text().split("\n## From books and a bill to a report\n")[1].split("\n## ")[0]
    )
    (settings,) = (text for language, text in BLOCK.findall(section) if language == "toml")
    (tmp_path / "dashboard.toml").write_text(settings)
    for command in "".join(text for name, text in BLOCK.findall(section) if not name).splitlines():
        _, _, module, *arguments = shlex.split(command)
        run = {"pipelines": commands.main, "share": share.main}[module]
        assert run(arguments) == 0, command
    said = capsys.readouterr()
    assert "grant: not known: the remaining work" in said.err
    assert f"Fix: dashboard.toml, or {tmp_path}/reports/grant/2026-01-to-2026-06.md" in said.err
    (file,) = tmp_path.glob("data/reports/grant/*/report.xlsx")
    rows = [
        [D(str(value)) if isinstance(value, int | float) else value for value in each]
        for each in load_workbook(file).active.values
    ]
    assert [[row[0], row[1], *row[4:7]] for row in rows[1:]] == [
        ["People", 50000, 37200, 37200, 12800],
        ["Travel", 5000, D("412.5"), D("412.5"), D("4587.5")],
        ["Cloud", 5000, D("1380.35"), D("1380.35"), D("3619.65")],
        ["Total", 60000, D("38992.85"), D("38992.85"), D("21007.15")],
        ["Not explained", None, None, 0, None],
    ]
