"""GitHub issues and discussions used as minutes: those of an owner or repository with one label.

Each becomes one Markdown file under data/raw, its comments below its text. Discussions answer
GraphQL alone, which answers nobody without a token: without one, issues alone are read.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
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
Kept = tuple[str, Callable[[], None]]  # its name, and what keeps it
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_DISCUSSIONS = """query ($asked: String!, $after: String) {
  search(query: $asked, type: DISCUSSION, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { ... on Discussion {
      id number title body url createdAt updatedAt repository { nameWithOwner }
      comments { totalCount }
    } }
  }
}"""
_COMMENTS = """query ($id: ID!, $after: String) {
  node(id: $id) { ... on Discussion { comments(first: 50, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { body replies(first: 100) { nodes { body } } }
  } } }
}"""


def fetch(house: House, series: Series, client: Client | None = None) -> SourceError | str:
    """The series' name when all its issues and discussions are up to date, else what went wrong.

    What did not change since is not asked for again; what was read before a failure stays. An
    issue or discussion at which we fail costs itself.
    Source: GET /search/issues, GET /repos/{owner}/{repo}/issues/{number}/comments, and GraphQL's
    search of type DISCUSSION with Discussion.comments (the first hundred replies to each).
    """
    settings = house.config.github or GitHub()
    token = os.environ.get(settings.token_env, "").strip()
    place = series.github or ""
    scope = f'{"repo" if "/" in place else "org"}:{place} label:"{series.label}"'
    folder = raw_folder(house, series)
    failed: SourceError | None = None
    try:
        client = client or Client(settings.api, token=token, headers=HEADERS)
        for work in (_issues, *[_discussions] * bool(token)):
            for name, keep in work(client, scope, folder):
                fault = unit.fetched("notes", f"{series.series}, {name}", keep, HTTP)
                failed = failed or fault
    except HttpError as error:
        return error.of("notes", series.series)
    if not failed and not token and not any(folder.glob("*.md")):
        return SourceError(
            "notes", f"no issue of {place} has the label {series.label}, and discussions were not "
            "asked for", unit=series.series, passing=False,
            remedy=f"correct the label, or set {settings.token_env}: discussions need a token",
        )  # fmt: skip
    return failed or series.series


def _issues(client: Client, scope: str, folder: Path) -> Iterator[Kept]:
    """Every labelled issue, each to be kept as a file."""
    asked = quote(f"{scope} is:issue", safe="")
    first = f"search/issues?q={asked}&sort=updated&order=desc&per_page=100"
    for page in client.pages(first, expect=dict):
        for issue in page.body.get("items", []):
            yield f"issue {issue.get('number')}", partial(_issue, client, issue, folder)


def _issue(client: Client, issue: dict[str, Any], folder: Path) -> None:
    repo = str(issue["repository_url"]).rpartition("/repos/")[2]
    comments = f"repos/{repo}/issues/{issue['number']}/comments?per_page=100"
    said = (
        comment.get("body") or ""
        for each in (client.pages(comments) if issue.get("comments") else ())
        for comment in each.body
    )
    head = _head(issue["title"], issue["created_at"], issue.get("html_url"))
    stamp = [f"updated: {json.dumps(issue['updated_at'])}"]
    _keep(folder / f"{slug(repo)}-{issue['number']}.md", head, stamp, issue["body"], said)


def _discussions(client: Client, scope: str, folder: Path) -> Iterator[Kept]:
    """Every labelled discussion, each to be kept as a file; it shares no number with an issue."""
    for found in _nodes(client, _DISCUSSIONS, {"asked": scope}, ("search",)):
        yield f"discussion {found.get('number')}", partial(_discussion, client, found, folder)


def _discussion(client: Client, found: dict[str, Any], folder: Path) -> None:
    comments = found["comments"]["totalCount"]
    nodes = _nodes(client, _COMMENTS, {"id": found["id"]}, ("node", "comments"))
    said = (
        each.get("body") or ""
        for comment in (nodes if comments else ())
        for each in (comment, *comment["replies"]["nodes"])
    )
    head = _head(found["title"], found["createdAt"], found["url"])
    stamp = [f"updated: {json.dumps(found['updatedAt'])}", f"comments: {comments}"]
    file = folder / f"{slug(found['repository']['nameWithOwner'])}-{found['number']}.md"
    _keep(file, head, stamp, found["body"], said)


def _nodes(
    client: Client, query: str, asked: dict[str, str], path: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """The nodes of a connection of GraphQL, page by page."""
    address = f"{client.base.removesuffix('/').removesuffix('/v3')}/graphql"
    after = None
    while True:
        found = client.query(address, {"query": query, "variables": asked | {"after": after}}).body
        for key in path:
            found = found[key]
        yield from found["nodes"]
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]


def _head(title: str, created: str, address: str | None) -> list[str]:
    return [
        f"title: {json.dumps(title, ensure_ascii=False)}", f"created: {json.dumps(created[:10])}",
        f"source: {json.dumps(address)}",
    ]  # fmt: skip


def _keep(
    file: Path, head: list[str], stamp: list[str], body: str | None, comments: Iterable[str]
) -> None:
    """One text with its comments as a file, unless the file holds it as it is now."""
    if file.is_file():
        held = file.read_text(encoding="utf-8").split("\n---\n")[0].split("\n")
        if set(stamp) <= set(held):
            return
    parts = [re.sub(r"\r\n?", "\n", text).strip() for text in (body or "", *comments)]
    text = "\n\n---\n\n".join(part for part in parts if part)
    raw.write(file, "\n".join(["---", *head, *stamp, "---"]) + f"\n\n{text}\n")
