"""Repositories, issues and accounts that change their name, place or owner under us."""

from datetime import date

import pytest
from test_github_sync import NOW, Lab

from metrics.issues import counts, responses
from metrics.issues.scope import Scope
from pipelines import github
from tests.servers.front import TOKEN, front
from tests.servers.world import World
from warehouse.build import publish
from warehouse.read import connect
from warehouse.records import BuildInfo, Repo, SourceRun

LATER = NOW.replace(month=11)
NAIVE = LATER.replace(tzinfo=None)
REPOS = """
    select repo_id, full_name, unreachable_since is null,
        count(*) filter (state = 'open' and not is_pull)
    from repo
    left join issue using (repo_id)
    group by all
    order by repo_id
"""


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A house whose GitHub is a front on loopback, with lab/hub (2 open) and lab/kit (5 open)."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    world = World(now="2018-09-01T10:00:00Z")
    for name, count in (("lab/hub", 2), ("lab/kit", 5)):
        world.repo(name)
        world.open(name, count)
    with front(world) as running:
        yield Lab(tmp_path, running, world)


def built(lab):
    """The newest reading as a build, open for questions."""
    info = BuildInfo(NAIVE, NAIVE.date(), "", "USD", "UTC", "", False, "")
    return connect(publish([*github.read(lab.house), info], lab.house.data, built_at=NAIVE))


def asked(lab, sql):
    db = built(lab)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def anew(lab, name):
    lab.world.now = "2018-11-01T10:00:00Z"
    lab.world.remove(name)
    lab.world.repo(name)
    lab.world.open(name, 1)


@pytest.mark.parametrize(
    "settings", ['organizations = ["lab"]', 'repositories = ["lab/hub", "lab/kit"]']
)
def test_a_repository_made_anew_is_another_one_and_the_deleted_ones_issues_are_gone(lab, settings):
    lab.settings(settings)
    lab.sync()
    anew(lab, "lab/kit")
    assert lab.sync(now=LATER) == ["lab/hub", "lab/kit"]
    assert asked(lab, REPOS) == [
        (1, "lab/hub", True, 2),
        (2, "lab/kit", False, 0),
        (3, "lab/kit", True, 1),
    ]
    db = built(lab)
    open_then = [counts.open_on(db, day=date(2018, month, 21)) for month in (9, 10, 11)]
    db.close()
    assert open_then == [7, 7, 3]
    told = "deleted, another repository has its name; not reachable since 2018-11-20, "
    assert [(r.unit, r.status, r.as_of, r.rows, r.message) for r in lab.read(SourceRun)] == [
        ("lab/hub", "ok", NAIVE, 2, None),
        ("lab/kit (deleted)", "ok", None, 5, f"{told}its data are kept"),
        ("lab/kit", "ok", NAIVE, 1, None),
    ]
    lab.sync(now=LATER)
    assert asked(lab, REPOS)[1:] == [(2, "lab/kit", False, 0), (3, "lab/kit", True, 1)]


def test_a_deleted_repository_that_comes_back_has_its_issues_again(lab):
    lab.sync()
    held = lab.world.repos["lab/kit"], lab.world.issues["lab/kit"]
    anew(lab, "lab/kit")
    lab.sync(now=LATER)
    lab.world.remove("lab/kit")
    lab.world.repos["lab/kit"], lab.world.issues["lab/kit"] = held
    lab.sync(now=LATER)
    assert asked(lab, REPOS)[1][:3] == (2, "lab/kit", True)
    assert asked(lab, REPOS)[1][3] == 5


@pytest.mark.parametrize("seen_between", [True, False])
@pytest.mark.parametrize(
    "settings",
    [
        'organizations = ["lab"]',
        'repositories = ["lab/hub", "lab/kit"]',
        'repositories = ["lab/old-kit", "lab/hub", "lab/kit"]',
    ],
)
def test_a_renamed_repository_whose_name_is_used_again_is_read_and_so_is_the_new_one(
    lab, settings, seen_between
):
    lab.settings('organizations = ["lab"]' if "old-kit" in settings else settings)
    lab.sync()
    lab.world.rename("lab/kit", "lab/old-kit")
    if seen_between:
        lab.sync(now=LATER)
    lab.settings(settings)
    lab.world.repo("lab/kit")
    lab.world.open("lab/kit", 1)
    lab.world.now = "2018-10-01T10:00:00Z"
    lab.world.open("lab/old-kit", 1)
    assert lab.sync(now=LATER) == ["lab/hub", "lab/kit", "lab/old-kit"]
    assert asked(lab, REPOS) == [
        (1, "lab/hub", True, 2),
        (2, "lab/old-kit", True, 6),
        (3, "lab/kit", True, 1),
    ]


def test_issues_moved_between_own_repositories_leave_the_backlog_as_it_was(lab):
    lab.sync()
    lab.world.now = "2018-11-19T10:00:00Z"
    lab.world.transfer("lab/kit", 1, "lab/hub")
    lab.world.transfer("lab/kit", 2, "lab/hub")
    lab.sync(now=LATER)
    lab.world.now = "2018-11-21T10:00:00Z"
    lab.world.close("lab/hub", 3)
    lab.sync(now=LATER.replace(day=21))
    moved = "select number, state, moved_to_repo, moved_to_number from issue where gone_at = ?"
    db = built(lab)
    assert db.execute(moved, [NAIVE]).fetchall() == [(1, "gone", 1, 3), (2, "gone", 1, 4)]
    days = [date(2018, 10, 1), date(2018, 11, 20), date(2018, 11, 22)]

    def backlog(*repos):
        return [counts.open_on(db, day=day, scope=Scope(repos)) for day in days]

    assert backlog() == backlog("lab/hub", "lab/kit") == [7, 7, 6]
    assert (backlog("lab/hub"), backlog("lab/kit")) == ([2, 4, 3], [5, 3, 3])
    hub = counts.window(db, first=days[1], last=days[2], scope=Scope(("lab/hub",)))
    assert (hub.opened, hub.closed, hub.reopened) == (0, 1, 0)
    flow = counts.monthly_flow(db, as_of=days[2], months=3)
    assert flow["opened"].to_list() == [7, 0, 0]
    found = responses.repositories(db, as_of=days[2])
    assert sorted((r.full_name, r.opened, r.open_issues) for r in found) == [
        ("lab/hub", 4, 3),
        ("lab/kit", 3, 3),
    ]
    db.close()


def test_an_issue_moved_twice_is_one(lab):
    lab.world.repo("lab/docs")
    lab.sync()
    for source, number, target, month in (("kit", 5, "hub", 10), ("hub", 3, "docs", 11)):
        lab.world.now = f"2018-{month}-05T10:00:00Z"
        lab.world.transfer(f"lab/{source}", number, f"lab/{target}")
        lab.sync(now=NOW.replace(month=month))
    db = built(lab)
    open_then = [counts.open_on(db, day=date(2018, month, 25)) for month in (9, 10, 11)]
    docs = [
        counts.open_on(db, day=date(2018, month, 25), scope=Scope(("lab/docs",)))
        for month in (9, 10, 11)
    ]
    db.close()
    assert (open_then, docs) == ([7, 7, 7], [0, 0, 1])


def test_a_closed_issue_moved_between_own_repositories_is_opened_and_closed_once(lab):
    lab.sync()
    lab.world.now = "2018-10-10T10:00:00Z"
    lab.world.close("lab/kit", 1, 2)
    lab.sync(now=NOW.replace(month=10, day=11))
    lab.world.now = "2018-11-19T10:00:00Z"
    lab.world.transfer("lab/kit", 1, "lab/hub")
    lab.world.open("lab/hub", by="min")
    lab.sync(now=LATER)
    assert [path for path in lab.front.paths() if "/issues/" in path] == [
        "/repos/lab/kit/issues/1",
        "/repositories/1/issues/3",
        "/repos/lab/kit/issues/2",
    ]
    lab.sync(now=LATER)
    assert not [path for path in lab.front.paths() if "/issues/" in path]
    db = built(lab)
    open_then = [counts.open_on(db, day=date(2018, month, 25)) for month in (9, 10, 11)]
    all_days = counts.window(db, first=date(2018, 9, 1), last=date(2018, 11, 25))
    found = responses.repositories(db, as_of=date(2018, 11, 25))
    db.close()
    assert open_then == [7, 5, 6]
    assert (all_days.opened, all_days.closed) == (8, 2)
    assert sorted((r.full_name, r.opened, r.closed) for r in found) == [
        ("lab/hub", 4, 1),
        ("lab/kit", 4, 1),
    ]


def test_an_issue_moved_to_somebody_elses_repository_leaves_the_backlog(lab):
    lab.world.repo("elsewhere/kit")
    lab.sync()
    lab.world.transfer("lab/kit", 1, "elsewhere/kit")
    lab.sync(now=LATER)
    db = built(lab)
    open_then = [counts.open_on(db, day=date(2018, month, 25)) for month in (10, 11)]
    db.close()
    assert open_then == [7, 6]


SIGN_ON = {"X-GitHub-SSO": "partial-results; organizations=21955855"}


def test_a_list_that_single_sign_on_cuts_short_is_reported_and_read(lab):
    lab.sync()
    shown = [lab.world.shown("lab/hub")]
    fault = {"path": "/orgs/lab/repos", "do": "status", "status": 200, "body": shown}
    lab.front.set_faults({**fault, "headers": SIGN_ON, "times": 0})
    what = "the list of lab's repositories is partial: the token lacks single sign-on"
    assert lab.sync(now=LATER) == [("lab", what, False), "lab/hub", "lab/kit"]
    lab.front.set_faults()
    assert lab.sync(now=LATER) == ["lab/hub", "lab/kit"]


def test_a_partial_list_that_did_not_change_is_still_partial(lab):
    body, headers = [lab.world.shown("lab/hub")], {**SIGN_ON, "ETag": '"one"'}
    first = {"path": "/orgs/lab/repos", "do": "status", "status": 200, "body": body}
    again = {"path": "/orgs/lab/repos", "do": "status", "status": 304}
    lab.front.set_faults({**first, "headers": headers})
    assert [item[0] for item in lab.sync() if not isinstance(item, str)] == ["lab"]
    lab.front.set_faults(again)
    assert [item[0] for item in lab.sync() if not isinstance(item, str)] == ["lab"]


@pytest.mark.parametrize("known", [True, False])
def test_an_empty_list_is_reported_and_no_repository_is_lost(lab, known):
    if known:
        lab.sync()
    fault = {"path": "/orgs/lab/repos", "do": "status", "status": 200, "body": [], "times": 0}
    lab.front.set_faults(fault)
    read = ["lab/hub", "lab/kit"] if known else []
    assert lab.sync(now=LATER) == [("lab", "lab lists no repository", False), *read]
    assert len(lab.read(Repo)) == len(read)


def test_a_list_behind_single_sign_on_names_the_remedy(lab):
    body = {"message": "Resource protected by organization SAML enforcement."}
    fault = {"path": "/orgs/lab/repos", "do": "status", "status": 403, "body": body}
    lab.front.set_faults(fault)
    (error,) = github.fetch(lab.house, now=NOW, clock=lab.watch.clock)
    assert "SAML" in error.what
    assert "single sign-on" in error.remedy


def test_a_personal_account_under_organizations_is_read(lab):
    lab.world.people.add("ada")
    for name, private in (("ada/loom", False), ("ada/diary", True)):
        lab.world.repo(name, private=private)
        lab.world.open(name, 3)
    lab.settings('organizations = ["lab", "ada"]')
    assert lab.sync() == ["ada/loom", "lab/hub", "lab/kit"]
    lab.sync()
    assert [entry["status"] for entry in lab.front.log][1:3] == [404, 304]


def test_a_name_that_is_no_organization_says_how_to_write_a_personal_account(lab):
    lab.settings('organizations = ["grace"]')
    (error,) = github.fetch(lab.house, now=NOW, clock=lab.watch.clock)
    assert (error.unit, error.passing) == ("grace", False)
    assert error.remedy == (
        "check the name; of a personal account write each repository under [github]: "
        'repositories = ["grace/NAME"]'
    )


@pytest.mark.parametrize(
    ("author", "by", "is_reply"),
    [("tim", None, True), ("tim", "ghost", True), (None, "min", True), (None, None, False)],
)
def test_a_reply_of_a_deleted_account_is_a_reply(lab, author, by, is_reply):
    number = lab.world.open("lab/hub", by=author)
    lab.world.now = "2018-09-02T10:00:00Z"
    lab.world.comment("lab/hub", number, by)
    if by is None:
        lab.world.timelines["lab/hub", number][0]["user"] = None
    lab.sync()
    wanted = f"select first_response_at::text from issue where repo_id = 1 and number = {number}"
    assert lab.rows(wanted) == [("2018-09-02 10:00:00" if is_reply else None,)]
