"""A figure as of a past day uses nothing later: it is that of a build of the data up to then."""

import inspect
import shutil
from datetime import date, timedelta

import duckdb
import pytest

from metrics.__main__ import plain
from metrics.metric import public
from warehouse.read import connect, newest

# The sample's data, cut at the end of a day: later rows go, later states are undone.
CUT = """
delete from meeting where coalesce(held_on, month) > $day;
{orphans}
delete from cost_daily where day > $day;
delete from spend where day > $day;
delete from spend_project where day > $day;
delete from spend_file where first_day > $day;
delete from billing_file where first_day > $day;
update spend_file set last_day = least(last_day, $day);
update billing_file set last_day = least(last_day, $day), final = true;
delete from fund_balance where on_day > $day;
delete from income_daily where day > $day;
delete from invoice where period > $day;
delete from rate where on_day > $day;
delete from headline where as_of > $day;
delete from issue where created_at::date > $day;
update issue set state = 'open', state_reason = null, closed_at = null where closed_at::date > $day;
update issue set merged_at = null where merged_at::date > $day;
update issue set first_response_at = null where first_response_at::date > $day;
delete from issue_event where happened_at::date > $day;
update issue set updated_at = greatest(created_at, merged_at, first_response_at, (
    select max(happened_at) from issue_event as each
    where each.repo_id = issue.repo_id and each.number = issue.number
)) where updated_at::date > $day;
delete from docs_build where created_at::date > $day;
update docs_build set finished_at = null, state = 'running' where finished_at::date > $day;
delete from launch_daily where day > $day;
delete from launch_repository where day > $day;
delete from usage_daily where day > $day;
delete from usage_cost where day > $day;
update repo set synced_at = least(synced_at, $day + interval 23 hour);
update docs_project set checked_at = least(checked_at, ($day + 1)::timestamp - interval 1 second);
update build_info set as_of = $day, built_at = ($day + 1)::timestamp - interval 1 second;
"""
OF_MEETINGS = ("attendance", "agenda_item", "action_item", "decision", "claim", "reference")
ORPHANS = "".join(
    f"delete from {table} where meeting_id is not null"
    " and meeting_id not in (select meeting_id from meeting);\n"
    for table in OF_MEETINGS
)
DAYS = (date(2025, 12, 31), date(2026, 6, 18), date(2026, 8, 31))
# What the arguments of a metric are, besides the day.
GIVEN = {
    "funds.confirmed": {"funds": ("grant", "credits", "donations")},
    "meetings.following": {"series": "cafe"},
    "docs.durations": {"project": "fernhollow-hub"},
}


def asked(day):
    """(name, arguments) of every public metric of a past day."""
    for name, metric in public().items():
        wanted = inspect.signature(metric).parameters
        at = {key: day for key in ("as_of", "day", "on") if key in wanted}
        given = at | GIVEN.get(name, {})
        if "first" in wanted:
            given |= {"first": day - timedelta(days=180)}
        missing = [
            key for key, each in wanted.items()
            if key != "db" and each.default is each.empty and key not in given
        ]  # fmt: skip
        if at and not missing and name.partition(".")[0] != "data_quality":
            yield name, metric, given


@pytest.fixture(scope="module", params=DAYS, ids=str)
def past(request, sample_build, tmp_path_factory):
    """A day, a build of the data up to it, and the build of all data."""
    day = request.param
    file = tmp_path_factory.mktemp("cut") / newest(sample_build).name
    shutil.copy(newest(sample_build), file)
    with duckdb.connect(file) as db:
        for statement in CUT.format(orphans=ORPHANS).split(";\n"):
            if statement.strip():
                db.execute(statement, {"day": day} if "$day" in statement else None)
        db.execute("delete from answer")  # of the whole build
    cut, whole = connect(file), connect(newest(sample_build))
    yield day, cut, whole
    cut.close()
    whole.close()


def test_a_figure_of_a_past_day_uses_nothing_later(past):
    day, cut, whole = past
    compared, differ = 0, {}
    for name, metric, given in asked(day):
        then, now = (plain(metric(db.cursor(), **given)) for db in (cut, whole))
        compared += 1
        if then != now:
            differ[name] = (then, now)
    assert compared >= 35
    assert differ == {}
