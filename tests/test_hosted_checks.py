"""The hosted workflow and the hooks run our own targets and tools, with the least rights."""

import re
from pathlib import Path

import yaml

HOME = Path(__file__).resolve().parents[1]
WORKFLOW = yaml.safe_load((HOME / ".github" / "workflows" / "tests.yml").read_text())
CHECKS = (HOME / ".ci" / "run").read_text()
CHROOT = "geteuid() " + "!= 0"  # what a test says that only root may run
HOOKS = yaml.safe_load((HOME / ".pre-commit-config.yaml").read_text())
JOBS = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]
TARGETS = re.findall(r"^([a-z-]+):", (HOME / "Makefile").read_text(), re.MULTILINE)


def test_the_workflow_may_read_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert [name for name, job in JOBS.items() if "permissions" in job] == []
    checkouts = [step["with"] for step in STEPS if "checkout" in step.get("uses", "")]
    assert checkouts == [{"persist-credentials": False}] * len(JOBS)


def test_every_action_is_pinned_to_a_whole_version() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 5
    assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+\.\d+\.\d+", each)] == []


def test_the_workflow_runs_the_targets_of_every_change_on_the_oldest_and_newest_python() -> None:
    job = JOBS["tests"]
    matrix = job["strategy"]["matrix"]
    changes = re.search(r"for target in (.+); do", CHECKS)
    assert changes is not None
    assert matrix["target"] == changes[1].split()
    assert set(matrix["target"]) <= set(TARGETS)
    assert matrix["python"] == ["3.11", "3.14"]
    assert job["steps"][-1]["run"] == "make ${{ matrix.target }} PYTHON=python"


def test_what_one_job_leaves_out_another_runs_as_root() -> None:
    left_out = re.findall(r"--ignore=(\S+)", JOBS["tests"]["env"]["PYTEST_ADDOPTS"])
    assert [name for name in left_out if not (HOME / name).is_file()] == []
    ran = JOBS["image"]["steps"][-1]["run"]
    assert ran.startswith("sudo -E ")
    assert ran.partition(" pytest ")[2].split() == left_out
    own = {file.name for file in (HOME / "tests").rglob("*.py") if CHROOT in file.read_text()}
    assert own == {Path(name).name for name in left_out}


def test_every_program_that_a_test_asks_for_is_installed_and_none_may_be_missing() -> None:
    tests = "".join(file.read_text() for file in sorted((HOME / "tests").rglob("*.py")))
    packages = set(re.findall(r'\bdebian\("([\w-]+)"\)', tests))
    needed = dict(re.findall(r'\bneed\("(\w+)", "([\w-]+)"', tests))
    installed = " ".join(step["run"] for step in STEPS if "apt-get" in step.get("run", "")).split()
    by_node = {"nodejs", "npm"}  # setup-node
    assert packages >= {"buildah", "mmdebstrap", "rclone"}
    assert (packages | set(needed.values())) - by_node - set(installed) == set()
    here = {f"QUARTERDECK_NEED_{name.upper()}" for name in needed}
    assert {name for name in JOBS["tests"]["env"] if "_NEED_" in name} == here
    assert set(re.findall(r"QUARTERDECK_NEED_\w+", CHECKS)) <= here


def test_every_hook_is_a_tool_of_the_lock() -> None:
    (local,) = HOOKS["repos"]
    tools = [hook["entry"].split()[0] for hook in local["hooks"]]
    lock = (HOME / "requirements-dev.lock").read_text()
    assert local["repo"] == "local"
    assert [tool for tool in tools if f"\n{Path(tool).name}==" not in lock] == []
