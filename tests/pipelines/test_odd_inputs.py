"""Inputs that fuzzing found: each is read, refused or rejected, and none is a traceback."""

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from http.server import BaseHTTPRequestHandler

import pytest
from billing_house import HERE, House
from word_file import paragraph, word_file

import config
from config import ConfigError, not_now
from pipelines import ingest, tables
from pipelines.billing.engine import gateway
from pipelines.billing.rollup import NoTable, Rules, Unreachable, cells, console, periods
from pipelines.funds import statements
from pipelines.github import settled as claims
from pipelines.launches.archive import index_entries
from pipelines.notes import records
from pipelines.notes import settled as actions
from pipelines.notes.reading import read_note
from tests.servers.loopback import listening
from warehouse.records import Rate, Reject

HUGE = ["9" * 40, "1e400", "1e99999999999999999999", "1" * 3_000]


def house(folder, toml="", **files):
    """A house with these files next to its settings."""
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("_", ".")).write_bytes(data)
    (folder / "dashboard.toml").write_text(toml)
    return config.load(folder / "dashboard.toml", folder / "data")


@pytest.mark.parametrize("cell", HUGE)
def test_a_number_that_no_table_holds_is_no_amount(cell):
    assert cells.amount(cell) is None
    assert cells.amount(f"-{cell}", ",") is None
    with pytest.raises(ValueError, match="is no amount"):
        tables.amount(cell, tables.Habits(".", None), most_decimals=2)
    assert "add up to 1.25," in cells.two_readings([cell, "1.25"])


def test_a_number_too_small_for_any_table_is_nothing():
    assert cells.amount("1e-99999999") == 0
    assert cells.amount("0.000000000001") == Decimal("1e-12")


def test_a_rate_too_large_for_any_table_costs_its_line(tmp_path):
    text = "from,to,on_day,value,source\nEUR,USD,2024-04-01,99999999999999999,bank\n" + (
        "EUR,USD,2024-04-02,1.09,bank\n"
    )
    toml = '[funding]\nrates = "rates.csv"\n[[funds]]\nid = "a"\nname = "A"\nkind = "grant"\n'
    own = house(tmp_path, toml + "awarded = 1\nstarts_on = 2024-01-01\n", rates_csv=text)
    found = list(statements.statements(own))
    assert [r.reason for r in found if isinstance(r, Reject)] == ["'99999999999999999' is no rate"]
    assert [r.value for r in found if isinstance(r, Rate)] == [Decimal("1.09")]


def test_a_month_of_a_large_amount_is_parted_to_the_last_digit():
    days = periods.span("2026-01-16 to 2026-02-15")
    assert days is not None
    parts = list(periods.by_month(days, Decimal("99999999999999999.99")))
    assert sum(amount for _, _, amount in parts) == Decimal("99999999999999999.99")


@pytest.mark.parametrize(("text", "reason"), [
    ("Account,Jan 2026,Feb 2026,Mar\nCloud,1.00,2.00,3.00\n",
     "not read: some of its months have no year"),
    ("Invoice date,2026-01-31,\nCurrency,USD,\nBilling account ID,Project name,Service description,"
     "SKU description,Cost type,Usage start date,Usage end date,\"Cost ($)\n1,hub,Disk,SSD,Usage,"
     "2026-01-01,2026-01-31,3.25\n", None),
    ("Account,Jan 2026,Feb 2026\nIncome,,\nGrants," + "9" * 40 + ",50.00\nExpenses,,\nCloud,1,2\n",
     None),
])  # fmt: skip
def test_a_damaged_table_of_a_console_is_refused(tmp_path, build, text, reason):
    owner = House(tmp_path / "team", build).bill("cloud", "bills")
    owner.put("bills/costs.csv", text)
    said = [run.message for run in owner.runs() if run.status == "failed"]
    assert reason is None or said == [reason]


def test_a_cost_table_with_a_line_separator_above_its_header_is_refused(tmp_path, build):
    text = (HERE / "cost_table_with_preamble_and_footer.csv").read_text(encoding="utf-8")
    owner = House(tmp_path / "team", build).bill("cloud", "bills")
    owner.put("bills/costs.csv", text.replace("Invoice number", "Inv\u2028oice number"))
    assert [run.status for run in owner.runs()].count("failed") <= 1


@pytest.mark.parametrize(("bill", "old"), [
    ("Reports, 2025-05-01 — 2025-05-31.csv", "ubtotal"),
    ("cost_explorer_by_account.csv", "($)"),
])  # fmt: skip
def test_a_console_table_without_its_money_column_is_refused(tmp_path, bill, old):
    text = (HERE / bill).read_text(encoding="utf-8-sig")
    whole = console.Text(text, bill, ",", 0, Rules())
    reader = console.reports if "Reports" in bill else console.cost_explorer
    reader(whole)
    with pytest.raises(NoTable, match="its header is damaged"):
        reader(replace(whole, text=text.replace(old, "")))


@pytest.mark.parametrize(("day", "until"), [
    ("   2024-02-01", "2024-02-29"), ("2024-13-01", "2024-13-01"), ("9999-12-01", "9999-12-01"),
])  # fmt: skip
def test_a_month_of_cost_explorer_with_blanks_or_of_no_calendar_is_no_traceback(day, until):
    text = f'"Service","EC2($)","Total costs($)"\n"{day}","1","1"\n"2024-03-01","2","2"\n'
    sheet = console.cost_explorer(console.Text(text, "costs.csv", ",", 0, Rules(period="month")))
    assert [row["until"] for _, row in sheet.rows] == [until, "2024-03-31"]


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
@pytest.mark.parametrize("part", [b"", b"<a><b></a>", b"\0\0", b"<a xmlns='x'/>", b"no XML"])
def test_a_document_with_damaged_parts_is_refused(suffix, part):
    held = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(word_file(paragraph("Sync"))))
    with old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) if name != "word/document.xml" else part)
        new.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        new.writestr("content.xml", part)
    note = read_note(held.getvalue(), f"2026-01-02{suffix}")
    assert len(note.unread) == 1
    assert not note.parts or not note.parts[0].signed


@pytest.mark.parametrize("line", ["* Host: e", "* Facilitator: 3", "* Chair: k"])
def test_a_task_of_nobody_signs_nobody(line):
    text = f"# 2026-02-09 Council\n\n## Attendance\n\n* Ann Berg\n{line}\n"
    note = read_note(text.encode(), "2026-02-09.md")
    assert [each.signature.name for each in note.parts[0].signed] == ["Ann Berg"]


def test_an_open_document_that_its_library_holds_for_a_bomb_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "a" * 100_000)
    note = read_note(held.getvalue(), "2026-01-02.odt")
    assert [lost.reason for lost in note.unread] == [
        "no OpenDocument text inside: save it again as .odt"
    ]


def test_a_document_whose_directory_is_damaged_is_refused():
    data = word_file(paragraph("Sync"))
    at = data.index(b"PK\x01\x02")
    note = read_note(data[:at] + b"PK\x07\x07" + data[at + 4 :], "2026-01-02.docx")
    assert [lost.reason for lost in note.unread] == [
        "the file is cut short or damaged. Copy it again"
    ]


@pytest.mark.parametrize(("line", "said"), [
    ("awarded = 1e99999999999999999999", "a number is too large"),
    (f"caps = {'[' * 9_000}", "not readable as TOML"),
])  # fmt: skip
def test_settings_of_impossible_depth_or_size_are_a_mistake(tmp_path, line, said):
    with pytest.raises(ConfigError, match=said):
        house(tmp_path, f"[[funds]]\n{line}\n")


@pytest.mark.parametrize(("content", "said"), [
    (b"alert,until,because,amount\na,2026-03-01,\xff\xfe,1\n", "cannot be read"),
    (b"alert,until,because,amount\na,2026-03-01,later,NaN\n", "not an answer"),
    (b"alert,until,because,amount\na,2026-03-01,later,Infinity\n", "not an answer"),
])  # fmt: skip
def test_answers_that_are_no_text_or_no_number_are_a_mistake(tmp_path, content, said):
    own = house(tmp_path)
    (tmp_path / "not_now.csv").write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        not_now.answers(own.config)


@pytest.mark.parametrize("content", ["claims = 1", '[claims]\nmeeting = "m"\nquote = "abc"'])
def test_claims_that_are_no_list_are_one_reject(tmp_path, content):
    rejects = list(claims.read(house(tmp_path, claims_toml=content)))
    assert [r.reason for r in rejects] == [
        "[[claims]]: Input should be a list: write [[claims]] above each"
    ]


@pytest.mark.parametrize("content", ["actions = 1", '[actions]\ntext = "abcd"\nstate = "done"'])
def test_actions_that_are_no_list_are_one_reject(tmp_path, content):
    own = house(tmp_path, actions_toml=content)
    rejects = list(actions.read(own, records.who_is_who([], [])))
    assert [r.reason for r in rejects] == [
        "[[actions]]: Input should be a list: write [[actions]] above each"
    ]


def test_claims_nested_too_deep_are_one_reject(tmp_path):
    found = list(claims.read(house(tmp_path, claims_toml=f"claims = {'[' * 9_000}")))
    assert [r.reason.partition(":")[0] for r in found] == ["not readable as TOML"]


def test_an_index_that_counts_to_infinity_names_no_day(tmp_path):
    file = tmp_path / "index.jsonl"
    file.write_text('{"name": "events-2024-03-01.jsonl", "count": Infinity}\n' + "[" * 9_000)
    assert [entry.day for entry in index_entries(file)] == [None, None]


def test_remembered_failures_of_an_odd_unit_are_forgotten(tmp_path):
    file = tmp_path / "failures.json"
    file.write_text(json.dumps([{"source": "github", "what": "x", "remedy": "y", "unit": ["a"]}]))
    assert ingest._remembered(file) == {}


class _Gateway(BaseHTTPRequestHandler):
    """Answers every question with the server's one body."""

    # Head and body leave at once: dask-gateway drops some answers unread, and what of them comes
    # later is a warning in whichever test runs when they are collected.
    wbufsize = -1

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.dumps(self.server.answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_DELETE = do_GET

    def log_message(self, *_):
        pass


NO_DAY = {"name": "a", "dashboard_route": "", "status": "FAILED", "options": {}} | dict.fromkeys(
    ("tls_cert", "tls_key", "scheduler_address")
)


@pytest.mark.parametrize(
    "answer",
    [
        *({}, [], None, {"name": "a"}, {"name": 1, "start_time": []}),
        NO_DAY | {"start_time": 1e300, "stop_time": None},
        NO_DAY | {"start_time": 1_537_400_000_000, "stop_time": float("inf")},
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_gateway_that_describes_no_cluster_is_unreachable(answer):
    with (
        listening(_Gateway, answer=answer) as url,
        pytest.raises(Unreachable, match="gave no cluster"),
        gateway.cluster(url, 1),
    ):
        pass
