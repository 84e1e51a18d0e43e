"""The Issues page as drawn: useful without a claim, plain about what is missing, safe."""

from dataclasses import replace

import pytest

from tests.metrics.test_claims import claim
from tests.metrics.test_issues import cites, flat, issue, meeting, repo
from views.html import words_of
from warehouse.records import SourceRun

READ = SourceRun("github", "lab/hub", rows=3)


@pytest.fixture
def draw(tmp_path, build, open_view):
    """Records → the Issues page drawn on a build of them."""
    config = tmp_path / "dashboard.toml"
    config.write_text("[project]\nname = 'Test'\nas_of = 2018-09-20\n")

    def drawing(*records, folds=("more",)):
        build(flat(*records))
        return open_view("issues", config, tmp_path / "data", folds)

    return drawing


def test_without_github_the_page_says_how_to_set_it_up(draw):
    page = draw(SourceRun("github", "", "not_set_up"))
    assert page.mistakes == []
    assert page.answer == "No repository has been read yet."
    assert "[github]" in page.html


def test_what_is_behind_more_is_drawn_once_somebody_opens_it(draw):
    page = draw(READ, repo(), issue(1, "2018-07-01"), folds=())
    assert "?repos=" not in page.html
    page.app.session_state["more"] = True
    page.app.run()
    assert "?repos=" in page.html


def test_the_page_is_useful_with_no_claim_and_no_notes(draw):
    page = draw(READ, repo(), issue(1, "2018-07-01"), issue(2, "2018-09-01", closed="2018-09-02"))
    assert page.mistakes == []
    assert page.answer == "1 issue is open, 1 more than three months ago."
    assert "1 open now − 0 open 91 days before = +1" in page.html
    assert "The notes contain no number to check." in page.html
    assert "The notes cite no issue." in page.html
    assert "lab/hub" in page.html


def test_twelve_months_are_a_calendar_year(draw):
    page = draw(READ, repo(), issue(1, "2017-09-21"), issue(2, "2018-09-01"))
    assert "between 1 and 2 over these 365 days" in words_of(page.html)


def test_a_repository_without_any_issue_is_no_mistake(draw):
    page = draw(READ, repo())
    assert page.mistakes == []
    assert page.answer == "No issue is open, and none was opened in the last three months."


def test_a_claim_is_next_to_its_answer_and_a_difference_is_no_alarm(draw):
    said = [meeting("2018-08-16"), meeting("2018-09-20"), claim(2, "Closed 2 issues in lab/hub")]
    page = draw(READ, repo(), *said, issue(1, "2018-08-01", closed="2018-09-18"))
    assert "GitHub counts 1 issue closed in lab/hub" in page.html
    assert "is:issue closed:2018-08-16..2018-09-20" in page.html
    assert 'qd-quiet"><span aria-hidden="true">○</span>Differs' in page.html


def test_what_is_carried_over_says_so(draw):
    cited = [
        meeting("2018-08-16"),
        meeting("2018-09-20"),
        cites("2018-08-16", 1),
        cites("2018-09-20", 1),
    ]
    page = draw(READ, repo(), *cited, issue(1, "2018-08-01"))
    assert "Carried over" in page.html


def test_words_from_outside_stay_words(draw):
    bad = "<script>alert(1)</script>"
    said = [
        meeting("2018-08-16"),
        meeting("2018-09-20"),
        claim(2, f"Closed 2 {bad}"),
        cites("2018-09-20", 1),
    ]
    page = draw(READ, repo(), *said, issue(1, "2018-08-01", title=bad))
    assert page.mistakes == []
    assert bad not in page.html
    assert "&lt;script&gt;" in page.html


def test_a_source_that_could_not_be_asked_is_old_and_still_shown(draw):
    old = replace(READ, status="stale", message="rate limit reached", remedy="run again")
    page = draw(old, repo(complete=False), issue(1, "2018-08-01"))
    assert "rate limit reached" in page.html
    assert "not completely read yet" in page.html


def test_of_many_repositories_the_busiest_are_listed_and_all_can_be_shown(draw):
    many = [repo(n, f"lab/kit-{n:02}") for n in range(1, 31)]
    page = draw(READ, *many, issue(1, "2018-08-01", repo_id=30))
    assert page.mistakes == []
    assert page.html.count('href="?repos=') == 8
    assert 'href="?repos=lab%2Fkit-30"' in page.html
    labels = [each.label for each in page.app.expander]
    assert {"22 more", "Show all repositories"} <= {*labels}
    page.app.session_state["repositories-first-more"] = True
    page.app.run()
    assert page.html.count('href="?repos=') == 30
