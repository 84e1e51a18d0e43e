"""A fault of ours at one unit of every other source in turn: that unit alone is left out."""

import json
import shutil
from itertools import chain

import pytest
from test_one_unit import FAULT, FILES, FINE, TOML, Place
from test_planted_faults import exploding

import config
from config import bills
from pipelines import commands, headline, notes, raw, tables, unit
from pipelines.billing import report
from pipelines.docs_builds import actions, site
from pipelines.funds import budget
from pipelines.github import settled as claims
from pipelines.github import tables as github_tables
from pipelines.launches import costs, days, rollup
from pipelines.notes import settled as notes_settled

pytestmark = pytest.mark.heavy

MORE = """
invoices = "invoices.csv"
rates = "rates.csv"
budget = "budget.csv"

[people]
file = "people.toml"

[github]
repositories = ["lab/hub", "lab/kit"]
claims = "claims.toml"

[docs]
projects = ["hub", "kit"]
workflows = ["lab/hub/docs.yml", "lab/kit/docs.yml"]

[launches]
archive = "archive"

[[usage]]
name = "Logins"
unit = "login"
path = "logins.csv"

[[usage]]
name = "Visits"
unit = "visit"
path = "visits.csv"
"""


def lines(*values):
    return "".join(json.dumps(value) + "\n" for value in values)


def launch(day):
    return {
        "timestamp": f"{day}T08:00:00+00:00", "schema": "binderhub.jupyter.org/launch",
        "version": 5, "provider": "GitHub", "spec": "lab/hub/main", "status": "success",
        "origin": "hub.example.org",
    }  # fmt: skip


def raw_files():
    repos = {}
    for number, name in ((1, "hub"), (2, "kit")):
        repos[str(number)] = {
            "id": number, "full_name": f"lab/{name}", "archived": False, "private": False,
            "has_issues": True, "open_issues_count": 1, "html_url": None, "was": [], "note": None,
            "synced_at": "2024-04-29T06:00:00Z", "unreachable_since": None,
        }  # fmt: skip
        state = {"watermark": "2024-04-01T00:00:00Z", "complete": True, "open": 1}
        issue = {
            "number": 1, "title": "moor", "state": "open", "comments": 0, "html_url": None,
            "created_at": "2024-04-01T00:00:00Z", "updated_at": "2024-04-01T00:00:00Z",
        }  # fmt: skip
        yield f"github/{number}.jsonl", lines(state, issue)
        folder = f"docs_builds/{name}"
        yield f"{folder}/project.json", json.dumps({"name": name, "default_version": "latest"})
        version = {"slug": "latest", "active": True, "hidden": False, "type": "branch"}
        yield f"{folder}/versions.json", json.dumps({"results": [version | {"built": True}]})
        yield f"{folder}/state.json", json.dumps({"checked_at": "2024-04-29T06:00:00Z"})
        build = {"id": number, "version": "latest", "created": "2024-04-02T09:00:00Z",
                 "state": {"code": "finished"}, "success": True}  # fmt: skip
        yield f"{folder}/builds.jsonl", lines(build)
        run = {
            "id": number, "event": "push", "head_branch": "main", "status": "completed",
            "conclusion": "success", "created_at": "2024-04-02T09:00:00Z",
            "updated_at": "2024-04-02T09:05:00Z",
        }  # fmt: skip
        workflow = f"docs_builds/lab/{name}/docs.yml"
        yield f"{workflow}/runs.jsonl", lines(run)
        yield f"{workflow}/state.json", json.dumps({"checked_at": "2024-04-29T06:00:00Z"})
    yield "github/repos.json", lines({"listings": {}, "repos": repos})


ALL = FILES | {
    "invoices.csv": "account,period,amount\ncloud,2024-03,7.75\n",
    "rates.csv": "from,to,on_day,value,source\nEUR,USD,2024-04-01,1.10,bank\n",
    "budget.csv": "Account,Jan 2024,Feb 2024\nRent,10.00,11.00\nTotal,10.00,11.00\n",
    "people.toml": '[[people]]\nname = "Ada Lund"\n',
    "actions.toml": '[[actions]]\ntext = "sail"\nstate = "open"\n',
    "claims.toml": "",
    "logins.csv": "date,count\n2024-04-01,3\n",
    "visits.csv": "date,count\n2024-04-01,5\n",
    "archive/events-2024-04-01.jsonl": lines(launch("2024-04-01")),
    "archive/events-2024-04-02.jsonl": lines(launch("2024-04-02")),
    "archive/index.jsonl": lines({"name": "events-2024-04-01.jsonl", "count": 1}),
    "archive/cloud-costs.jsonl": lines({
        "version": 1, "start_time": "2024-04-01T00:00:00+00:00",
        "end_time": "2024-04-01T23:59:59+00:00", "cost": 2.5,
    }),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project with every source, after one run that fetched nothing."""
    folder = tmp_path_factory.mktemp("whole")
    held = ((f"data/raw/{name}", text) for name, text in raw_files())
    for name, text in chain({"dashboard.toml": TOML + MORE, **ALL}.items(), held):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text)
    assert commands.main(["--config", str(folder / "dashboard.toml"), "--no-fetch"]) == FINE
    return folder


def named(*words):
    """Whether something given holds one of the words."""
    return lambda *given: any(word in str(each) for each in given for word in words)


def holding(word):
    """Whether the file that is given holds the word."""
    return lambda path, *_: word in path.read_text()


def always(*_):
    return True


# unit → what is planted: its reader, when it fails, and the tables with the rows it alone loses
PLANTED = {
    "github lab/kit": (github_tables, "_record", named("lab/kit"), {"repo": "lab/kit"}),
    "github claims.toml": (claims, "read", always, {}),
    "docs_builds kit": (site, "read", lambda _, slug: slug == "kit", {
        "docs_project": "('kit'", "docs_version": "('kit'", "docs_build": "('kit'"}),
    "docs_builds lab/kit/docs.yml": (actions, "read", lambda _, name: name == "lab/kit/docs.yml", {
        "docs_project": "lab/kit", "docs_version": "lab/kit", "docs_build": "lab/kit"}),
    "launches 2024-04-02": (rollup, "_rows", lambda db, sql, files, *_: any(
        "04-02" in file.source_file for file in files), {"launch_daily": "04-02"}),
    "launches cloud-costs.jsonl": (costs, "_line", always, {"usage_cost": ""}),
    "launches index.jsonl": (days, "index_entries", always, {}),
    "usage Visits": (tables, "rows", holding("01,5"), {"usage_daily": "Visits"}),
    "funds rates.csv": (tables, "rows", holding("EUR"), {"rate": ""}),
    "funds invoices.csv": (tables, "rows", holding("7.75"), {"invoice": ""}),
    "funds budget.csv": (budget, "roll_up", always, {"budget_month": ""}),
    "notes actions.toml": (notes_settled, "read", always, {"action_answer": ""}),
    "notes people.toml": (notes, "load_people", always, None),
    "billing bills.toml": (bills, "load", always, {}),
    "billing": (report, "accounts", always, None),
    "headline": (headline, "line", always, {}),
}  # fmt: skip
LEFT_OUT = {
    "notes people.toml": {"meeting", "note_line", "attendance", "action_item", "action_answer",
                          "agenda_item", "decision", "claim", "reference"},
    "billing": {"cost_daily", "billing_replaced", "billing_question", "billing_refused"},
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_at_one_unit_leaves_every_other_row(whole, tmp_path, capsys, monkeypatch, name):
    place = Place(shutil.copytree(whole, tmp_path / "own"), capsys)
    assert place.run("--no-fetch").code == FINE
    clean = place.rows()
    module, reader, holds, loses = PLANTED[name]
    shutil.rmtree(place.data / "cache" / "launches")
    if name == "headline":
        place.put("balances.csv", FILES["balances.csv"].replace("900", "800"))
    shutil.rmtree(place.data / "raw" / "last_good")  # new content, nothing older to read
    with monkeypatch.context() as patched:
        patched.setattr(module, reader, exploding(getattr(module, reader), holds))
        said = place.run("--no-fetch")
    assert (said.code, "Traceback" in said.err) == (FAULT, False), said
    assert f"{name}: a fault of Quarterdeck" in said.err or name == "notes people.toml", said.err
    assert "report it with data/errors/" in said.err
    now = place.rows()
    lost = LEFT_OUT.get(name, set())
    for table in clean.keys() - lost - {"fund_balance"}:
        mark = (loses or {}).get(table)
        left = [row for row in clean[table] if mark is None or mark not in repr(row)]
        assert now[table] == left, table
    assert [table for table in loses or () if now[table] == clean[table]] == []
    assert place.run("--no-fetch").code == FINE


def test_a_site_that_we_cannot_read_as_it_is_now_is_read_as_it_was_before(
    whole, tmp_path, capsys, monkeypatch
):
    place = Place(shutil.copytree(whole, tmp_path / "own"), capsys)
    file = place.data / "raw" / "docs_builds" / "kit" / "builds.jsonl"
    good = list(raw.lines(file))
    raw.save_lines(file, good)
    assert place.run("--no-fetch").code == FINE
    clean = place.rows()
    monkeypatch.setattr(site, "_builds", exploding(site._builds, named("boom")))
    for at in range(3):  # each run writes the content that fails anew
        with unit.during(config.load(place.folder / "dashboard.toml", place.data)):
            raw.save_lines(file, [*good, good[0] | {"id": 9 + at, "commit": "boom"}])
        said = place.run("--no-fetch")
        assert (said.code, place.rows()) == (FAULT, clean)
        assert "docs_builds kit: a fault of Quarterdeck in reading it (Planted); the" in said.err
    with unit.during(config.load(place.folder / "dashboard.toml", place.data)):
        raw.save_lines(file, good)
    assert place.run("--no-fetch").code == FINE
    assert place.rows() == clean
