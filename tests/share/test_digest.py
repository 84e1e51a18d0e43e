"""A digest is sent once for a state, and never lost when it could not be sent."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from icalendar import Calendar
from servers.scripted import Reply, scripted

from config import Alerts, House
from metrics.briefing.alerts import Alert
from metrics.briefing.money import money
from metrics.data_quality.arrivals import Cause
from metrics.runway.outlook import outlook
from share import digest
from share.__main__ import main
from share.calendar import calendar
from tests.wording import golden
from warehouse.read import open_newest
from wording import digest as wording

Run = Callable[..., int]
DAY = date(2026, 9, 17)


@pytest.fixture
def run(sample_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """python -m share digest over the sample's build, in a data folder of the test's own."""
    data = tmp_path / "data"
    data.mkdir()
    newest = open_newest(sample_house.data)[0]
    (data / newest.name).hardlink_to(newest)

    def digest_again(settings: str = "", **environment: str) -> int:
        file = tmp_path / "dashboard.toml"
        text = sample_house.config.file.read_text(encoding="utf-8")
        file.write_text(f"{text}\n[alerts]\n{settings}\n", encoding="utf-8")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return main(["--config", str(file), "--data", str(data), "digest"])

    return digest_again


def test_the_same_state_is_sent_once(run: Run, capsys: Any) -> None:
    assert run() == 0
    first = capsys.readouterr().out
    assert first.startswith("Fernhollow, 17 Sep 2026: ")
    assert "▲ Overdue: Start looking for the next grant." in first
    assert run() == 0
    assert capsys.readouterr().out == ""


def test_a_webhook_and_a_file_get_it_once_and_a_ping_each_time(run: Run, tmp_path: Path) -> None:
    with scripted(Reply("ok")) as hook, scripted(Reply("ok")) as watch:
        names = {"QUARTERDECK_WEBHOOK": hook.url, "QUARTERDECK_PING": watch.url}
        assert [run('file = "digest.md"', **names) for _ in range(3)] == [0, 0, 0]
        assert (len(hook.posted), len(watch.asked)) == (1, 3)
        sent = json.loads(hook.posted[0])["text"]
    assert sent == wording.inert((tmp_path / "digest.md").read_text(encoding="utf-8"))


def test_what_a_webhook_refused_is_news_next_time(run: Run, capsys: Any) -> None:
    with scripted(Reply("no", status=503), Reply("ok")) as hook:
        assert run(QUARTERDECK_WEBHOOK=hook.url) == 75
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "digest webhook: refused with 503" in printed.err
        assert hook.url not in printed.err
        assert run() == 0
        assert capsys.readouterr().out != ""


def test_an_address_that_is_no_web_address_is_never_opened(run: Run, capsys: Any) -> None:
    assert run(QUARTERDECK_WEBHOOK="file:///etc/hostname") == 75
    assert "must begin with https://" in capsys.readouterr().err


def test_what_is_settled_is_reported(run: Run, tmp_path: Path, capsys: Any) -> None:
    assert run() == 0
    capsys.readouterr()
    memory = tmp_path / "data" / "raw" / "digest.json"
    state = json.loads(memory.read_text())
    known = {"tone": "act", "line": "Failing: the guide does not build."}
    memory.write_text(json.dumps({"alerts": {**state["alerts"], "docs failing guide": known}}))
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert lines == [
        "✓ Settled. It was: Failing: the guide does not build.",
        f"{len(state['alerts'])} alerts known from before.",
    ]


def alert(unit: str, *, tone: str = "act", days: int = -10) -> Alert:
    cause = Cause("billing", (unit,), "failed", None, None, "no format fits", "map it")
    return Alert("source failed", unit, tone, days, "sources", cause)


def test_a_day_more_is_no_news_and_a_digit_in_a_name_is() -> None:
    august, september = alert("2026-08.csv"), alert("2026-09.csv")
    before = {august.identity: wording.known(august)}
    later = alert("2026-08.csv", days=-11)
    assert not wording.is_news(wording.known(later), before.get(later.identity))
    assert wording.is_news(wording.known(september), before.get(september.identity))


def test_what_got_worse_is_news_and_what_got_better_is_not() -> None:
    watch, act = (wording.known(alert("a", tone=tone)) for tone in ("watch", "act"))
    assert wording.is_news(act, watch)
    assert not wording.is_news(watch, act)


def test_a_state_kept_before_alerts_had_identities_is_no_error(
    run: Run, tmp_path: Path, capsys: Any
) -> None:
    memory = tmp_path / "data" / "raw" / "digest.json"
    memory.parent.mkdir(parents=True)
    memory.write_text(json.dumps({"act Failing docs # days": "✕ Failing: hub."}))
    assert run() == 0
    assert "▲ Overdue: Start looking for the next grant." in capsys.readouterr().out


def test_thresholds_decide_what_is_worth_sending(sample_house: House) -> None:
    with open_newest(sample_house.data)[1] as db:
        runways = money(db)
        patient = digest.worth_sending(db, Alerts(docs_days=30), runways, on=DAY)
        anxious = digest.worth_sending(db, Alerts(docs_days=0, runway_months=12), runways, on=DAY)
    assert [each.page for each in patient].count("docs") == 0
    assert [each.page for each in anxious].count("docs") == 1
    assert anxious[0].kind == "runway_low"
    assert Alerts().runway_months == 6


def test_no_chat_reads_a_mention_a_link_or_markup() -> None:
    hostile = "@channel <!here> [x](javascript:alert(1)) & <b>"
    assert wording.inert(hostile) == (
        "@\u200bchannel &lt;!here&gt; [x] (javascript:alert(1)) &amp; &lt;b&gt;"
    )


def test_the_calendar_is_whole(sample_house: House, write_golden: bool) -> None:
    """Its lines are unfolded; what a file of the sample is called is no part of it."""
    with open_newest(sample_house.data)[1] as db:
        events = {
            str(day): "\n".join(
                re.sub(r"^(UID|DTSTAMP):.*\n", r"\1\n", written, flags=re.MULTILINE)
                for event in Calendar.from_ical(calendar(db, on=day)).walk("VEVENT")
                if (written := event.to_ical().decode().replace("\r\n ", "").replace("\r", ""))
            )
            for day in (DAY, date(2027, 1, 20))
        }
    golden.check("calendar", events, write=write_golden, folder=Path(__file__).with_name("golden"))


def low(months: int) -> Any:
    """A runway whose low end is so many months away."""
    first = date(2026, 9, 17)
    team = SimpleNamespace(
        currency="USD", low=date(2027, 3, 1), as_of=first, months_until=lambda _day: months
    )
    return SimpleNamespace(team=team)


@pytest.mark.parametrize(("months", "is_low"), [(5, True), (6, False), (7, False)])
def test_a_runway_is_low_below_the_months_of_the_rule(months: int, *, is_low: bool) -> None:
    found = digest._low_runway(Alerts(runway_months=6), low(months))
    assert [(each.kind, each.unit, each.tone, each.days, each.page) for each in found] == (
        [("runway_low", "USD", "watch", 0, "runway")] if is_low else []
    )
    assert digest._low_runway(Alerts(runway_months=0), low(months)) == []
    assert digest._low_runway(Alerts(runway_months=6), SimpleNamespace(team=None)) == []


def test_the_calendar_holds_every_day_not_to_miss_and_no_amount(sample_house: House) -> None:
    with open_newest(sample_house.data)[1] as db:
        written = calendar(db, on=DAY)
        search = outlook(db).search_by
        assert calendar(db, on=DAY) == written, (
            "a calendar that is read again finds the same events"
        )
    events = Calendar.from_ical(written).walk("VEVENT")
    days = {str(event["SUMMARY"]): event["DTSTART"].dt for event in events}
    assert days["End of the Estuary Fund grant"] == date(2026, 12, 31)
    assert days["Ask for a no-cost extension of the Estuary Fund grant"] == date(2026, 10, 22)
    last = "Last day to ask for an extension of Estuary Fund grant"
    assert days[last] == date(2026, 11, 1)
    assert days["Start looking for new funding"] == search
    assert not [name for name in days if "Coastal" in name]
    assert b"USD" not in written
    assert len({str(event["UID"]) for event in events}) == len(events)
