"""Who promised to repair a documentation site: owners of open actions, and nobody else."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from metrics.meetings import owners
from tests.metrics.test_actions import action, meeting
from warehouse.records import DocsBuild, DocsProject

AS_OF = date(2022, 6, 30)
AT = datetime(2022, 6, 20, 8)
SITE = DocsProject(
    "fieldkit", "Read the Docs", "Fieldkit", "latest", None, None, None, True, AT, "latest"
)
FAILED = DocsBuild("fieldkit", "1", "latest", False, "failed", None, None, AT, None, 60, None, None)
HUB = [replace(SITE, project="hub-guide", name="Hub guide"), replace(FAILED, project="hub-guide")]
FINE = [replace(SITE, project="team", name="Team"),
        replace(FAILED, project="team", state="passed")]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "who"),
    [
        (action("2022-06-01", "Ada to repair the fieldkit docs", ["Ada"]), ("Ada",)),
        (action("2022-06-01", "Bo and Cy fix the Fieldkit build", ["Bo", "Cy"]), ("Bo", "Cy")),
        (action("2022-06-01", "fieldkit docs are broken", []), ()),  # nobody took it
        (action("2022-06-01", "Ada to sell a fieldkit", ["Ada"]), ()),  # it is about no site
        (action("2022-06-01", "Ada to repair the fieldkit docs", ["Ada"], True), ()),  # it is done
        (action("2021-01-06", "Ada to repair the fieldkit docs", ["Ada"]), ()),  # long forgotten
    ],
)
def test_an_open_action_that_names_the_site_says_who_repairs_it(build, said, who):
    held = [meeting("2021-01-06"), meeting("2022-06-01")]
    db = build([*held, SITE, FAILED, *HUB, *FINE, said])
    assert owners.of_failing_sites(db, as_of=AS_OF) == {"fieldkit": who, "hub-guide": ()}


def test_without_notes_it_is_not_known_who_repairs_a_site(build):
    assert owners.of_failing_sites(build([SITE, FAILED]), as_of=AS_OF) is None


def test_of_two_promises_the_newer_one_counts(build):
    held = [meeting("2022-05-11"), meeting("2022-06-01")]
    early = action("2022-05-11", "Ada to repair the fieldkit docs", ["Ada"])
    late = action("2022-06-01", "Bo to look at the fieldkit build", ["Bo"])
    db = build([*held, SITE, FAILED, early, late]).cursor()
    assert owners.promised(owners.waiting(db, as_of=AS_OF), ["fieldkit"], owners.DOCUMENTING) == (
        ("Bo",), "Bo to look at the fieldkit build",
    )  # fmt: skip
