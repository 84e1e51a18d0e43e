"""The hosted workflow and the hooks run our own targets and tools, with the least rights."""

import re
from pathlib import Path

import yaml

HOME = Path(__file__).resolve().parents[1]
WORKFLOW = yaml.safe_load((HOME / ".github" / "workflows" / "tests.yml").read_text())
HOOKS = yaml.safe_load((HOME / ".pre-commit-config.yaml").read_text())
TARGETS = re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(), re.MULTILINE)


def test_the_workflow_may_read_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    (job,) = WORKFLOW["jobs"].values()
    assert "permissions" not in job
    checkout = next(step for step in job["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"] == {"persist-credentials": False}


def test_every_action_is_pinned_to_a_whole_version() -> None:
    (job,) = WORKFLOW["jobs"].values()
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert len(used) == 3
    assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", each)] == []


def test_the_workflow_runs_the_targets_of_every_change_on_the_oldest_and_newest_python() -> None:
    (job,) = WORKFLOW["jobs"].values()
    matrix = job["strategy"]["matrix"]
    changes = re.search(r"for target in (.+); do", (HOME / ".ci" / "run").read_text())
    assert changes is not None
    assert matrix["target"] == changes[1].split()
    assert set(matrix["target"]) <= set(TARGETS)
    assert matrix["python"] == ["3.11", "3.14"]
    assert job["steps"][-1]["run"] == "make ${{ matrix.target }} PYTHON=python"


def test_every_hook_is_a_tool_of_the_lock() -> None:
    (local,) = HOOKS["repos"]
    tools = [hook["entry"].split()[0] for hook in local["hooks"]]
    lock = (HOME / "requirements-dev.lock").read_text()
    assert local["repo"] == "local"
    assert [tool for tool in tools if f"\n{Path(tool).name}==" not in lock] == []
