"""The workflow of examples/github-actions: its own steps, in their order, in a clean folder."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import yaml
from servers.loopback import listening

HOME = Path(__file__).resolve().parents[1]
WORKFLOW = yaml.safe_load(
    (HOME / "examples" / "github-actions" / "quarterdeck.yml").read_text(encoding="utf-8")
)
JOBS = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]


def test_each_job_may_do_its_own_work_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "ingest": {"contents": "write"},
        "publish": {"pages": "write", "id-token": "write"},
        "ask": {"contents": "read", "issues": "write"},
    }


def test_actions_are_pinned_to_a_commit_and_keep_no_token() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert [each for each in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", each)] == []
    checkouts = [step for step in STEPS if "actions/checkout" in step.get("uses", "")]
    assert {step["with"]["persist-credentials"] for step in checkouts} == {False}


def test_no_value_of_the_host_becomes_part_of_a_command() -> None:
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_a_site_is_made_of_what_was_kept_and_asked_about_before_it_is_uploaded() -> None:
    steps = JOBS["ingest"]["steps"]
    names = [step["name"] for step in steps if "name" in step]
    assert names == ["Install", "Restore raw files", "May this repository keep them?", "Ingest",
                     "Open data", "Site", "Keep raw files", "May everybody read it?"]  # fmt: skip
    asked, upload = steps[-2:]
    assert (asked["name"], "if" in asked, "if" in upload) == (names[-1], False, False)
    assert upload["with"] == {"path": f"{WORKFLOW['env']['QUARTERDECK_DATA']}/site"}


# What follows runs them.


@dataclass
class Team:
    """A team's repository on its host, and what the host knows of it."""

    bare: Path
    work: Path
    api: str = ""
    about: dict[str, object] = field(default_factory=lambda: {"private": True})
    issues: list[dict[str, str]] = field(default_factory=list)
    runs: int = 0

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.work / name.replace("_", ".", 1)).write_text(text)
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "--allow-empty", "-m", "settings")
        git(self.work, "push", "--quiet", "origin", "HEAD:main")

    def branches(self) -> list[str]:
        return git(self.bare, "for-each-ref", "--format=%(refname:short)").split()

    def kept(self) -> list[str]:
        return git(self.bare, "ls-tree", "-r", "--name-only", "quarterdeck-raw").splitlines()


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Wren", "-c", "user.email=wren@team.example")
    command = ["git", "-C", str(folder), *who, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


SETTINGS = """
[project]
name = "Moss"
as_of = 2026-09-30

[[notes]]
series = "monthly"
path = "notes"

[[billing]]
account = "host"
path = "bills.csv"
category = "hosting"
currency = "EUR"
columns = {date = "Date", amount = "Amount", service = "Product"}
"""
PRESET = '[[presets]]\nname = "open"\nrecipient = "everybody"\naudience = "public"\n'
BILL = "Date,Product,Amount\n" + "".join(
    f"2026-{month:02}-{day:02},Server,1.25\n" for month in (7, 8, 9) for day in range(1, 29)
)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    bare, work = tmp_path / "team.git", tmp_path / "work"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    subprocess.run(["git", "clone", "--quiet", str(bare), str(work)], check=True,
                   capture_output=True)  # fmt: skip
    (work / "notes").mkdir()
    (work / "notes" / "2026-09-17.md").write_text("# Monthly\n\n* Ada / Moss / @ada\n")
    team = Team(bare, work)
    team.write(dashboard_toml=SETTINGS + PRESET, bills_csv=BILL)
    with host(team):
        yield team


@contextmanager
def host(team: Team) -> Iterator[None]:
    with listening(_Host, team=team) as team.api:
        yield


class _Host(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def _say(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        assert self.headers["Authorization"] == "Bearer token-of-the-job"
        team, path = self.server.team, self.path.partition("?")[0]
        self._say({"/repos/moss/ops": team.about, "/repos/moss/ops/issues": team.issues}[path])

    def do_POST(self):
        assert (self.path, self.headers["Authorization"]) == (
            "/repos/moss/ops/issues", "Bearer token-of-the-job",
        )  # fmt: skip
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.team.issues.append(given)
        self._say(given)


def run(team: Team, tmp_path: Path) -> tuple[dict[str, str], str]:
    """(outcome of each job, all that was printed) of one run of the workflow on a new machine."""
    team.runs += 1
    said: list[str] = []
    outcomes, outputs = {}, {}
    for name, job in JOBS.items():
        if name == "publish":
            continue  # the host's own action, and no command
        wanted = job.get("if", "${{ needs.ingest.result == 'success' }}") if "needs" in job else "1"
        if not _value(wanted, {"needs.ingest.outputs.code": outputs.get("code", "")}):
            outcomes[name] = "skipped"
            continue
        folder = tmp_path / f"run-{team.runs}-{name}"
        subprocess.run(["git", "clone", "--quiet", "--depth", "1", "--branch", "main",
                        f"file://{team.bare}", str(folder)], check=True)  # fmt: skip
        if name != "ingest":  # it checks out Quarterdeck alone
            (folder / "dashboard.toml").unlink()
        outcomes[name], facts = _job(job, folder, team.api, said)
        outputs |= {key: _value(text, facts) for key, text in job.get("outputs", {}).items()}
    return outcomes, "\n".join(said)


def _job(job: Any, folder: Path, api: str, said: list[str]) -> tuple[str, dict[str, str]]:
    (folder / "quarterdeck").symlink_to(HOME)  # the checkout of Quarterdeck
    facts = {"github.token": "token-of-the-job", "secrets.READTHEDOCS_TOKEN": ""}
    has_failed = False
    for step in job["steps"]:
        if "run" not in step or not (_value(step["if"], facts) if "if" in step else not has_failed):
            continue
        output = folder.with_suffix(".output")
        output.write_text("")
        given = {**WORKFLOW["env"], **job.get("env", {}), **step.get("env", {})}
        environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder),
            "GITHUB_API_URL": api, "GITHUB_REPOSITORY": "moss/ops", "GITHUB_RUN_ID": "7",
            "GITHUB_SERVER_URL": "https://host.example", "GITHUB_OUTPUT": str(output),
            **{name: _value(text, facts) for name, text in given.items()},
        }  # fmt: skip
        if "pip install" in step["run"]:
            continue  # .ci/run has installed the lock, and tests that it can be
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=folder,
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        said.append(done.stdout + done.stderr)
        has_failed = has_failed or done.returncode != 0
        if "id" in step:
            facts[f"steps.{step['id']}.outcome"] = "failure" if done.returncode else "success"
            pairs = (line.split("=", 1) for line in output.read_text().splitlines())
            facts |= {f"steps.{step['id']}.outputs.{key}": value for key, value in pairs}
    return "failure" if has_failed else "success", facts


def _value(text: str, facts: dict[str, str]) -> Any:
    """What the host makes of ${{ … }}: these few forms, and nothing else."""

    def one(found: re.Match[str]) -> str:
        said = found[1].replace("!cancelled()", "True").replace("&&", "and").replace("||", "or")
        said = re.sub(r"(?<!')\b(?:github|needs|secrets|steps)\.[\w.-]+",
                      lambda name: repr(facts.get(name[0], "")), said)  # fmt: skip
        return str(eval(said, {"__builtins__": {}}) or "")

    return re.sub(r"\$\{\{ (.*?) \}\}", one, str(text))


@pytest.mark.heavy
def test_a_second_run_has_the_kept_raw_files_and_a_failing_source_costs_itself(
    team: Team, tmp_path: Path
) -> None:
    outcomes, said = run(team, tmp_path)
    assert outcomes == {"ingest": "success", "ask": "skipped"}, said
    first = team.kept()
    assert "public/datapackage.json" in first
    assert [name for name in first if name.startswith("raw/billing/")] != []
    assert [name for name in first if "/.git/" in name] == []
    cost = git(team.bare, "show", "quarterdeck-raw:public/daily_cost.csv")
    assert len(cost.splitlines()) == 1 + 84
    site = tmp_path / "run-1-ingest" / "data" / "site"  # what the last step uploads
    assert (site / "data" / "daily_cost.csv").read_text() == cost
    pages = list(site.rglob("*.html"))
    assert site / "index.html" in pages
    assert [page for page in pages if 'data-audience="public"' not in page.read_text()] == []
    assert [name for name in first if name.startswith("site/")] == []  # made again, never kept

    # The bill is deleted and the docs host is down: the kept roll-up counts, and 75 is no alarm.
    (team.work / "bills.csv").unlink()
    docs = '[docs]\nprojects = ["moss"]\napi = "http://127.0.0.1:1"\n'
    team.write(dashboard_toml=SETTINGS + PRESET + docs)
    outcomes, said = run(team, tmp_path)
    assert outcomes == {"ingest": "success", "ask": "skipped"}, said
    assert git(team.bare, "show", "quarterdeck-raw:public/daily_cost.csv") == cost
    assert git(team.bare, "rev-list", "--count", "quarterdeck-raw").strip() == "2"
    assert set(first) <= set(team.kept()) | {"public/changes.json"}
    assert team.branches() == ["main", "quarterdeck-raw"]


@pytest.mark.heavy
def test_what_a_person_must_do_is_published_kept_and_asked_for_once(
    team: Team, tmp_path: Path
) -> None:
    broken = (
        SETTINGS
        + PRESET
        + SETTINGS[SETTINGS.index("[[billing]]") :]
        .replace("bills.csv", "odd.csv")
        .replace("host", "odd")
        .partition("columns")[0]
    )
    team.write(dashboard_toml=broken, odd_csv="Frobs,Knobs\n1,2\n")
    outcomes, said = run(team, tmp_path)
    assert outcomes == {"ingest": "success", "ask": "success"}, said
    assert "public/datapackage.json" in team.kept()
    (issue,) = team.issues
    assert issue["title"] == "Quarterdeck needs a person"
    assert issue["body"].endswith("https://host.example/moss/ops/actions/runs/7")

    team.write(dashboard_toml="[nonsense]\n")  # nothing can be read: the issue is still open
    kept = team.kept()
    outcomes, said = run(team, tmp_path)
    assert outcomes == {"ingest": "failure", "ask": "success"}, said
    assert (len(team.issues), team.kept()) == (1, kept)


@pytest.mark.heavy
def test_a_public_repository_reads_publishes_and_keeps_nothing_of_a_team_with_money(
    team: Team, tmp_path: Path
) -> None:
    team.about = {"private": False, "visibility": "public"}
    outcomes, said = run(team, tmp_path)
    assert outcomes == {"ingest": "failure", "ask": "success"}
    assert "may-keep [[billing]]: everybody could read it, moss/ops is not private. Fix:" in said
    assert "1.25" not in said
    assert team.branches() == ["main"]
    assert not (tmp_path / "run-1-ingest" / "data" / "raw").exists()
    assert len(team.issues) == 1
