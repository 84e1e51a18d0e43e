import json
from datetime import UTC, datetime

import duckdb
import pytest

import config
from pipelines import SourceError, github, unit
from tests.servers.front import TOKEN, front
from tests.servers.watch import Watch
from tests.servers.world import World
from warehouse.records import Reject, Repo, SourceRun

NOW = datetime(2018, 9, 20, 6, tzinfo=UTC)
NEWEST = "/repos/lab/hub/issues?state=all&sort=updated&direction=desc&per_page=100"


@pytest.fixture
def world():
    made = World()
    made.repo("lab/hub")
    made.repo("lab/kit")
    return made


@pytest.fixture
def lab(tmp_path, monkeypatch, world):
    """A house whose GitHub is a front on loopback."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with front(world) as running:
        yield Lab(tmp_path, running, world)


class Lab:
    def __init__(self, folder, running, world):
        self.folder, self.front, self.world, self.watch = (
            folder,
            running,
            world,
            Watch(NOW.timestamp()),
        )
        self.settings('organizations = ["lab"]')

    def settings(self, *lines, folder=None):
        file = (folder or self.folder) / "dashboard.toml"
        api = f'api = "{self.front.url}"'
        file.write_text("\n".join(["[github]", api, *lines]), encoding="utf-8")
        self.house = config.load(file, file.parent / "data")

    def sync(self, *, now=NOW, deadline=5):
        self.front.log.clear()
        told = []
        try:
            for item in github.fetch(
                self.house, now=now, clock=self.watch.clock, deadline=deadline
            ):
                told.append(item if isinstance(item, str) else (item.unit, item.what, item.passing))
        except SourceError as stopped:
            if not stopped.unit:
                raise
            told.append((stopped.unit, stopped.what, stopped.passing))
        return told

    def read(self, kind):
        return [record for record in github.read(self.house) if isinstance(record, kind)]

    def rows(self, sql="select number, state from issue order by all"):
        tables = {rows.table: rows.file for rows in self.read(github.tables.Rows)}
        with duckdb.connect() as db:
            for table, file in tables.items():
                db.execute(f"create view {table} as select * from read_parquet('{file}')")
            return db.execute(sql).fetchall()

    def truth(self, name="lab/hub"):
        return sorted((row["number"], row["state"]) for row in self.world.issues[name].values())


def test_an_organization_without_settings_is_not_set_up(tmp_path):
    (tmp_path / "dashboard.toml").write_text("[github]\n")
    house = config.load(tmp_path / "dashboard.toml")
    assert list(github.fetch(house, now=NOW)) == []
    assert list(github.read(house)) == [SourceRun("github", "", "not_set_up")]


def test_every_issue_and_pull_is_read_once(lab):
    lab.world.open("lab/hub", 250)
    lab.world.open("lab/kit", 3, pull=True)
    assert lab.sync() == ["lab/hub", "lab/kit"]
    counts = "select repo_id, is_pull, count(*) from issue group by all order by all"
    assert lab.rows(counts) == [(1, False, 250), (2, True, 3)]
    assert [(r.full_name, r.complete, r.open_issues_count) for r in lab.read(Repo)] == [
        ("lab/hub", True, 250),
        ("lab/kit", True, 3),
    ]


def test_a_second_unchanged_run_asks_once_per_repository_and_all_is_304(lab):
    lab.world.open("lab/hub", 250)
    lab.sync()
    lab.sync()
    assert [entry["status"] for entry in lab.front.log] == [304, 304, 304]
    assert all(entry["auth"] == f"Bearer {TOKEN}" for entry in lab.front.log)
    assert lab.front.most_at_once == 1


def test_a_change_costs_one_question(lab):
    for day in range(1, 26):
        lab.world.now = f"2018-08-{day:02d}T00:00:00Z"
        lab.world.open("lab/hub", 10)
    lab.sync()
    lab.world.now = "2018-09-18T09:00:00Z"
    lab.world.close("lab/hub", 7)
    lab.sync()
    assert [entry["status"] for entry in lab.front.log] == [200, 200, 304]
    assert (7, "closed") in lab.rows()


@pytest.mark.parametrize("seen_between", [True, False])
def test_fifty_were_closed_though_one_was_reopened(lab, seen_between):
    lab.world.open("lab/hub", 120)
    lab.world.now = "2018-09-18T09:00:00Z"
    lab.world.close("lab/hub", *range(1, 51))
    if seen_between:
        lab.sync()
    lab.world.now = "2018-09-19T09:00:00Z"
    lab.world.reopen("lab/hub", 3)
    lab.sync()
    events = (
        "select event, happened_at::date::text, count(*) from issue_event group by all order by all"
    )
    assert lab.rows(events) == [("closed", "2018-09-18", 50), ("reopened", "2018-09-19", 1)]
    assert lab.rows("select count(*) from issue where state = 'closed'") == [(49,)]


def test_a_reopening_between_two_closings_is_kept(lab):
    lab.world.open("lab/hub", 1)
    for day, act in (("10", "close"), ("12", "reopen"), ("14", "close")):
        lab.world.now = f"2018-09-{day}T09:00:00Z"
        getattr(lab.world, act)("lab/hub", 1)
        if day != "12":
            lab.sync()
    assert lab.rows(
        "select event, happened_at::date::text from issue_event order by happened_at"
    ) == [
        ("closed", "2018-09-10"),
        ("reopened", "2018-09-12"),
        ("closed", "2018-09-14"),
    ]


def test_more_rows_than_a_page_in_one_second_are_read_to_the_end(lab):
    lab.world.open("lab/hub", 350)
    lab.sync()
    assert lab.rows() == lab.truth()


def test_a_listing_cut_short_goes_on_where_it_stopped(lab):
    for hour in range(5):
        lab.world.now = f"2018-08-01T0{hour}:00:00Z"
        lab.world.open("lab/hub", 60)
    lab.front.set_faults(
        {"path": "asc.*since", "do": "status", "status": 502, "times": 0, "from": 2}
    )
    assert lab.sync()[0][1:] == (
        f"{lab.front.url[7:]}/repos/lab/hub/issues answered 502",
        True,
    )
    first = json.loads((lab.folder / "data/raw/github/1.jsonl").read_text().splitlines()[0])
    assert (first["complete"], first["etag"]) == (False, None)
    lab.front.set_faults()
    assert lab.sync() == ["lab/hub", "lab/kit"]
    assert "since=2018-08-01T01" in next(path for path in lab.front.paths() if "asc" in path)
    assert lab.rows() == lab.truth()


def test_a_deleted_issue_leaves_the_backlog_and_stays_in_history(lab):
    lab.world.open("lab/hub", 5)
    lab.sync()
    lab.world.delete("lab/hub", 2)
    lab.sync()
    gone = "select number, state, state_reason, gone_at from issue where state = 'gone'"
    assert lab.rows(gone) == [(2, "gone", "deleted", NOW.replace(tzinfo=None))]
    lab.sync()
    assert [entry["status"] for entry in lab.front.log] == [304, 304, 304]


def test_a_transferred_issue_is_gone_here_and_open_there(lab):
    lab.world.open("lab/hub", 5)
    lab.sync()
    lab.world.now = "2018-09-19T00:00:00Z"
    lab.world.transfer("lab/hub", 4, "lab/kit")
    lab.sync()
    assert lab.rows(
        "select repo_id, number, state, state_reason from issue where number in (4, 1)"
    ) == [
        (1, 1, "open", None),
        (1, 4, "gone", "transferred"),
        (2, 1, "open", None),
    ]


def test_a_count_that_differs_for_good_is_looked_at_once(lab):
    lab.world.open("lab/hub", 5)
    lab.world.shown = lambda name: {**lab.world.repos[name], "open_issues_count": 9}
    lab.sync()
    lab.sync()
    assert [entry["status"] for entry in lab.front.log] == [304, 304, 304]


def test_an_archived_repository_is_read_once(lab):
    lab.world.repos["lab/kit"]["archived"] = True
    lab.world.open("lab/kit", 3)
    lab.sync()
    lab.sync()
    assert lab.front.paths() == ["/orgs/lab/repos?type=all&per_page=100", NEWEST]


def test_a_renamed_repository_keeps_its_rows_and_its_older_name(lab):
    lab.settings('repositories = ["lab/hub"]')
    lab.world.open("lab/hub", 3)
    lab.sync()
    lab.world.rename("lab/hub", "lab/core")
    assert lab.sync() == ["lab/core"]
    assert [(r.repo_id, r.full_name, r.older_names) for r in lab.read(Repo)] == [
        (1, "lab/core", ["lab/hub"])
    ]
    assert [run.message for run in lab.read(SourceRun)] == [
        "dashboard.toml says lab/hub; it is now lab/core"
    ]
    assert len(lab.rows()) == 3


def test_an_unknown_repository_asks_for_a_person_a_lost_one_keeps_its_data(lab):
    lab.settings('repositories = ["lab/hub", "lab/nope"]')
    lab.world.open("lab/hub", 3)
    unit, what, passing = lab.sync()[0]
    assert (unit, passing) == ("lab/nope", False)
    assert "answered 404" in what
    lab.world.remove("lab/hub")
    results = lab.sync()
    assert [(r[0], r[2]) for r in results] == [("lab/hub", True), ("lab/nope", False)]
    assert "not reachable since 2018-09-20, its data are kept" in results[0][1]
    assert len(lab.rows()) == 3
    assert lab.read(Repo)[0].unreachable_since == NOW.replace(tzinfo=None)


def test_a_repository_that_left_the_organization_is_said(lab):
    lab.world.open("lab/kit", 2)
    lab.sync()
    lab.world.remove("lab/kit")
    results = lab.sync()
    assert [r if isinstance(r, str) else r[0] for r in results] == ["lab/kit", "lab/hub"]
    lab.settings('organizations = ["lab"]', 'skip = ["lab/kit"]')
    assert lab.sync() == ["lab/hub"]
    assert [run.unit for run in lab.read(SourceRun)] == ["lab/hub"]


def test_a_blocked_repository_says_why(lab):
    block = {"message": "x", "block": {"reason": "dmca", "html_url": "https://e.org/n"}}
    lab.settings('repositories = ["lab/hub"]')
    lab.sync()
    lab.front.set_faults({"path": "/repos/lab/hub$", "do": "status", "status": 451, "body": block})
    assert "blocked by GitHub: dmca, https://e.org/n" in lab.sync()[0][1]


@pytest.mark.parametrize("status", [404, 410])
def test_disabled_issues_are_no_failure(lab, status):
    fault = {"path": "/hub/issues", "do": "status", "status": status, "times": 0}
    lab.front.set_faults(fault)
    assert lab.sync() == ["lab/hub", "lab/kit"]
    assert [run.message for run in lab.read(SourceRun)] == ["issues are disabled", None]


def test_a_wrong_token_stops_the_run_and_writes_nothing(lab, monkeypatch):
    lab.world.open("lab/hub", 3)
    monkeypatch.setenv("GITHUB_TOKEN", "nope")
    with pytest.raises(SourceError) as error:
        lab.sync()
    assert (error.value.unit, error.value.passing) == ("", False)
    assert "GITHUB_TOKEN" in error.value.remedy
    assert "nope" not in str(error.value)
    assert len(lab.front.log) == 1
    assert not list((lab.folder / "data/raw/github").glob("*.jsonl"))


def test_without_a_token_the_first_reading_takes_several_runs_and_says_how_far_it_is(
    lab, monkeypatch
):
    monkeypatch.delenv("GITHUB_TOKEN")
    lab.front.anon_limit = 2
    lab.world.open("lab/hub", 3)
    lab.world.open("lab/kit", 2)
    results = lab.sync()
    assert results[0] == "lab/hub"
    assert results[1][0] == "lab/kit"
    assert "rate limit reached" in results[1][1]
    assert all(entry["auth"] is None for entry in lab.front.log)
    assert [(run.unit, run.status, run.message) for run in lab.read(SourceRun)] == [
        ("lab/hub", "ok", None),
        ("", "stale", "1 of 2 repositories are read so far"),
    ]
    lab.front.used.clear()
    assert lab.sync() == ["lab/hub", "lab/kit"]
    assert [run.unit for run in lab.read(SourceRun)] == ["lab/hub", "lab/kit"]


def test_who_answered_first_is_asked_once_and_bots_are_no_answer(lab):
    lab.world.now = "2018-09-10T00:00:00Z"
    lab.world.open("lab/hub", 2)
    for hour, who, kind in ((1, "tim", "User"), (2, "ci[bot]", "Bot"), (3, "min", "User")):
        lab.world.now = f"2018-09-10T0{hour}:00:00Z"
        lab.world.comment("lab/hub", 1, who, kind)
    lab.sync()
    answered = "select number, first_response_at::text, response_known from issue order by all"
    assert lab.rows(answered) == [(1, "2018-09-10 03:00:00", True), (2, None, True)]
    lab.sync()
    assert [entry["status"] for entry in lab.front.log] == [304, 304, 304]


def test_a_bot_that_answered_first_does_not_hide_the_person_who_answers_later(lab):
    """Two accounts that GitHub calls users: one is a bot by its name, one by the team's list."""
    lab.settings('organizations = ["lab"]', 'bots = ["Henchman"]')
    lab.world.now = "2018-09-10T00:00:00Z"
    lab.world.open("lab/hub", 2)
    for number, who in ((1, "welcome-bot"), (2, "henchman")):
        lab.world.comment("lab/hub", number, who, "User")
    lab.sync()
    lab.world.now = "2018-09-11T00:00:00Z"
    for number in (1, 2):
        lab.world.comment("lab/hub", number, "min", "User")
    lab.sync()
    answered = "select number, first_response_at::text from issue order by all"
    assert lab.rows(answered) == [(1, "2018-09-11 00:00:00"), (2, "2018-09-11 00:00:00")]


def test_bots_are_told_by_rule_and_by_list(lab):
    lab.settings('organizations = ["lab"]', 'bots = ["Henchman"]')
    for who in ("dependabot[bot]", "pyup-bot", "henchman", "tim", None):
        lab.world.open("lab/hub", by=who)
    lab.sync()
    assert lab.rows("select author, author_is_bot from issue order by number") == [
        ("dependabot[bot]", True),
        ("pyup-bot", True),
        ("henchman", True),
        ("tim", False),
        (None, False),
    ]


def test_a_changed_statement_reads_the_same_raw_files_anew(lab, tmp_path, monkeypatch):
    lab.world.open("lab/hub", by="henchman")
    lab.sync()
    asked = "select author_is_bot from issue"
    assert lab.rows(asked) == [(False,)]
    ours = tmp_path / "statements"
    ours.mkdir()
    for file in github.tables.SQL.glob("*.sql"):
        text = file.read_text(encoding="utf-8").replace("|-bot)", "|henchman)")
        (ours / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(github.tables, "SQL", ours)
    assert lab.rows(asked) == [(True,)]


def test_strange_rows_are_accepted_when_the_required_fields_are_there(lab):
    lab.world.open("lab/hub", 1, by=None, body=None, invented=[1], state_reason="brand new")
    lab.sync()
    assert lab.rows("select author, state_reason from issue") == [(None, "brand new")]


POISON = [
    {"number": "one"}, {"created_at": None}, {"created_at": "yesterday"}, {"closed_at": "0000-00"},
    {"user": ["Ada"]}, {"labels": 7}, {"comments": "many"}, {"state": None},
]  # fmt: skip


@pytest.mark.parametrize("poison", POISON)
def test_a_poisoned_issue_costs_that_issue(lab, poison):
    lab.world.open("lab/hub", 3)
    lab.sync()
    clean = lab.rows()
    lab.world.now = "2018-09-19T00:00:00Z"
    lab.world.touch("lab/hub", 2, **poison)
    lab.world.touch("lab/hub", 3, title="new words")
    lab.sync()
    assert lab.rows() == clean  # the poisoned one as it was before
    assert lab.rows("select title from issue where number = 3") == [("new words",)]
    (reject,) = lab.read(Reject)
    assert reject.text == f"#{poison.get('number', 2)}"
    assert reject.reason.startswith("not taken over as GitHub gave it: ")


def test_half_a_character_in_a_title_costs_nothing(lab):
    lab.world.open("lab/hub", 2, title="half \ud83d of one", labels=[{"name": "\udc00"}])
    lab.sync()
    assert lab.rows("select title, labels from issue where number = 2") == [
        ("half \\ud83d of one", ["\\udc00"])
    ]


@pytest.mark.parametrize(
    ("was", "now"),
    [('"title":"', '"title":"\\ud800'), ('"created_at":"2', '"created_at":"x'), ("{", "{{")],
)
def test_a_line_that_cannot_be_read_costs_its_issue_alone(lab, was, now):
    """As an older version may have written it, before texts were checked."""
    lab.world.open("lab/hub", 3)
    lab.sync()
    file = lab.house.raw / "github" / "1.jsonl"
    state, first, second, third = file.read_text().splitlines()
    file.write_text("\n".join([state, first, second.replace(was, now, 1), third]) + "\n")
    file.with_name(f"{file.name}.sha256").unlink()
    assert len(lab.rows()) == 2
    (reject,) = lab.read(Reject)
    assert (reject.source_line, reject.reason) == (
        3, "this line cannot be read; its issue is not counted",
    )  # fmt: skip


def test_the_clock_of_this_machine_moves_no_watermark(lab):
    lab.world.open("lab/hub", 2)
    lab.sync(now=datetime(2030, 1, 1, tzinfo=UTC))
    lab.world.now = "2018-08-02T00:00:00Z"
    lab.world.close("lab/hub", 1)
    lab.sync(now=datetime(2030, 1, 2, tzinfo=UTC))
    assert lab.rows() == [(1, "closed"), (2, "open")]


def test_a_page_number_too_far_is_our_own_bug(lab):
    said = {"message": "Pagination with the page parameter is not supported for large datasets"}
    lab.front.set_faults({"path": "/hub/issues", "do": "status", "status": 422, "body": said})
    with pytest.raises(RuntimeError, match="does not understand our question"):
        lab.sync()


def test_a_damaged_raw_file_names_itself(lab):
    lab.world.open("lab/hub", 2)
    lab.sync()
    with (lab.folder / "data/raw/github/1.jsonl").open("a") as out:
        out.write('{"number": "x')
    with pytest.raises(unit.Damaged, match=r"1\.jsonl"):
        lab.rows()


def test_raw_files_that_cannot_be_written_are_one_plain_line(lab):
    lab.world.open("lab/hub", 1)
    (lab.folder / "data" / "raw").mkdir(parents=True)
    (lab.folder / "data" / "raw" / "github").write_text("a file where the folder should be")
    with pytest.raises(SourceError, match="raw files cannot be written") as error:
        lab.sync()
    assert not error.value.passing


def test_a_reopening_known_from_an_earlier_run_survives_a_later_question(lab):
    lab.world.open("lab/hub", 1)
    lab.world.close("lab/hub", 1)
    lab.world.now = "2018-09-01T08:00:00Z"
    lab.world.reopen("lab/hub", 1)
    lab.sync()
    lab.world.now = "2018-09-02T08:00:00Z"
    lab.world.touch("lab/hub", 1)
    lab.sync(now=datetime(2018, 9, 21, tzinfo=UTC))
    assert lab.front.paths()[-2].endswith("/issues/1/events?per_page=100")
    assert lab.rows("select event, happened_at::varchar from issue_event order by all") == [
        ("closed", "2018-08-01 12:00:00"),
        ("reopened", "2018-09-01 08:00:00"),
    ]
