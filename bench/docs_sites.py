"""Raw files of invented docs sites, in the layout pipelines/docs_builds documents."""

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

API = "https://app.readthedocs.org"
VERSIONS = ("latest", "stable", "v1", "v2")


def write(folder: Path, slugs: list[str], *, until: date, builds: int) -> None:
    """Two years of builds of each site; every tenth site has failed since a week before the end."""
    chance = random.Random(200)  # noqa: S311 - invented builds, no secret
    for number, slug in enumerate(slugs):
        place = folder / slug
        place.mkdir(parents=True, exist_ok=True)
        checked = {"checked_at": f"{until}T06:00:00Z", "missing": False}
        versions = [
            {"slug": each, "active": True, "built": True, "hidden": False, "type": "branch"}
            for each in VERSIONS
        ]
        made = [*_builds(slug, number, until, builds, chance)]
        (place / "project.json").write_text(json.dumps(_project(slug, number)))
        (place / "versions.json").write_text(json.dumps({"results": versions}))
        (place / "state.json").write_text(json.dumps(checked))
        (place / "builds.jsonl").write_text("".join(f"{json.dumps(build)}\n" for build in made))


def _project(slug: str, number: int) -> dict[str, Any]:
    return {
        "id": 700 + number, "name": slug.replace("-", " ").capitalize(), "slug": slug,
        "default_version": "latest", "default_branch": "main", "privacy_level": "public",
        "repository": {"type": "git", "url": f"https://github.com/lab/repo-{number + 1}"},
        "urls": {"documentation": f"https://{slug}.readthedocs.io/", "builds": f"{API}/{slug}/"},
    }  # fmt: skip


def _builds(
    slug: str, site: int, until: date, count: int, chance: random.Random
) -> Iterator[dict[str, Any]]:
    end = datetime.combine(until, time(5))
    for number in range(count):
        at = end - timedelta(days=730) * ((count - number) / count)
        broken = site % 10 == 0 and at > end - timedelta(days=7)
        seconds = chance.randrange(60, 200)
        ended = at + timedelta(seconds=seconds)
        ident = site * count + number + 1
        yield {
            "id": ident, "project": slug, "version": VERSIONS[max(0, number % 7 - 3)],
            "created": f"{at:%Y-%m-%dT%H:%M:%SZ}", "finished": f"{ended:%Y-%m-%dT%H:%M:%SZ}",
            "duration": seconds, "state": {"code": "finished", "name": "Finished"},
            "success": not broken and chance.random() > 0.05, "error": "",
            "commit": f"{ident:040x}", "urls": {"build": f"{API}/{slug}/builds/{ident}/"},
        }  # fmt: skip
