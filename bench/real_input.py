"""A dashboard.toml over real input: notes, a cloud bill, docs builds and launches of one team."""

import json
from pathlib import Path
from typing import Any

from bench import SHARED

CONFIG = """
[project]
name = "Real input"
as_of = 2018-09-20

[[notes]]
series = "team-compass"
path = "{shared}/data/notes/team-compass"

[[notes]]
series = "seed"
path = "{shared}/data/notes/seed"

[[billing]]
account = "cloud"
path = "{shared}/data/mybinder/real_lineitems_mybinder.csv.gz"
currency = "USD"
columns = {{ date = "date", amount = "cost_usd", service = "category", project = "project_id" }}

[docs]
projects = {slugs}

[launches]
archive = "{shared}/data/api/fixtures/binder-events/good"
"""


def lay_out(folder: Path) -> Path:
    """The path of a dashboard.toml in `folder`, with the raw answers of Read the Docs beside it."""
    slugs = [_docs(project, folder) for project in _results("projects-list-page1")]
    file = folder / "dashboard.toml"
    file.write_text(CONFIG.format(shared=SHARED.as_posix(), slugs=json.dumps(slugs)))
    return file


def _docs(project: dict[str, Any], folder: Path) -> str:
    slug = str(project["slug"])
    place = folder / "data" / "raw" / "docs_builds" / slug
    place.mkdir(parents=True, exist_ok=True)
    builds = _results(f"{slug}-builds") or _results(f"{slug}-builds-p1")
    reasons = {str(b["id"]): _results(f"{slug}-build-{b['id']}-notifications") for b in builds}
    (place / "project.json").write_text(json.dumps(project))
    (place / "builds.jsonl").write_text("".join(json.dumps(build) + "\n" for build in builds))
    (place / "notifications.json").write_text(json.dumps(reasons))
    (place / "versions.json").write_text(json.dumps({"results": _results(f"{slug}-versions")}))
    return slug


def _results(name: str) -> list[dict[str, Any]]:
    """What one recorded answer lists; nothing where there is no such recording."""
    file = SHARED / f"data/api/fixtures/readthedocs/local-server/{name}.json"
    answer = json.loads(file.read_text()) if file.is_file() else {"results": []}
    return list(answer["results"])
