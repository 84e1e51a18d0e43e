"""Read the Docs' raw answers, in the layout pipelines/docs_builds documents.

The hub's documentation has failed since a new theme came in, fieldkit's newest build was skipped,
the handbook was never built.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from team import ORGANIZATION, SEED

CHECKED_AT = datetime(2026, 9, 17, 6, 10)
FAILING_SINCE = datetime(2026, 9, 5)
CALM_SINCE = datetime(2026, 7, 20)
API = "https://app.readthedocs.org"
SITES = {
    "fernhollow-hub": ("Fernhollow hub", "hub", ["latest", "stable"], 4),
    "fernhollow-fieldkit": ("Fieldkit", "fieldkit", ["latest", "stable"], 7),
    "fernhollow-images": ("Images", "images", ["latest"], 9),
    "fernhollow-team": ("Team pages", "hub", ["latest"], 12),
    "fernhollow-handbook": ("Operator's handbook", "hub", ["latest"], 0),
}
SKIPPED = ("build:user:exit-code-183", "info", "Build skipped.")
BY_HAND = ("build:user:cancelled", "error", "Build cancelled by user.")
THEME = ("build:user:generic", "error", "Unknown problem")
COMMAND = {
    "command": "python -m pip install --exists-action=w --no-cache-dir -r docs/requirements.txt",
    "exit_code": 1,
    "last_line": "No matching distribution found for fernhollow-theme==4.0 (the theme was renamed)",
}


def make(folder: Path) -> None:
    """Write raw/docs_builds/<slug>/*.json(l)."""
    chance = random.Random(SEED + 4)
    for number, slug in enumerate(SITES):
        place = folder / "raw" / "docs_builds" / slug
        place.mkdir(parents=True, exist_ok=True)
        builds = list(_builds(slug, 1000 * (number + 1), chance))
        _save(place / "project.json", _project(slug, number))
        _save(place / "versions.json", {"results": [_version(v) for v in SITES[slug][2]]})
        _save(place / "notifications.json", dict(_notifications(builds)))
        _save(place / "commands.json", {str(b["id"]): COMMAND for b in builds if _broken(b)})
        _save(place / "state.json", {"checked_at": _stamp(CHECKED_AT), "missing": False})
        lines = [json.dumps({k: v for k, v in b.items() if k != "why"}) for b in builds]
        (place / "builds.jsonl").write_text("".join(f"{x}\n" for x in lines), "utf-8", newline="\n")


def _save(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8", newline="\n")


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _project(slug: str, number: int) -> dict[str, Any]:
    name, repository, _, _ = SITES[slug]
    return {
        "id": 700 + number,
        "name": name,
        "slug": slug,
        "default_version": "latest",
        "default_branch": "main",
        "privacy_level": "public",
        "repository": {"type": "git", "url": f"https://github.com/{ORGANIZATION}/{repository}"},
        "urls": {
            "documentation": f"https://{slug}.readthedocs.io/en/latest/",
            "home": f"{API}/projects/{slug}/",
            "builds": f"{API}/projects/{slug}/builds/",
        },
    }


def _version(slug: str) -> dict[str, Any]:
    return {"slug": slug, "active": True, "built": True, "hidden": False, "type": "branch"}


def _builds(slug: str, first_id: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """About a year of builds, every few days; `why` is told in notifications.json."""
    _, _, versions, every = SITES[slug]
    at, number = datetime(2025, 10, 3, 9), first_id
    while every and at < CHECKED_AT:
        number += 1
        version = "stable" if "stable" in versions and number % 8 == 0 else "latest"
        yield _build(slug, number, version, at, _why(slug, version, at, chance), chance)
        at += timedelta(days=every * chance.uniform(0.4, 1.6), hours=chance.randrange(9))
    if slug == "fernhollow-fieldkit":
        at = CHECKED_AT - timedelta(days=2)
        yield _build(slug, number + 1, "latest", at, SKIPPED, chance)
    if slug == "fernhollow-images":
        at = CHECKED_AT - timedelta(days=1)
        yield _build(slug, number + 1, "107", at, THEME, chance)  # a pull request's preview


def _why(
    slug: str, version: str, at: datetime, chance: random.Random
) -> tuple[str, str, str] | None:
    """None: the build passed."""
    if slug == "fernhollow-hub" and version == "latest" and at >= FAILING_SINCE:
        return THEME
    draw = chance.random()
    if at >= CALM_SINCE:
        return None
    return THEME if draw < 0.06 else BY_HAND if draw < 0.08 else None


def _build(
    slug: str,
    number: int,
    version: str,
    at: datetime,
    why: tuple[str, str, str] | None,
    chance: random.Random,
) -> dict[str, Any]:
    code = "cancelled" if why in (SKIPPED, BY_HAND) else "finished"
    seconds = chance.randrange(70, 160) + (40 if slug == "fernhollow-hub" else 0)
    return {
        "id": number,
        "project": slug,
        "version": version,
        "created": _stamp(at),
        "finished": _stamp(at + timedelta(seconds=seconds)),
        "duration": seconds,
        "state": {"code": code, "name": code.capitalize()},
        "success": why is None,
        "error": "",
        "commit": hashlib.sha1(f"{slug}{number}".encode(), usedforsecurity=False).hexdigest(),
        "urls": {"build": f"{API}/projects/{slug}/builds/{number}/"},
        "why": why,
    }


def _notifications(builds: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for build in builds:
        if build["why"]:
            ident, kind, header = build["why"]
            message = {"id": ident, "type": kind, "header": header, "body": ""}
            yield str(build["id"]), [{"message": message, "state": "unread"}]


def _broken(build: dict[str, Any]) -> bool:
    return build["why"] == THEME
