"""What one build's answer means: its state, the reason, and the reason's class.

The states of Read the Docs and what to make of them are those of its API v3: `cancelled` always
carries success = false, also for builds skipped on purpose, and for some time such builds were
`finished` without success; the reason is in the build's notifications, never in `error`.
Unknown states are taken as running.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

# Read the Docs itself calls a build stale that has not begun five minutes after its trigger.
BEGINS_WITHIN = timedelta(minutes=5)
ENDS_WITHIN = timedelta(hours=2)

SKIPPED = "build:user:exit-code-183"
BY_HAND = "build:user:cancelled"
RUNNING = {"triggered", "cloning", "installing", "building", "uploading"}
KNOWN = RUNNING | {"finished", "cancelled"}

# What a notification's id says, first match.
CLASSES = (
    (re.compile(r"time-?out"), "time-out"),
    (re.compile(r"memory"), "memory"),
    (re.compile(r":tex-|pdf"), "latex"),
    (re.compile(r"config|mkdocs|:vcs:|ssh-key|:output:|without-output"), "configuration"),
    (re.compile(r"^build:app:|concurrency"), "host"),
)
# What a failing command or step says, first match: "pip install sphinx" is a dependency.
COMMANDS = (
    (re.compile(r"\b(pip|conda|mamba|poetry|pdm|apt|apt-get|npm|uv|asdf|virtualenv|setup-python)\b"
                r"|\b(install|depend|requirement)", re.I), "dependency"),
    (re.compile(r"latex|\btex\b|\bpdf\b|makeindex", re.I), "latex"),
    (re.compile(r"sphinx|mkdocs|jupyter-book|\bmyst\b|make html|quarto", re.I), "sphinx"),
    (re.compile(r"readthedocs\.ya?ml|\bconfig", re.I), "configuration"),
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a build ended, or its state now."""

    state: str
    reason: str | None = None
    reason_class: str | None = None


# How a GitHub run may end without having failed at one of its steps.
ENDINGS = {
    "success": Outcome("passed"),
    "neutral": Outcome("passed"),
    "cancelled": Outcome("cancelled"),
    "skipped": Outcome("skipped"),
    "action_required": Outcome("stuck", "it waits for a person's approval"),
    "stale": Outcome("stuck", "GitHub gave it up after 14 days without an end"),
    "startup_failure": Outcome("failed", "the workflow could not be started", "configuration"),
}


def read_the_docs(
    build: dict[str, Any],
    notices: list[dict[str, Any]],
    command: dict[str, Any] | None,
    checked_at: datetime | None,
) -> Outcome:
    """The outcome of one build of API v3.

    notices     its notifications (`results` of …/builds/<id>/notifications/)
    command     its first failing command {"command", "exit_code", "last_line"}, where it is known
    checked_at  when the answer was given; without it no build counts as stuck
    """
    code = build["state"]["code"]
    if code == "finished":
        if build["success"]:
            return Outcome("passed")
        return _not_run(notices) or _failed(notices, command)
    if code == "cancelled":
        return _not_run(notices) or (_failed(notices, None) if notices else Outcome("cancelled"))
    return _unfinished(code == "triggered", moment(build["created"]), checked_at)


def workflow(run: dict[str, Any], failed_step: str | None, checked_at: datetime | None) -> Outcome:
    """The outcome of one run of a GitHub workflow."""
    if run["status"] != "completed":
        return _unfinished(False, began(run), checked_at)
    ending = ENDINGS.get(run["conclusion"])
    if ending:
        return ending
    too_long = run["conclusion"] == "timed_out"
    return Outcome(
        "failed",
        failed_step or ("the run took too long" if too_long else None),
        "time-out" if too_long else command_class(failed_step or ""),
    )


def began(run: dict[str, Any]) -> datetime:
    """When this attempt of a run began; a rerun keeps the run's created_at."""
    return moment(run.get("run_started_at") or run["created_at"])


def command_class(text: str) -> str:
    """The class of a failing command or step; "other" where it gives none."""
    return next((name for pattern, name in COMMANDS if pattern.search(text)), "other")


def moment(text: str) -> datetime:
    """A time of either API, with or without microseconds, as naive UTC."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def _not_run(notices: list[dict[str, Any]]) -> Outcome | None:
    """Skipped or cancelled by a person, as the notifications say; None where they do not."""
    ids = {notice["message"]["id"] for notice in notices}
    if SKIPPED in ids:
        return Outcome("skipped")
    return Outcome("cancelled") if BY_HAND in ids else None


def _failed(notices: list[dict[str, Any]], command: dict[str, Any] | None) -> Outcome:
    errors = [notice["message"] for notice in notices if notice["message"]["type"] == "error"]
    if not errors:
        return Outcome("failed", _reason(command), _class_of(command))
    error = errors[0]
    found = next((name for pattern, name in CLASSES if pattern.search(error["id"])), None)
    if found or not command:
        return Outcome("failed", _plain(error["header"]), found or "other")
    return Outcome("failed", _reason(command), _class_of(command))


def _class_of(command: dict[str, Any] | None) -> str:
    return command_class(command["command"]) if command else "other"


def _reason(command: dict[str, Any] | None) -> str | None:
    if not command:
        return None
    return command.get("last_line") or f"{command['command']} ended with {command['exit_code']}"


def _plain(header: str) -> str | None:
    """A notification's header without its HTML tags and final full stop."""
    return re.sub(r"<[^>]+>", "", header).strip().rstrip(".") or None


def _unfinished(waiting: bool, created_at: datetime, checked_at: datetime | None) -> Outcome:
    age = checked_at - created_at if checked_at else timedelta(0)
    if waiting and age > BEGINS_WITHIN:
        return Outcome("not started", "triggered, but not begun within five minutes")
    if not waiting and age > ENDS_WITHIN:
        return Outcome("stuck", "not ended after more than two hours")
    return Outcome("running")
