"""Every fault of a GitHub sync provoked, one test each, and what a team may trust afterwards."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Timer
from types import SimpleNamespace

import pytest

import config
from pipelines import github
from pipelines.http import Clock
from pipelines.ingest import ingest
from tests.servers.front import TOKEN, front
from tests.servers.scripted import Reply, scripted
from tests.servers.world import World
from warehouse import read

NOW = datetime(2018, 9, 20, 6, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
LIMITED = {"message": "You have exceeded a secondary rate limit"}
FINE, FAULT, PASSING, PERSON = 0, 70, 75, 78


class Lab:
    """A house, its GitHub on loopback, and a clock nobody waits for."""

    def __init__(self, folder, running):
        self.folder, self.front, self.world = folder, running, running.world
        self.time, self.slept = NOW.timestamp(), []
        self.use('organizations = ["lab"]')

    def use(self, *lines, api=None):
        file = self.folder / "dashboard.toml"
        file.write_text("\n".join(["[github]", f'api = "{api or self.front.url}"', *lines]))
        self.house = config.load(file, self.folder / "data")

    def sleep(self, seconds):
        assert seconds >= 0
        self.slept.append(seconds)
        self.time += seconds

    def run(self, *faults, now=NOW, deadline=5):
        """The exit code of one ingest, whole: fetch, read, publish, report."""
        self.front.set_faults(*faults)
        self.front.log.clear()
        self.slept.clear()
        clock = Clock(lambda: self.time, self.sleep)
        fetch = partial(github.fetch, clock=clock, deadline=deadline)
        source = SimpleNamespace(NAME="github", fetch=fetch, read=github.read)
        return ingest(self.house, [source], fetch={"github"}, now=now)

    def ask(self, sql):
        with read.connect(read.newest(self.house.data)) as db:
            return db.execute(sql).fetchall()

    def rows(self):
        return self.ask("select repo_id, number, state from issue order by all")

    def truth(self):
        return sorted(
            (self.world.repos[name]["id"], row["number"], row["state"])
            for name, rows in self.world.issues.items()
            for row in rows.values()
        )

    def asked(self, part):
        return [path for path in self.front.paths() if part in path]


@pytest.fixture
def lab(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    world = World()
    world.repo("lab/hub")
    world.repo("lab/kit")
    for day in range(1, 4):
        world.now = f"2018-08-0{day}T00:00:00Z"
        world.open("lab/hub", 60)
    world.open("lab/kit", 2)
    with front(world) as running:
        yield Lab(tmp_path, running)


def fault(do, path="/hub/issues", **more):
    return {"path": path, "do": do, **more}


def status(code, path="/hub/issues", **more):
    return fault("status", path, status=code, **more)


def test_01_one_bad_gateway_changes_nothing(lab):
    assert lab.run(status(502)) == FINE
    assert lab.rows() == lab.truth()


def test_02_a_repository_that_stays_broken_is_named_and_the_others_go_on(lab, capsys):
    assert lab.run(status(502, times=0)) == PASSING
    assert len(lab.asked("/hub/issues")) == 4
    assert "per_page=50" in lab.asked("/hub/issues")[-1]
    assert lab.rows() == [row for row in lab.truth() if row[0] == 2]
    assert "github lab/hub: " in capsys.readouterr().err
    assert lab.run() == FINE
    assert lab.rows() == lab.truth()


def test_03_a_used_up_limit_ends_the_asking_and_keeps_what_is_done(lab, capsys):
    lab.front.limit = 3
    assert lab.run() == PASSING
    statuses = [entry["status"] for entry in lab.front.log]
    assert statuses == [200, 200, 200, 403]
    printed = capsys.readouterr().err
    assert "rate limit reached; it resets at" in printed
    assert "token" not in printed.lower()  # one is set: another one changes nothing
    lab.front.limit = 5000
    assert lab.run() == FINE
    assert lab.rows() == lab.truth()


def test_03_b_without_a_token_the_limit_of_those_who_have_one_is_named(lab, monkeypatch, capsys):
    monkeypatch.delenv("GITHUB_TOKEN")
    lab.front.anon_limit = 2
    assert lab.run() == PASSING
    printed = capsys.readouterr().err
    assert "Fix: set GITHUB_TOKEN for a higher limit, or run again after that" in printed
    assert "run again, until all are read; a token in GITHUB_TOKEN makes it faster" in printed
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    lab.front.limit = 2
    assert lab.run() == PASSING
    assert "token" not in capsys.readouterr().err.lower()


@pytest.mark.parametrize("code", [403, 429])
def test_04_05_a_secondary_limit_is_waited_for(lab, code):
    assert lab.run(status(code, headers={"Retry-After": "2"}, body=LIMITED)) == FINE
    assert lab.slept == [2]
    assert lab.rows() == lab.truth()


@pytest.mark.parametrize(
    "stated",
    ["86400", "Fri, 21 Sep 2068 00:00:00 GMT", "abc", "-5"],
    ids=["day", "date", "word", "minus"],
)
def test_06_no_wait_is_longer_than_the_budget(lab, stated):
    limit = status(429, times=0, headers={"Retry-After": stated}, body=LIMITED)
    assert lab.run(limit) == PASSING
    assert sum(lab.slept) <= 900


def test_07_a_limit_that_names_no_time_is_a_minute_doubling(lab):
    assert lab.run(status(403, times=0, body=LIMITED)) == PASSING
    assert lab.slept == [60, 120, 240]


def test_08_a_bad_token_stops_at_once_and_writes_nothing(lab, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_TOKEN", "nope")
    assert lab.run() == PERSON
    assert len(lab.front.log) == 1
    assert lab.rows() == []
    printed = capsys.readouterr().err
    assert "GITHUB_TOKEN" in printed
    assert "nope" not in printed


def test_09_without_a_token_it_works_and_says_so_once(lab, monkeypatch, capsys):
    monkeypatch.delenv("GITHUB_TOKEN")
    assert lab.run() == FINE
    assert {entry["auth"] for entry in lab.front.log} == {None}
    assert capsys.readouterr().err.count("no token") == 1
    assert lab.rows() == lab.truth()


def test_10_a_netrc_entry_replaces_no_token(lab, monkeypatch):
    (lab.folder / "netrc").write_text("machine 127.0.0.1 login tim password pw\n")
    monkeypatch.setenv("NETRC", str(lab.folder / "netrc"))
    assert lab.run() == FINE
    assert {entry["auth"] for entry in lab.front.log} == {f"Bearer {TOKEN}"}


def test_11_a_next_link_to_another_host_is_refused(lab, capsys):
    with scripted(Reply()) as other:
        link = {"Link": f'<{other.url}/page2>; rel="next"'}
        away = status(200, times=0, headers=link, body=[])
        assert lab.run(away) == PERSON
        assert other.asked == []
    assert "next link leaves" in capsys.readouterr().err


def test_12_a_redirect_to_itself_is_named(lab, capsys):
    there = f"{lab.front.url}/repos/lab/hub/issues"
    assert lab.run(fault("moved", times=0, location=there)) == PASSING
    assert "redirects in a circle" in capsys.readouterr().err


def test_13_a_renamed_repository_stays_one(lab):
    lab.use('repositories = ["lab/hub"]')
    assert lab.run() == FINE
    lab.world.rename("lab/hub", "lab/core")
    assert lab.run() == FINE
    assert lab.ask("select repo_id, full_name, older_names from repo") == [
        (1, "lab/core", ["lab/hub"])
    ]
    assert lab.ask("select message from source_run where unit = 'lab/core'") == [
        ("dashboard.toml says lab/hub; it is now lab/core",)
    ]
    assert len(lab.rows()) == 180


@pytest.mark.parametrize("code", [404, 451])
def test_14_an_unknown_repository_needs_a_person_a_lost_one_keeps_its_rows(lab, code):
    lab.use('repositories = ["lab/hub", "lab/nope"]')
    assert lab.run(status(code, "/repos/lab/nope$", times=0)) == PERSON
    lab.use('repositories = ["lab/hub"]')
    assert lab.run() == FINE
    assert lab.run(status(code, "/repos/lab/hub$", times=0)) == PASSING
    assert len(lab.rows()) == 180
    assert lab.ask("select unreachable_since is not null from repo") == [(True,)]


def test_15_a_blocked_repository_tells_reason_and_address(lab, capsys):
    block = {"message": "x", "block": {"reason": "dmca", "html_url": "https://e.org/n"}}
    assert lab.run() == FINE
    assert lab.run(status(451, times=0, body=block)) == PASSING
    assert "blocked by GitHub: dmca, https://e.org/n" in capsys.readouterr().err
    assert lab.rows() == lab.truth()


@pytest.mark.parametrize("code", [404, 410])
def test_16_disabled_issues_are_no_failure(lab, code):
    assert lab.run(status(code, times=0)) == FINE
    assert lab.rows() == [row for row in lab.truth() if row[0] == 2]


BROKEN = {
    "17 cut body": fault("truncate"),
    "18 closed": fault("cut"),
    "18 reset": fault("reset"),
    "19 dripping": fault("drip"),
    "20 silent": fault("slow", seconds=0.5),
    "21 html": fault("html"),
    "22 half json": fault("badjson"),
    "22 empty": fault("empty"),
    "23 object": status(200, body={"message": "x"}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_17_to_23_a_broken_answer_is_asked_again(lab, broken):
    assert lab.run(broken, deadline=0.3) == FINE
    assert lab.rows() == lab.truth()


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_17_to_23_broken_for_good_keeps_the_rows_of_before(lab, broken):
    assert lab.run() == FINE
    before = lab.rows()
    lab.world.now = "2018-09-01T00:00:00Z"
    lab.world.close("lab/hub", 1)
    assert lab.run({**broken, "times": 0}, deadline=0.2) == PASSING
    assert lab.rows() == before
    assert lab.ask("select status from source_run where unit = 'lab/hub'") == [("stale",)]


def test_24_strange_but_whole_rows_are_accepted(lab):
    lab.world.open("lab/kit", 1, by=None, body=None, invented={"a": [1]}, state_reason="duplicate")
    assert lab.run() == FINE
    assert lab.rows() == lab.truth()


def test_25_an_edit_between_two_pages_loses_and_doubles_nothing(lab):
    for number in lab.world.issues["lab/hub"]:
        lab.world.now = f"2018-08-04T{number // 60:02d}:{number % 60:02d}:00Z"
        lab.world.touch("lab/hub", number)
    edited = []

    def edit(path):
        if "direction=asc" in path:
            edited.append(path)
            lab.world.now = f"2018-09-01T00:00:{len(edited):02d}Z"
            lab.world.touch("lab/hub", len(edited))

    lab.front.before.append(edit)
    assert lab.run() == FINE
    assert len(edited) > 1
    assert lab.rows() == lab.truth()


def killed_at(lab, request, *, after=0.0):
    """A real ingest in its own process, killed as its so-many-th question arrives."""
    command = [sys.executable, "-m", "pipelines", "--config", str(lab.folder / "dashboard.toml")]
    command += ["--data", str(lab.house.data)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "GITHUB_TOKEN": TOKEN},
    )  # fmt: skip
    seen = []

    def kill(path):
        seen.append(path)
        if len(seen) == request:
            Timer(after, process.kill).start() if after else process.kill()

    lab.front.before.append(kill)
    code = process.wait(timeout=120)
    lab.front.before.remove(kill)
    return code


def test_26_a_second_shared_by_many_rows_is_read_to_its_end_after_a_kill(lab):
    lab.world.now = "2018-09-18T09:00:00Z"
    lab.world.close("lab/hub", *range(1, 151))
    assert killed_at(lab, 4) == -signal.SIGKILL
    assert lab.run() == FINE
    assert lab.rows() == lab.truth()


def test_27_31_after_a_kill_the_rerun_is_as_one_clean_run(lab):
    assert killed_at(lab, 3) == -signal.SIGKILL
    assert not list((lab.house.data / "raw/github").glob("1.jsonl"))
    assert lab.run() == FINE
    assert {entry["inm"] for entry in lab.front.log} == {None}  # no ETag outlived its rows
    assert lab.rows() == lab.truth()


def test_28_a_page_number_is_never_asked_for_and_a_422_is_our_own_bug(lab):
    assert lab.run() == FINE
    assert not [path for path in lab.front.paths() if "page=" in path.replace("per_page=", "")]
    lab.world.now = "2018-09-01T00:00:00Z"
    lab.world.close("lab/hub", 1)
    assert lab.run(status(422)) == FAULT
    assert len(lab.rows()) == len(lab.truth())


def test_28_b_a_list_of_strings_where_an_organisation_is_due_is_one_failure(lab):
    assert lab.run() == FINE
    rows = lab.rows()
    assert lab.run(status(200, "/orgs/lab/repos", body=["hub", "kit"])) == PASSING
    assert lab.rows() == rows


def test_29_a_reopened_issue_was_closed_all_the_same(lab):
    lab.world.now = "2018-09-18T09:00:00Z"
    lab.world.close("lab/hub", *range(1, 51))
    lab.world.now = "2018-09-19T09:00:00Z"
    lab.world.reopen("lab/hub", 3)
    assert lab.run() == FINE
    assert lab.ask("select event, count(*) from issue_event group by all order by all") == [
        ("closed", 50),
        ("reopened", 1),
    ]


def test_30_a_deleted_and_a_transferred_issue_leave_the_backlog(lab):
    assert lab.run() == FINE
    lab.world.delete("lab/hub", 5)
    lab.world.transfer("lab/hub", 6, "lab/kit")
    assert lab.run() == FINE
    gone = "select number, state, state_reason from issue where gone_at is not null order by all"
    assert lab.ask(gone) == [(5, "gone", "deleted"), (6, "gone", "transferred")]
    assert [row for row in lab.rows() if row[2] != "gone"] == lab.truth()


def test_32_a_new_token_makes_full_answers_again_and_no_second_row(lab, monkeypatch):
    assert lab.run() == FINE
    lab.front.tokens = (TOKEN, "other")
    monkeypatch.setenv("GITHUB_TOKEN", "other")
    lab.front.etag_salt = "other"
    assert lab.run() == FINE
    assert {entry["status"] for entry in lab.front.log} == {200}
    assert lab.rows() == lab.truth()


def test_33_our_own_clock_may_be_years_off(lab):
    assert lab.run(now=datetime(2038, 1, 1, tzinfo=UTC)) == FINE
    lab.world.now = "2018-08-20T00:00:00Z"
    lab.world.close("lab/hub", 1)
    past = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1000"}
    limit = status(403, headers=past, body=LIMITED)
    assert lab.run(limit, now=datetime(2008, 1, 1, tzinfo=UTC)) == FINE
    assert lab.slept == [1]
    assert lab.rows() == lab.truth()


@pytest.mark.heavy
@pytest.mark.parametrize("content", [b"", b"null", b"\0" * 64, b'{"watermark": "2018', b"{}\n{"])
@pytest.mark.parametrize("name", ["1.jsonl", "repos.json"])
def test_a_power_loss_restores_the_file_before_and_the_run_catches_up(lab, name, content):
    assert lab.run() == FINE
    lab.world.now = "2018-09-02T00:00:00Z"
    lab.world.close("lab/hub", 1, 2)
    lab.world.open("lab/kit", 1)
    assert lab.run() == FINE
    (lab.house.raw / "github" / name).write_bytes(content)
    assert lab.run() == PASSING  # it is reported
    assert lab.rows() == lab.truth()
    assert lab.run() == FINE
    assert lab.rows() == lab.truth()


def test_a_raw_file_damaged_with_the_one_before_costs_its_repository_alone(lab, capsys):
    assert lab.run() == FINE
    rows = lab.rows()
    for file in (lab.house.raw / "github").glob("1.jsonl*"):
        file.write_bytes(b"\0" * 100)
    assert lab.run() == PERSON
    assert lab.rows() == [row for row in rows if row[0] != 1]
    assert "github lab/hub: its file 1.jsonl is damaged" in capsys.readouterr().err


def test_a_fault_of_ours_at_one_repository_leaves_the_others(lab, monkeypatch, capsys):
    assert lab.run() == FINE
    before = [row for row in lab.rows() if row[0] != 1]
    lab.world.now = "2018-09-02T00:00:00Z"
    lab.world.close("lab/hub", 1, 2)
    lab.world.open("lab/kit", 1)
    real = github.sync

    def planted(client, repo, *rest):
        if repo["full_name"] == "lab/kit":
            raise KeyError("planted")
        return real(client, repo, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(github, "sync", planted)
        assert lab.run() == FAULT
    assert "github lab/kit: a fault of Quarterdeck in fetching it (K" in capsys.readouterr().err
    truth = [row for row in lab.truth() if row[0] == 1]
    assert lab.rows() == sorted([*truth, *before])
    assert lab.run() == FINE
    assert lab.rows() == lab.truth()
