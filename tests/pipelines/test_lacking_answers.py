"""A field that an answer lacks is the server's fault: it costs one record, and says which field."""

import json
from datetime import UTC, datetime

import pytest
from readthedocs_stub import serve
from test_docs_builds import OWN, Ticking, house, stub_of
from test_docs_workflows import GitHub, run
from test_docs_workflows import fetched as fetched_workflow
from test_github_faults import FINE, PASSING, lab, status  # noqa: F401 - a fixture
from test_notes_fetch import (
    BODY,
    Discussions,
    Issues,
    ask_github,
    discussion,
    house_of,
    issue,
    listening,
)

from pipelines import SourceError, docs_builds, notes, unit
from pipelines.docs_builds import readthedocs
from pipelines.http import Client, Clock, HttpError, Lacking, due, due_moment, optional
from warehouse.records import DocsBuild, Meeting

NOW = datetime(2018, 9, 20, 6, 10, tzinfo=UTC)
LACK = object()


def without(record, name, value=LACK):
    """The record with another value, or without the field."""
    changed = {**record, name: value}
    return changed if value is not LACK else {k: v for k, v in record.items() if k != name}


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({}, "answer lacks `a`"),
        ({"a": None}, "answer lacks `a`"),
        ({"a": "7"}, "answer has no number as `a`"),
        ({"a": True}, "answer has no number as `a`"),
        ({"a": 2**31}, "answer has no number as `a`"),
        (["a"], "answer has no object around `a`"),
        ("a", "answer has no object around `a`"),
    ],
)
def test_a_required_field_is_there_or_named(given, what):
    with pytest.raises(Lacking) as error:
        due(given, "a", int)
    assert (error.value.what, error.value.passing) == (what, True)


def test_a_field_that_may_be_null_is_of_its_kind_where_it_is_not():
    assert (optional({"a": None}, "a", str), optional({"a": "x"}, "a", str)) == (None, "x")
    for time in ("yesterday", "2018-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", 7):
        with pytest.raises(Lacking):
            due_moment({"a": time}, "a")


GITHUB = [
    ({"created_at": ...}, "answer lacks `created_at`"),
    ({"updated_at": None}, "answer lacks `updated_at`"),
    ({"pull_request": "no"}, "answer has no object as `pull_request`"),
    ({"comments": 2**40}, "answer has no number as `comments`"),
    ({"state": "ajar"}, "answer has neither open nor closed as `state`"),
]


@pytest.mark.parametrize(("change", "what"), GITHUB)
def test_an_issue_that_lacks_a_field_costs_itself_and_the_run_says_which(
    lab, capsys, change, what  # noqa: F811
):  # fmt: skip
    lab.front.odd["https://github.com/lab/hub/issues/7"] = change
    others = [row for row in lab.truth() if row[:2] != (1, 7)]
    assert (lab.run(), lab.rows()) == (PASSING, others)
    assert f"github lab/hub #7: not taken over: {what}. Fix: " in capsys.readouterr().err
    rejects = [("#7", f"not taken over as GitHub gave it: {what}")]
    assert lab.ask("select text, reason from reject") == rejects
    assert (lab.run(), lab.rows()) == (PASSING, others)  # it is said until it is there
    lab.front.odd.clear()
    assert (lab.run(), lab.rows()) == (FINE, lab.truth())


def test_a_repository_of_a_listing_that_lacks_its_id_costs_itself(lab, capsys):  # noqa: F811
    for change in ({"id": ...}, {"archived": "no"}, {"open_issues_count": "many"}):
        lab.front.odd["https://github.com/lab/hub"] = change
        assert lab.run() == PASSING
        assert lab.ask("select distinct repo_id from issue") == [(2,)]
        said = capsys.readouterr().err
        (name,) = change
        assert "github repository lab/hub: repository lab/hub: answer" in said
        assert f"`{name}`" in said
    lab.front.odd.clear()
    assert (lab.run(), lab.rows()) == (FINE, lab.truth())


@pytest.mark.parametrize("odd", [{"event": "closed"}, {"event": 7}, "closed", None])
def test_an_event_that_lacks_its_time_costs_the_history_of_its_issue(lab, capsys, odd):  # noqa: F811
    lab.world.now = "2018-08-05T00:00:00Z"
    lab.world.close("lab/hub", 1, 2)
    lab.world.reopen("lab/hub", 1, 2)
    events = "select number, count(*) from issue_event where event = 'closed' group by all"
    assert lab.run(status(200, "/hub/issues/1/events", body=[odd], times=9)) == PASSING
    assert "github lab/hub #1, its events: not taken over: answer" in capsys.readouterr().err
    assert (lab.rows(), lab.ask(events)) == (lab.truth(), [(2, 1)])
    assert lab.run() == FINE  # nothing changed, and yet it is asked for again
    assert sorted(lab.ask(events)) == [(1, 1), (2, 1)]


@pytest.mark.parametrize("odd", [{"user": "min"}, {"created_at": 7}])
def test_a_reply_that_lacks_its_time_costs_the_replies_of_its_issue(lab, odd):  # noqa: F811
    lab.world.now = "2018-08-05T00:00:00Z"
    for number in (1, 2):
        lab.world.comment("lab/hub", number, "max")
    said = {**lab.world.timelines["lab/hub", 1][0], **odd}
    assert lab.run(status(200, "/hub/issues/1/timeline", body=[said], times=9)) == PASSING
    answered = "select number from issue where first_response_at is not null"
    assert lab.ask(answered) == [(2,)]
    assert (lab.run(), sorted(lab.ask(answered))) == (FINE, [(1,), (2,)])


READ_THE_DOCS = [
    ("builds", {"created": LACK}, "latex build 105: answer lacks `created`; it is left out"),
    ("builds", {"state": {}}, "latex build 105: answer lacks `code`; it is left out"),
    ("builds", {"success": None}, "latex build 105: answer lacks `success`; it is left out"),
    ("builds", {"id": "105"},
     "latex build 105: answer has no number as `id`; it is left out"),
    ("builds", {"created": "noon"},
     "latex build 105: answer has no time as `created`; it is left out"),
    ("notifications", {"message": None},
     "latex build 105, its notifications: answer lacks `message`; it is left out"),
    ("notifications", {"message": {"id": 7, "type": "error", "header": "x"}},
     "latex build 105, its notifications: answer has no text as `id`; it is left out"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "change", "what"), READ_THE_DOCS)
def test_a_build_of_read_the_docs_that_lacks_a_field_costs_itself(
    tmp_path, monkeypatch, place, change, what
):
    monkeypatch.setenv("READTHEDOCS_TOKEN", "right")
    stub, time = stub_of(OWN, Ticking()), Ticking()
    ((name, value),) = change.items()

    def odd(path, authorization):
        code, body, headers = stub.answer(path, authorization)
        if path.partition("?")[0].endswith(f"/{place}/") and body.get("results"):
            first, *others = body["results"]
            body = {**body, "results": [without(first, name, value), *others]}
        return code, body, headers

    with serve(odd) as api:
        made = house(tmp_path, ["latex", "memory"], api)
        with unit.during(made) as units:
            found = list(readthedocs.fetch(made, now=NOW, clock=time.clock()))
            built = [b.build_id for b in docs_builds.read(made) if isinstance(b, DocsBuild)]
        assert not units.is_ours
    failed = [f"{each.unit}: {each.what}" for each in found if isinstance(each, SourceError)]
    assert what in failed
    assert [each for each in found if isinstance(each, str)] == ["latex", "memory"]
    assert "104" in built
    assert "105" not in built
    with serve(stub.answer) as api:
        made = house(tmp_path, ["latex", "memory"], api)
        assert list(readthedocs.fetch(made, now=NOW, clock=time.clock())) == ["latex", "memory"]
    assert "105" in [b.build_id for b in docs_builds.read(made) if isinstance(b, DocsBuild)]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"created_at": LACK}, "answer lacks `created_at`; it is left out"),
        ({"status": None}, "answer lacks `status`; it is left out"),
        ({"conclusion": None}, "answer lacks `conclusion`; it is left out"),
        ({"head_branch": ["main"]}, "answer has no text as `head_branch`; it is left out"),
    ],
)
def test_a_run_of_a_workflow_that_lacks_a_field_costs_itself(tmp_path, monkeypatch, change, what):
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    ((name, value),) = change.items()
    odd = without(run(8, "failure"), name, value)
    made, results = fetched_workflow(tmp_path, GitHub([odd, run(7, "success")]))
    assert results[0] == "example/handbook/docs.yml"
    assert [(each.unit, each.what) for each in results[1:]] == [
        ("example/handbook/docs.yml run 8", what)
    ]
    built = [b.build_id for b in docs_builds.read(made) if isinstance(b, DocsBuild)]
    assert built == ["7"]


class Odd(Issues):
    """Three labelled issues, the second of which the server changes."""

    def do_GET(self):
        base = f"http://{self.headers['Host']}"
        rows = [issue(base, n, f"Call 2026-02-0{n}", BODY) for n in (1, 2, 3)]
        content = [] if "/comments" in self.path else {"items": self.server.change(rows)}
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


MINUTES = [
    ("created_at", LACK, "answer lacks `created_at`"),
    ("title", None, "answer lacks `title`"),
    ("body", ["x"], "answer has no text as `body`"),
    ("repository_url", 7, "answer has no text as `repository_url`"),
]


@pytest.mark.parametrize(("name", "value", "what"), MINUTES)
def test_minutes_that_lack_a_field_cost_themselves(tmp_path, monkeypatch, name, value, what):
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)

    def change(rows):
        return [rows[0], without(rows[1], name, value), rows[2]]

    with listening(Odd, asked=[], change=change) as base:
        made = house_of(tmp_path, 'github = "moss/gauge"\nlabel = "minutes"')
        with unit.during(made) as units:
            error = ask_github(made, base)
            met = [str(m.held_on) for m in notes.read(made) if isinstance(m, Meeting)]
        assert (error.unit, error.what, units.is_ours) == ("team, issue 2", what, False)
    assert met == ["2026-02-01", "2026-02-03"]


class OddForum(Discussions):
    """As Discussions, the second of which lacks what the server is given."""

    def answer(self, content):
        for found in content.get("data", {}).get("search", {}).get("nodes", []):
            if found["number"] == 4:
                self.server.change(found)
        super().answer(content)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"createdAt": None}, "answer lacks `createdAt`"),
        ({"comments": {}}, "answer lacks `totalCount`"),
        ({"id": 7}, "answer has no text as `id`"),
    ],
)
def test_a_discussion_that_lacks_a_field_costs_itself(tmp_path, monkeypatch, change, what):
    monkeypatch.setenv("GITHUB_TOKEN", "invented")
    with listening(OddForum, asked=[], change=lambda found: found.update(change)) as base:
        made = house_of(tmp_path, 'github = "moss"\nlabel = "minutes"')
        with unit.during(made) as units:
            error = ask_github(made, base)
            met = [str(m.held_on) for m in notes.read(made) if isinstance(m, Meeting)]
        assert (error.unit, error.what, units.is_ours) == ("team, discussion 4", what, False)
    assert met == ["2026-03-03"]
    assert discussion(4, 0)["id"] == "D4"


class InACircle(Issues):
    """A page whose next link leads to itself."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Link", f'<http://{self.headers["Host"]}/things>; rel="next"')
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")


def test_a_next_link_to_the_same_page_ends_the_asking():
    with listening(InACircle, asked=[]) as base:
        client = Client(base, clock=Clock(now=lambda: 0.0, sleep=lambda _: None))
        with pytest.raises(HttpError, match="has a next link to itself"):
            list(client.pages("/things"))
