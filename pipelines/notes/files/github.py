"""GitHub issues and discussions used as minutes: those of an owner or repository with one label.

Each becomes one Markdown file under data/raw, its comments below its text. Discussions answer
GraphQL alone, which answers nobody without a token: without one, issues alone are read.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from config import GitHub, House
from config import Notes as Series
from config.files import replace_file
from pipelines import SourceError
from pipelines.http import Client, HttpError
from pipelines.notes.files.folders import raw_folder
from pipelines.notes.files.slugs import slug

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

    What did not change since is not asked for again; what was read before a failure stays.
    Source: GET /search/issues, GET /repos/{owner}/{repo}/issues/{number}/comments, and GraphQL's
    search of type DISCUSSION with Discussion.comments (the first hundred replies to each).
    """
    settings = house.config.github or GitHub()
    token = os.environ.get(settings.token_env, "").strip()
    place = series.github or ""
    scope = f'{"repo" if "/" in place else "org"}:{place} label:"{series.label}"'
    folder = raw_folder(house, series)
    try:
        client = client or Client(settings.api, token=token, headers=HEADERS)
        _issues(client, scope, folder)
        if token:
            _discussions(client, scope, folder)
    except HttpError as error:
        return error.of("notes", series.series)
    if not token and not any(folder.glob("*.md")):
        return SourceError(
            "notes", f"no issue of {place} has the label {series.label}, and discussions were not "
            "asked for", unit=series.series, passing=False,
            remedy=f"correct the label, or set {settings.token_env}: discussions need a token",
        )  # fmt: skip
    return series.series


def _issues(client: Client, scope: str, folder: Path) -> None:
    """Every labelled issue as a file."""
    asked = quote(f"{scope} is:issue", safe="")
    first = f"search/issues?q={asked}&sort=updated&order=desc&per_page=100"
    for page in client.pages(first, expect=dict):
        for issue in page.body.get("items", []):
            repo = str(issue["repository_url"]).rpartition("/repos/")[2]
            comments = f"{issue['comments_url']}?per_page=100"
            said = (
                comment.get("body") or ""
                for each in (client.pages(comments) if issue.get("comments") else ())
                for comment in each.body
            )
            head = _head(issue["title"], issue["created_at"], issue.get("html_url"))
            stamp = [f"updated: {json.dumps(issue['updated_at'])}"]
            _keep(folder / f"{slug(repo)}-{issue['number']}.md", head, stamp, issue["body"], said)


def _discussions(client: Client, scope: str, folder: Path) -> None:
    """Every labelled discussion as a file; issues and discussions of a repository share numbers."""
    for found in _nodes(client, _DISCUSSIONS, {"asked": scope}, ("search",)):
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
    replace_file(file, "\n".join(["---", *head, *stamp, "---"]) + f"\n\n{text}\n")
