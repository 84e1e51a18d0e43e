"""A fault of ours in fetching one series, site, workflow or day costs that unit alone."""

from datetime import UTC, date, datetime

import pytest
from archive_stub import serve_files
from test_launches import house as launches_house
from test_launches import served
from test_planted_faults import Planted, exploding

import config
from pipelines import SourceError, docs_builds, launches, notes, unit
from pipelines.docs_builds import actions, branch, readthedocs
from pipelines.launches import archive

pytestmark = pytest.mark.heavy

NOW = datetime(2018, 11, 8, 12, tzinfo=UTC)
TOML = """
[[notes]]
series = "one"
git = "https://example.org/notes.git"

[[notes]]
series = "two"
hackmd = "https://example.org/note"

[[notes]]
series = "three"
github = "moss/gauge"
label = "minutes"

[docs]
projects = ["hub", "kit"]
workflows = ["lab/hub/docs.yml", "lab/kit/docs.yml"]
"""


@pytest.fixture
def house(tmp_path):
    (tmp_path / "dashboard.toml").write_text(TOML)
    return config.load(tmp_path / "dashboard.toml", tmp_path / "data")


def outcome(results):
    """Units, with the class of the fault that cost them."""
    return [
        (each.unit, "Planted" in each.what) if isinstance(each, SourceError) else each
        for each in results
    ]


@pytest.mark.parametrize("service", ["git", "hackmd", "github"])
def test_one_service_of_notes_costs_its_series(house, monkeypatch, service):
    for name in ("git", "hackmd", "github"):
        place = getattr(notes, name)
        monkeypatch.setattr(place, "fetch", lambda _, series, __=None: series.series)
    place = getattr(notes, service)
    monkeypatch.setattr(place, "fetch", exploding(place.fetch, lambda *_: True))
    with unit.during(house) as run:
        found = outcome(notes.fetch(house, now=NOW))
    failed = {"git": "one", "hackmd": "two", "github": "three"}[service]
    names = ["one", "two", "three"]
    assert found == [(name, True) if name == failed else name for name in names]
    assert run.is_ours


def test_one_site_and_one_workflow_cost_themselves(house, monkeypatch):
    ours = exploding(lambda *_: None, lambda site, *_: "kit" in str(getattr(site, "slug", site)))
    monkeypatch.setattr(readthedocs, "_fetch_site", ours)
    monkeypatch.setattr(branch.Heads, "look", lambda *_: None)
    workflow = exploding(lambda *_: None, lambda _, __, name, ___: name == "lab/kit/docs.yml")
    monkeypatch.setattr(actions, "_fetch_workflow", workflow)
    with unit.during(house):
        found = outcome(docs_builds.fetch(house, now=NOW))
    assert found == ["hub", ("kit", True), "lab/hub/docs.yml", ("lab/kit/docs.yml", True)]


def test_one_day_of_launches_costs_itself(tmp_path, monkeypatch):
    day = archive._day

    def exploding_day(visit, on, *, indexed):
        if on == date(2018, 11, 4):
            raise Planted
        return day(visit, on, indexed=indexed)

    monkeypatch.setattr(archive, "_day", exploding_day)
    with serve_files(served(d2018_11_03=1, d2018_11_04=2, d2018_11_05=3)) as address:
        made = launches_house(tmp_path, address, "since = 2018-11-03")
        with unit.during(made):
            found = outcome(launches.fetch(made, now=NOW))
    assert found == [
        "2018-11-03", ("2018-11-04", True), "2018-11-05", "cloud-costs.jsonl", "archive",
    ]  # fmt: skip
