"""The whole way against real servers: emulate, prism, octokit's fixtures. Needs node."""

from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest

import config
from metrics.issues import counts as issues
from metrics.issues.claim import IssueCount
from metrics.issues.claims import claims
from metrics.issues.scope import Scope
from pipelines import github, notes
from pipelines.http import Client, HttpError
from pipelines.ingest import ingest
from tests.servers import real
from tests.servers.front import front
from warehouse import read

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("github-servers")]
SETTINGS = """
[project]
as_of = 2018-09-20
[[notes]]
series = "team"
path = "notes"
[github]
organizations = ["jupyterhub"]
api = "{api}"
"""
NOTES = {
    "2018-08-16.md": "# Team meeting 16 August 2018\n\n## Attendees\n\n* Ana / Lab A / @ana\n",
    "2018-09-20.md": "# Team meeting 20 September 2018\n\n## Attendees\n\n* Ana / Lab A / @ana\n\n"
    "## Reports\n\n- Closed 50 open issues on JupyterHub repo\n",
}
NOW = datetime(2018, 9, 20, 6, tzinfo=UTC)
AS_OF = date(2018, 9, 20)
HUB = Scope(("jupyterhub/jupyterhub",), bots=True)


@pytest.fixture
def lab(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", real.TOKEN)
    with real.emulated(tmp_path) as world, front(world) as running:
        yield Lab(tmp_path, world, running)


class Lab:
    def __init__(self, folder, world, running):
        self.folder, self.world, self.front = folder, world, running
        (folder / "notes").mkdir()
        for name, text in NOTES.items():
            (folder / "notes" / name).write_text(text)
        self.use(running.url)

    def use(self, api):
        file = self.folder / "dashboard.toml"
        file.write_text(SETTINGS.format(api=api))
        self.house = config.load(file, self.folder / "data")

    def sync(self):
        self.front.log.clear()
        return list(github.fetch(self.house, now=NOW))

    def build(self):
        """A whole ingest of notes and GitHub, without asking anybody again."""
        assert ingest(self.house, [notes, github], fetch=set(), now=NOW) == 0
        return read.connect(read.newest(self.house.data))


def truth(db):
    """Rows, open and closed issues, open, closed and merged pulls, closed on the day by events."""
    counts = db.execute(
        """
        select count(*),
            count(*) filter (not is_pull and state = 'open'),
            count(*) filter (not is_pull and state = 'closed'),
            count(*) filter (is_pull and state = 'open'),
            count(*) filter (is_pull and state = 'closed'),
            count(merged_at)
        from issue
        """
    ).fetchall()[0]
    day = date(2018, 9, 18)
    window = issues.window(db, first=day, last=day, scope=HUB)
    return (*counts, window.closed, window.still_closed)


def succeeded(results):
    return [result for result in results if isinstance(result, str)]


@pytest.mark.parametrize("seen_between", [True, False], ids=["seen between", "seen after"])
def test_the_numbers_are_those_of_the_server(lab, seen_between):
    lab.world.tell_the_story(until="2018-09-18" if seen_between else "2018-09-19")
    if seen_between:
        lab.sync()
        lab.world.reopen()
    lab.world.tell_of_pulls()
    assert "jupyterhub/jupyterhub" in succeeded(lab.sync())
    with lab.build() as db:
        assert truth(db) == (124, 71, 49, 2, 2, 1, 50, 49)
        checked = claims(db, as_of=AS_OF)[0].finding
        days = date(2018, 8, 16), date(2018, 9, 20)
        assert checked.verdict == "agrees"
        assert checked.answer == IssueCount("closed", "jupyterhub/jupyterhub", *days, 50)
        asked = "repo:jupyterhub/jupyterhub is:issue is:closed closed:2018-08-16..2018-09-20"
        found = lab.world.ask("GET", f"/search/issues?q={quote(asked)}")
    assert found["total_count"] == 49  # what a search tells after the reopening
    lab.sync()
    assert {entry["status"] for entry in lab.front.log} == {304}
    assert len(lab.front.log) == 1 + len(lab.world.all_repos())
    assert lab.front.most_at_once == 1


def test_every_question_is_one_that_github_describes(lab):
    lab.world.tell_the_story(issues=101, closed=3)
    with real.prism(lab.front.url, lab.folder) as (url, log):
        lab.front.url = url
        lab.use(url)
        assert "jupyterhub/jupyterhub" in succeeded(lab.sync())
        assert any("/events" in path for path in lab.front.paths())
        assert "Violation: request" not in log.read_text()
        wrong = "repos/jupyterhub/jupyterhub/issues?direction=sideways"
        Client(url, token=real.TOKEN).get_json(wrong)
        assert "Violation: request" in log.read_text()  # so the line above could have failed


@pytest.fixture
def records(tmp_path):
    with real.recorded(tmp_path) as url:
        yield url


@pytest.fixture
def scenario(records):
    """A client for one of octokit's recorded scenarios."""

    def start(name):
        made = Client(records, headers={"User-Agent": "tests"})
        made._session.headers["Content-Type"] = "application/json"
        answer = made._session.post(f"{records}/fixtures", json={"scenario": name}, timeout=10)
        headers = {"Accept": "application/vnd.github.v3+json"}
        token = "0000000000000000000000000000000000000001"
        return Client(answer.json()["url"], token=token, scheme="token", headers=headers)

    return start


def test_the_recorded_pagination_replays(scenario):
    client = scenario("paginate-issues")
    pages = list(client.pages("repos/octokit-fixture-org/paginate-issues/issues?per_page=3"))
    assert [len(page.body) for page in pages] == [3, 3, 3, 3, 1]
    assert pages[-1].next is None


def test_the_recorded_rename_replays(scenario):
    client = scenario("rename-repository")
    rename = {"name": "rename-repository-newname"}
    client._session.patch(
        f"{client.base}repos/octokit-fixture-org/rename-repository",
        data='{"name":"rename-repository-newname"}', timeout=10,
        headers={"Content-Type": "application/json; charset=utf-8"},
    )  # fmt: skip
    answer = client.get_json("repos/octokit-fixture-org/rename-repository", expect=dict)
    assert answer.body["name"] == rename["name"]
    assert "/repositories/" in answer.url


def test_the_recorded_error_replays(scenario):
    client = scenario("errors")
    with pytest.raises(HttpError) as error:
        client.get_json("repos/octokit-fixture-org/errors/labels")
    assert not error.value.passing
