"""Notes from a real git repository and a real web server on this machine, with their faults."""

import json
import subprocess
from http.server import BaseHTTPRequestHandler

import pytest
from notes_house import only

import config
from pipelines import SourceError, notes, unit
from pipelines.http import Client, Clock
from pipelines.notes.files import github, hackmd
from tests.servers.loopback import listening
from warehouse.records import ActionItem, Attendance, Meeting, SourceRun

NOTE = "# Sync 2022-01-05\n\nPresent: Ada, Bo\n"


def git(folder, *arguments):
    me = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(("git", *me, *arguments), cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A repository with one note in docs/meetings on the branch `notes`."""
    folder = tmp_path / "repository"
    (folder / "docs" / "meetings").mkdir(parents=True)
    (folder / "docs" / "meetings" / "2022-01-05.md").write_text(NOTE)
    git(folder, "init", "--quiet", "--initial-branch", "notes")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    return folder


def house_of(tmp_path, settings):
    toml = tmp_path / "dashboard.toml"
    toml.write_text(f'[[notes]]\nseries = "team"\n{settings}\n')
    return config.load(toml, tmp_path / "data")


def fetched(house):
    return list(notes.fetch(house, now=None))


def came(house):
    return [row.name for row in only(Attendance, list(notes.read(house)))]


def test_a_repository_is_cloned_then_followed_even_where_its_history_was_rewritten(
    tmp_path, repository
):
    settings = f'git = "file://{repository}"\nbranch = "notes"\nfolder = "docs/meetings"'
    house = house_of(tmp_path, settings)
    assert fetched(house) == ["team"]
    assert came(house) == ["Ada", "Bo"]
    (repository / "docs" / "meetings" / "2022-01-05.md").write_text(NOTE + "\nGuests: Cy\n")
    git(repository, "commit", "--quiet", "--amend", "-am", "another one")
    (house.raw / "notes" / "team" / ".git" / "index.lock").touch()
    assert fetched(house) == ["team"]
    assert came(house) == ["Ada", "Bo", "Cy"]


def test_a_repository_that_is_not_there_is_one_sentence_and_the_old_notes_stay(
    tmp_path, repository
):
    house = house_of(tmp_path, f'git = "{repository}"')
    assert fetched(house) == ["team"]
    repository.rename(tmp_path / "gone")
    (error,) = fetched(house)
    assert isinstance(error, SourceError)
    assert (error.unit, "does not appear to be a git repository" in error.what) == ("team", True)
    assert came(house) == ["Ada", "Bo"]


def test_a_branch_that_was_deleted_is_one_sentence_and_no_fresh_copy(tmp_path, repository):
    settings = f'git = "file://{repository}"\nbranch = "notes"\nfolder = "docs/meetings"'
    house = house_of(tmp_path, settings)
    assert fetched(house) == ["team"]
    git(repository, "branch", "--move", "notes", "minutes")
    (error,) = fetched(house)
    assert isinstance(error, SourceError)
    assert "couldn't find remote ref" in error.what
    assert came(house) == ["Ada", "Bo"]


def test_a_machine_without_git_is_told_so(tmp_path, repository, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (error,) = fetched(house_of(tmp_path, f'git = "{repository}"'))
    assert (error.what, error.remedy, error.passing) == (
        "git is not installed",
        "install git",
        False,
    )


def test_a_password_in_an_address_is_never_shown(tmp_path):
    (error,) = fetched(house_of(tmp_path, 'git = "http://ada:secret@127.0.0.1:9/notes.git"'))
    assert "secret" not in str(error)


ANSWERS = {
    "/note/download": (200, "text/markdown; charset=utf-8", NOTE.encode()),
    "/@team/sync/download": (200, "text/plain", NOTE.encode()),
    "/empty/download": (200, "text/markdown", b" \n"),
    "/closed/download": (200, "text/html", b"<!DOCTYPE html><title>Sign in</title>"),
    "/shell/download": (200, "text/plain", b"<!doctype html><html></html>"),
    "/forbidden/download": (403, "text/plain", b"no"),
    "/busy/download": (429, "text/plain", b"slow down"),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, kind, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    """The address of a server that answers as HackMD does on good and bad days."""
    with listening(Handler) as address:
        yield address


def ask(house, base):
    """One fetch with a clock that never waits."""
    client = Client(base, clock=Clock(now=lambda: 0.0, sleep=lambda _: None), budget=0)
    return hackmd.fetch(house, house.config.notes[0], client)


@pytest.mark.parametrize("pasted", ["note", "note?edit", "note#Agenda", "note?view#x", "note/edit"])
def test_a_public_note_is_read_by_any_address_that_is_pasted(pasted, tmp_path, server):
    house = house_of(tmp_path, f'hackmd = "{server}/{pasted}"')
    assert ask(house, server) == "team"
    assert came(house) == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("note", "said", "passing"),
    [
        ("empty", "came back empty", True),
        ("closed", "web page", False),
        ("shell", "web page", False),
        ("forbidden", "403", False),
        ("busy", "rate limit", True),
    ],
)
def test_what_is_no_note_never_replaces_the_text_we_hold(note, said, passing, tmp_path, server):
    house = house_of(tmp_path, f'hackmd = ["{server}/{note}"]')
    held = house.raw / "notes" / "team" / f"{note}.md"
    held.parent.mkdir(parents=True)
    held.write_text(NOTE)
    error = ask(house, server)
    assert isinstance(error, SourceError)
    assert (said in error.what, error.passing, error.unit) == (True, passing, "team")
    assert came(house) == ["Ada", "Bo"]


@pytest.mark.parametrize(("first", "goes_on"), [("closed", True), ("empty", True), ("busy", False)])
def test_a_note_that_fails_costs_itself_unless_the_server_wants_no_more(
    first, goes_on, tmp_path, server
):
    house = house_of(tmp_path, f'hackmd = ["{server}/{first}", "{server}/note"]')
    assert isinstance(ask(house, server), SourceError)
    assert (house.raw / "notes" / "team" / "note.md").is_file() is goes_on


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("closed", "/closed/download answered a web page where data are due"),
        ("shell", "/shell came back as a web page, not as a note"),
    ],
)
def test_a_closed_note_is_to_be_opened_in_its_settings(note, said, tmp_path, server):
    error = ask(house_of(tmp_path, f'hackmd = "{server}/{note}"'), server)
    assert (error.source, error.unit, error.passing) == ("notes", "team", False)
    assert error.what.endswith(said)
    assert error.remedy == "let everyone read the note in its HackMD settings"


def test_a_team_and_a_note_are_an_address():
    assert hackmd.address("team/sync") == "https://hackmd.io/@team/sync"
    assert hackmd.address("s/abc") == "https://hackmd.io/s/abc"
    assert hackmd.address("5b2v59-_==") == "https://hackmd.io/5b2v59-_=="


BODY = "## Present\n\n- Ada Fenwick\n- Bo Orlov\n"


def issue(base, number, title, body, comments=0, updated="2026-02-10T08:00:00Z"):
    return {
        "number": number, "title": title, "body": body, "comments": comments,
        "created_at": "2026-02-01T09:00:00Z", "updated_at": updated,
        "repository_url": f"{base}/repos/moss/gauge", "html_url": f"{base}/moss/gauge/{number}",
        "comments_url": f"{base}/repos/moss/gauge/issues/{number}/comments",
    }  # fmt: skip


# issues whose label was taken off; "page 2": it fails; "1000": so many results on both pages
LOST = set()


class Issues(BaseHTTPRequestHandler):
    """Two labelled issues on two pages, one with a comment."""

    def do_GET(self):
        base = f"http://{self.headers['Host']}"
        self.server.asked.append(self.path)
        link = ""
        if "/comments" in self.path:
            content = [{"body": "ACTION: Bo to moor the boat"}]
        elif "page=2" in self.path and "page 2" in LOST:
            return self.send_error(403)
        elif "page=2" in self.path:
            content = {"items": [issue(base, 2, "Council", BODY)]}
        elif "forbidden" in self.path:
            return self.send_error(403)
        else:
            link = f'<{base}/search/issues?page=2>; rel="next"'
            content = {"items": [issue(base, 1, "Call 2026-02-09", BODY, 1)][1 in LOST :]}
            if most := next((n for n in ("999", "1000") if n in LOST), None):
                content["items"] = [issue(base, 9, "Call", BODY)] * (int(most) - 1)
            if "poison" in self.path:
                content["items"].insert(0, {"number": 3, "body": 7, "repository_url": None})
                content["items"].insert(1, "no issue")
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        return self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def asked():
    return []


@pytest.fixture
def tracker(asked, monkeypatch):
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    with listening(Issues, asked=asked) as address:
        yield address


def ask_github(house, base):
    client = Client(base, clock=Clock(now=lambda: 0.0, sleep=lambda _: None), budget=0)
    return github.fetch(house, house.config.notes[0], client)


def test_issues_with_a_label_are_minutes_and_are_asked_for_once(tmp_path, tracker, asked):
    house = house_of(tmp_path, 'github = "moss"\nlabel = "meeting notes"')
    assert ask_github(house, tracker) == "team"
    assert "q=org%3Amoss%20label%3A%22meeting%20notes%22%20is%3Aissue&" in asked[0]
    assert [p.split("?")[0] for p in asked[1:]] == [
        "/repos/moss/gauge/issues/1/comments",  # the other has none
        "/search/issues",
    ]
    records = list(notes.read(house))
    assert [str(m.held_on) for m in only(Meeting, records)] == ["2026-02-09", "2026-02-01"]
    assert [a.name for a in only(Attendance, records)] == ["Ada Fenwick", "Bo Orlov"] * 2
    assert [(a.owners, a.text) for a in only(ActionItem, records)] == [
        (["Bo"], "ACTION: Bo to moor the boat")
    ]
    asked.clear()
    assert ask_github(house, tracker) == "team"
    assert not any("comments" in path for path in asked)


def test_an_issue_that_lost_its_label_no_longer_counts_and_is_named(tmp_path, tracker, asked):
    house = house_of(tmp_path, 'github = "moss"\nlabel = "minutes"')
    assert ask_github(house, tracker) == "team"
    LOST.add(1)
    try:
        assert ask_github(house, tracker) == "team"
    finally:
        LOST.clear()
    records = list(notes.read(house))
    assert [str(m.held_on) for m in only(Meeting, records)] == ["2026-02-01"]
    (run,) = only(SourceRun, records)
    assert (run.status, run.message) == (
        "ok", "not counted, without the label minutes: moss-gauge-1.md",
    )  # fmt: skip
    assert (house.raw / "notes" / "team" / "moss-gauge-1.md").is_file()
    assert ask_github(house, tracker) == "team"
    assert len(only(Meeting, list(notes.read(house)))) == 2


def test_a_listing_that_ends_in_a_failure_takes_no_minutes_away(tmp_path, tracker):
    house = house_of(tmp_path, 'github = "moss/gauge"\nlabel = "meeting"')
    ask_github(house, tracker)
    LOST.add("page 2")
    try:
        assert isinstance(ask_github(house, tracker), SourceError)
    finally:
        LOST.clear()
    assert len(only(Meeting, list(notes.read(house)))) == 2


@pytest.mark.parametrize(("results", "gone"), [("999", {"moss-gauge-1.md"}), ("1000", set())])
def test_a_full_search_takes_no_minutes_away_and_what_it_names_has_the_label(
    results, gone, tmp_path, tracker
):
    house = house_of(tmp_path, 'github = "moss"\nlabel = "minutes"')
    ask_github(house, tracker)
    LOST.add(results)
    try:
        assert ask_github(house, tracker) == "team"
    finally:
        LOST.clear()
    assert github.unlabelled(house, house.config.notes[0]) == gone


def discussion(number, comments, updated="2026-03-10T08:00:00Z"):
    return {
        "id": f"D{number}", "number": number, "title": f"Council 2026-03-0{number}", "body": BODY,
        "url": f"https://github.example/moss/gauge/discussions/{number}",
        "createdAt": "2026-03-01T09:00:00Z", "updatedAt": updated,
        "repository": {"nameWithOwner": "moss/gauge"}, "comments": {"totalCount": comments},
    }  # fmt: skip


class Discussions(BaseHTTPRequestHandler):
    """No issue, and two labelled discussions on two pages, one with comments on two pages."""

    def do_GET(self):
        self.answer({"items": []})

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = sent["variables"]
        self.server.asked.append((self.path, asked))
        page = {"hasNextPage": not asked["after"], "endCursor": "next"}
        if "forbidden" in asked.get("asked", ""):
            content = {"data": None, "errors": [{"type": "FORBIDDEN", "message": "no scope"}]}
        elif "id" in asked:
            text = "ACTION: Bo to scrub the hull" if asked["after"] else "Hello"
            reply = [] if asked["after"] else [{"body": "ACTION: Ada to call the mill"}]
            said = {"body": text, "replies": {"nodes": reply}}
            content = {"data": {"node": {"comments": {"pageInfo": page, "nodes": [said]}}}}
        else:
            found = discussion(4, 0) if asked["after"] else discussion(3, 2)
            content = {"data": {"search": {"pageInfo": page, "nodes": [found]}}}
        self.answer(content)

    def answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def forum(asked):
    with listening(Discussions, asked=asked) as address:
        yield address


def test_discussions_with_a_label_are_minutes_and_are_asked_for_once(
    tmp_path, forum, asked, monkeypatch
):
    monkeypatch.setenv("GITHUB_TOKEN", "invented")
    house = house_of(tmp_path, 'github = "moss"\nlabel = "meeting notes"')
    assert ask_github(house, forum) == "team"
    assert asked[0] == ("/graphql", {"asked": 'org:moss label:"meeting notes"', "after": None})
    records = list(notes.read(house))
    assert [str(m.held_on) for m in only(Meeting, records)] == ["2026-03-03", "2026-03-04"]
    assert [a.name for a in only(Attendance, records)] == ["Ada Fenwick", "Bo Orlov"] * 2
    assert [(a.owners, a.text) for a in only(ActionItem, records)] == [
        (["Ada"], "ACTION: Ada to call the mill"),
        (["Bo"], "ACTION: Bo to scrub the hull"),
    ]
    asked.clear()
    assert ask_github(house, forum) == "team"
    assert [sorted(variables) for _, variables in asked] == [["after", "asked"]] * 2


def test_discussions_that_github_refuses_are_a_failure_that_says_why(tmp_path, forum, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "invented")
    error = ask_github(house_of(tmp_path, 'github = "moss"\nlabel = "forbidden"'), forum)
    assert isinstance(error, SourceError)
    assert (error.unit, error.passing, "no scope" in error.what) == ("team", False, True)


def test_discussions_without_a_token_are_not_asked_for_and_no_minutes_are_reported(
    tmp_path, forum, asked, monkeypatch
):
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    error = ask_github(house_of(tmp_path, 'github = "moss"\nlabel = "meeting"'), forum)
    assert isinstance(error, SourceError)
    assert (error.passing, asked) == (False, [])
    assert error.remedy == "correct the label, or set GITHUB_TOKEN: discussions need a token"


def test_minutes_that_github_refuses_leave_those_we_hold(tmp_path, tracker, asked):
    house = house_of(tmp_path, 'github = "moss/gauge"\nlabel = "meeting"')
    ask_github(house, tracker)
    assert "q=repo%3Amoss/gauge%20label%3A%22meeting%22%20is%3Aissue&" in asked[0].replace(
        "%2F", "/"
    )
    assert (house.raw / "notes" / "team" / "moss-gauge-2.md").read_text() == (
        '---\ntitle: "Council"\ncreated: "2026-02-01"\n'
        f'source: "{tracker}/moss/gauge/2"\nupdated: "2026-02-10T08:00:00Z"\n---\n\n'
        f"{BODY.strip()}\n"
    )
    house = house_of(tmp_path, 'github = "moss/gauge"\nlabel = "forbidden"')
    error = ask_github(house, tracker)
    assert isinstance(error, SourceError)
    assert (error.unit, "403" in error.what) == ("team", True)
    assert len(only(Meeting, list(notes.read(house)))) == 2


def test_a_poisoned_issue_of_minutes_costs_that_issue(tmp_path, tracker):
    house = house_of(tmp_path, 'github = "moss/gauge"\nlabel = "poison"')
    with unit.during(house) as run:
        error = ask_github(house, tracker)
        assert isinstance(error, SourceError)
        assert (error.unit, error.what, run.is_ours) == (
            "team, issue 3", "answer lacks `repository_url`", False,
        )  # fmt: skip
        assert len(only(Meeting, list(notes.read(house)))) == 2


@pytest.mark.parametrize("lost", ["HEAD", "config", "index", "objects"])
def test_a_clone_that_a_power_loss_damaged_is_made_anew(tmp_path, repository, lost):
    house = house_of(tmp_path, f'git = "file://{repository}"')
    assert fetched(house) == ["team"]
    clone = house.raw / "notes" / "team"
    note = clone / "docs" / "meetings" / "2022-01-05.md"
    for file in [clone / ".git" / lost, *(clone / ".git" / lost).rglob("*"), note]:
        if file.is_file():
            file.chmod(0o600)
            file.write_bytes(b"")
    assert fetched(house) == ["team"]
    assert note.read_text() == NOTE


def test_minutes_on_github_need_a_label(tmp_path):
    with pytest.raises(config.ConfigError, match=r"label: not given\. Fix: add label"):
        house_of(tmp_path, 'github = "moss"')
