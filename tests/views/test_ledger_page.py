"""The page of a figure's rows: opened by an address, with its states and its way back."""

import re
from datetime import date

import pytest
from bill_records import cost, days
from streamlit.testing.v1 import AppTest

from config import HOME
from warehouse.records import Attendance, Meeting

FIRST = date(2018, 5, 1)
BILLS = [*days(FIRST, 140, "10.005"), cost(date(2018, 8, 3), "-4", charge_category="Credit")]
HELD = Meeting("monthly-2018-08-16", "monthly", date(2018, 8, 16), None, None, False, True,
               "notes.md", 1, date(2018, 8, 1), "read")  # fmt: skip
SIGNED = [
    Attendance(HELD.meeting_id, handle, name, handle, "Example", "notes.md", 3)
    for handle, name in (("ivo", "Ivo Example"), ("ada", "Ada Example"))
]
AUGUST = {"of": "spending.total", "month": "2018-08"}


@pytest.fixture
def opened(build, tmp_path, monkeypatch):
    """(address, records) → the page of its rows."""
    config = tmp_path / "dashboard.toml"
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(config))
    monkeypatch.setenv("QUARTERDECK_DATA", str(tmp_path / "data"))

    def opening(address, records=BILLS, names="full"):
        config.write_text(f"[project]\nas_of = 2018-09-20\n[people]\nnames = '{names}'\n")
        build(records)
        app = AppTest.from_file(str(HOME / "app.py"), default_timeout=60).run()
        for name, value in address.items():
            app.query_params[name] = value
        return app.switch_page("views/ledger.py").run()

    return opening


def words(app):
    titles = [each.value.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ") for each in app.title]
    return "\n".join([*titles, *(each.proto.body for each in app.get("html"))])


def test_a_month_opens_its_rows_with_a_total_equal_to_the_figure(opened):
    app = opened(AUGUST)

    assert "310 USD is the sum of 31 bill lines (31 rows of day and service) in one file." in words(
        app
    )
    assert "<b>Total, equal to the figure</b>" in words(app)
    assert "<b>310.16</b>" in words(app)
    assert app.exception == []


def test_every_row_has_its_file_and_its_lines_can_be_asked_for(opened, tmp_path):
    (tmp_path / "bill.csv").write_text("day,service\n2018-08-01,compute\n")
    app = opened(AUGUST)
    app.session_state["rows"] = "rows"
    app.run()
    assert words(app).count("bill.csv</td>") == 31

    app.selectbox(key="lines").select_index(0).run()
    assert "Line 2 of the file." in words(app)
    app.selectbox(key="lines").select_index(1).run()
    assert "No line of the file has this day and service" in words(app)
    assert app.exception == []


@pytest.mark.parametrize(
    ("names", "shown"),
    [("full", ["Ada Example", "Ivo Example"]), ("handles", ["@ada", "@ivo"]),
     ("hidden", ["Person 1", "Person 2"])],
)  # fmt: skip
def test_people_are_named_as_the_settings_say(opened, names, shown):
    address = {"of": "meetings.meeting", "meeting": HELD.meeting_id}
    said = words(opened(address, [*BILLS, HELD, *SIGNED], names))
    assert "2 people: these rows." in said
    assert [each for each in shown if f">{each}<" not in said] == []
    assert ("Example" in said) is (names == "full")


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ({}, "The address names no figure."),
        ({"of": "spending.nothing"}, "There is no figure called spending.nothing."),
        ({"of": "spending.total", "month": "August"}, "month cannot be “August”."),
        ({"of": "spending.total", "mnth": "2018-08"}, "This figure knows no mnth."),
        ({"of": "funds.balance"}, "This figure needs fund."),
    ],
)
def test_a_mistaken_address_names_its_mistake(opened, address, text):
    app = opened(address)
    assert "This address opens no rows." in words(app)
    assert text in words(app)
    assert app.exception == []


def test_a_figure_that_is_not_known_says_that_it_has_no_rows(opened):
    app = opened({"of": "spending.total", "month": "2011-01"})
    assert "No rows are kept for this figure: it is not known." in words(app)


def test_every_tile_of_the_bills_has_the_address_of_its_rows(opened):
    app = opened(AUGUST).switch_page("views/burn.py").run()
    links = re.findall('<a class="qd-tile" href="(.*?)"><span>Rows of (.*?)</span>', words(app))
    assert [name for _, name in links] == [each.label.replace("\\", "") for each in app.metric]
    assert len(links) == 4  # no part moved: nothing moved most
    assert all(address.startswith("rows?of=spending.") for address, _ in links)
