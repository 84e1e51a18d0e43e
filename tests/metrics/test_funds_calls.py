"""Calls of funders against the runway: the last day to ask is of a call that decides in time."""

from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar
from pydantic import ValidationError
from runway_records import balance, fund, info, planned

import config
from config import House
from metrics.funds.calls import Call, against, calls
from pipelines import funds
from share.calendar import calendar
from warehouse.records import AwardReport, FunderCall
from wording import calls as words

AS_OF = date(2026, 7, 21)
END = date(2027, 3, 1)
SPRING = Call("Spring call", "Meadow Trust", date(2026, 8, 1), date(2026, 12, 1), "site", None)
AUTUMN = replace(SPRING, name="Autumn call", closes_on=date(2026, 11, 1), decides_on=END)
SUMMER = replace(SPRING, name="Summer call", closes_on=date(2026, 9, 1), decides_on=None)
PAST = replace(SPRING, name="Past call", closes_on=date(2026, 7, 20), decides_on=date(2026, 8, 1))


def states(*found, end=END):
    return [(each.name, each.state) for each in against([*found], as_of=AS_OF, end=end)]


def test_ask_by_is_the_last_call_that_decides_before_the_money_may_end():
    early = replace(SPRING, name="Earlier", closes_on=AS_OF)
    assert states(PAST, early, SPRING, SUMMER, AUTUMN) == [
        ("Past call", "closed"), ("Earlier", "in_time"), ("Spring call", "ask_by"),
        ("Summer call", "not_known"), ("Autumn call", "too_late"),
    ]  # fmt: skip


def test_money_that_does_not_end_makes_no_call_the_last():
    assert states(SPRING, AUTUMN, end=date.max) == [
        ("Spring call", "in_time"), ("Autumn call", "in_time"),
    ]  # fmt: skip


def test_the_page_says_by_when_or_that_none_is_in_time_or_that_it_is_not_known():
    def said(*found):
        return str(words.ask_by(against([*found], as_of=AS_OF, end=END)))

    assert said(SPRING, AUTUMN) == (
        "<b>Ask by 1 August 2026:</b> Spring call of Meadow Trust is the last call entered that "
        "decides (1 Dec 2026) before the money may end."
    )
    assert said(AUTUMN) == "<b>No call entered decides before the money may end.</b>"
    assert said(SUMMER, AUTUMN).startswith("By when to ask is not known")
    assert (said(), said(PAST)) == ("", "")


def test_a_call_is_set_against_the_runway_of_the_build(build):
    records = [FunderCall(e.name, e.funder, e.closes_on, e.decides_on, e.source)
               for e in (SPRING, AUTUMN)]  # fmt: skip
    money = [fund("a"), balance("a", AS_OF, 1500), planned(250, AS_OF), info(AS_OF)]  # to January
    assert calls(build([*money, *records]).cursor()) == [
        replace(SPRING, state="ask_by"), replace(AUTUMN, state="too_late"),
    ]  # fmt: skip
    assert calls(build([fund("a"), info(AS_OF), *records]).cursor()) == [SPRING, AUTUMN]


def read(tmp_path, text):
    file = tmp_path / "dashboard.toml"
    file.write_text(f'[[calls]]\nname = "Spring call"\ncloses_on = 2026-10-31\n{text}\n')
    house = House(config.load(file).config, tmp_path / "data")
    return [each for each in funds.read(house) if isinstance(each, FunderCall)]


@pytest.mark.parametrize(
    ("text", "decides"),
    [("decides_in_months = 4", date(2027, 2, 28)), ("decides_on = 2027-01-05", date(2027, 1, 5)),
     ("", None)],
)  # fmt: skip
def test_a_decision_is_a_day_or_months_after_the_close_or_not_known(tmp_path, text, decides):
    assert read(tmp_path, text) == [FunderCall("Spring call", None, date(2026, 10, 31), decides)]


@pytest.mark.parametrize(
    "more", [{"decides_on": "2026-10-30"}, {"decides_on": "2026-11-01", "decides_in_months": 1}]
)
def test_a_decision_before_the_close_or_two_of_them_are_mistakes(more):
    with pytest.raises(ValidationError, match="decides_on"):
        config.Call.model_validate({"name": "x", "closes_on": "2026-10-31", **more})


def test_the_calendar_reminds_of_calls_and_reports_and_names_nobody(build):
    records = [
        fund("a"), balance("a", AS_OF, 1500), planned(250, AS_OF), info(AS_OF),
        FunderCall("Spring call", "Meadow Trust", SPRING.closes_on, SPRING.decides_on, "site"),
        FunderCall("Past call", None, PAST.closes_on),
        AwardReport("a", "Interim report", date(2026, 9, 30), None, None, "Sorrel Quickwater"),
        AwardReport("a", "First report", date(2026, 1, 31), None, None, None),
    ]  # fmt: skip
    text = calendar(build(records).cursor(), on=AS_OF)
    found = [
        (str(event["summary"]), event.decoded("dtstart"),
         [alarm.decoded("trigger").days for alarm in event.walk("VALARM")])
        for event in Calendar.from_ical(text).walk("VEVENT")
        if "search" not in str(event["summary"]) and "looking" not in str(event["summary"])
    ]  # fmt: skip
    assert found == [
        ("Interim report of the a is due", date(2026, 9, 30), [-14]),
        ("Call closes: Spring call of Meadow Trust", date(2026, 8, 1), [-30]),
    ]
    assert b"Sorrel" not in text
