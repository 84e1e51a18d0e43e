"""GitHub issues used as minutes: those of an organisation or repository that have one label.

Each becomes one Markdown file under data/raw, its comments below its text. Discussions answer
GraphQL alone and are not read: keep their minutes as issues, or export them as files.
"""

import json
import os
import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from config import GitHub, House
from config import Notes as Series
from pipelines import SourceError, raw, unit
from pipelines.http import Client, HttpError
from pipelines.notes.files.folders import raw_folder
from pipelines.notes.files.slugs import slug

HTTP = (HttpError,)
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


def fetch(house: House, series: Series, client: Client | None = None) -> SourceError | str:
    """The series' name when all its issues are up to date, else what went wrong.

    An issue that did not change since is not asked for again; what was read before a failure
    stays. One at which we fail costs itself.
    Source: GET /search/issues, GET /repos/{owner}/{repo}/issues/{number}/comments.
    """
    settings = house.config.github or GitHub()
    token = os.environ.get(settings.token_env, "").strip()
    place = series.github or ""
    scope = f"repo:{place}" if "/" in place else f"org:{place}"
    asked = quote(f'{scope} is:issue label:"{series.label}"', safe="")
    first = f"search/issues?q={asked}&sort=updated&order=desc&per_page=100"
    folder = raw_folder(house, series)
    failed: SourceError | None = None
    try:
        client = client or Client(settings.api, token=token, headers=HEADERS)
        for page in client.pages(first, expect=dict):
            for issue in page.body.get("items", []):
                name = f"{series.series}, issue {issue.get('number')}"
                fault = unit.fetched("notes", name, partial(_keep, client, issue, folder), HTTP)
                failed = failed or fault
    except HttpError as error:
        return error.of("notes", series.series)
    return failed or series.series


def _keep(client: Client, issue: dict[str, Any], folder: Path) -> None:
    """One issue as a file, unless the file holds it as it is now."""
    repo = str(issue["repository_url"]).rpartition("/repos/")[2]
    file = folder / f"{slug(repo)}-{issue['number']}.md"
    stamp = f"updated: {json.dumps(issue['updated_at'])}"
    if file.is_file() and stamp in file.read_text(encoding="utf-8").split("\n---\n")[0]:
        return
    texts = [issue.get("body") or ""]
    if issue.get("comments"):
        for page in client.pages(f"{issue['comments_url']}?per_page=100"):
            texts += [comment.get("body") or "" for comment in page.body]
    head = [
        "---", f"title: {json.dumps(issue['title'], ensure_ascii=False)}",
        f"created: {json.dumps(issue['created_at'][:10])}", stamp,
        f"source: {json.dumps(issue.get('html_url'))}", "---",
    ]  # fmt: skip
    parts = [re.sub(r"\r\n?", "\n", text).strip() for text in texts]
    text = "\n".join(head) + "\n\n" + "\n\n---\n\n".join(part for part in parts if part)
    raw.write(file, text + "\n")
