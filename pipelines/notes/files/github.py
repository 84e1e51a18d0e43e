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
from pipelines.http import Client, HttpError, Lacking, due, due_moment, optional
from pipelines.notes.files.folders import raw_folder
from pipelines.notes.files.slugs import slug

HTTP = (HttpError,)
Kept = tuple[str, Path | None, Callable[[], None]]  # its name, its file, and what keeps it
LISTED = "listed.json"  # the files of all that had the label when it was last asked for
MOST = 1_000  # results of a search of GitHub
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
    issue or discussion at which we fail, or of which an answer lacks a field, costs itself.
    Source: GET /search/issues, GET /repos/{owner}/{repo}/issues/{number}/comments, and GraphQL's
    search of type DISCUSSION with Discussion.comments (the first hundred replies to each).
    """
    settings = house.config.github or GitHub()
    token = os.environ.get(settings.token_env, "").strip()
    place = series.github or ""
    scope = f'{"repo" if "/" in place else "org"}:{place} label:"{series.label}"'
    folder = raw_folder(house, series)
    failed: SourceError | None = None
    listed = raw.load_or(folder / LISTED, {})
    try:
        client = client or Client(
            settings.api, token=token, token_env=settings.token_env, headers=HEADERS
        )
        for kind, work in [("issues", _issues), *[("discussions", _discussions)] * bool(token)]:
            names: list[str] = []
            is_whole = True
            for name, file, keep in work(client, scope, folder):
                one = f"{series.series}, {name}"
                try:
                    fault = unit.fetched("notes", one, keep, HTTP)
                except Lacking as lacking:
                    fault = lacking.of("notes", one)
                failed = failed or fault
                is_whole = is_whole and file is not None
                names += [file.name] if file else []
            is_whole = is_whole and len(names) < MOST
            if is_whole or kind in listed:  # what an incomplete list names has the label, too
                listed[kind] = sorted({*names, *([] if is_whole else listed[kind])})
        raw.save(folder / LISTED, listed)
    except HttpError as error:
        return error.of("notes", series.series)
    if not failed and not token and not any(folder.glob("*.md")):
        return SourceError(
            "notes", f"no issue of {place} has the label {series.label}, and discussions were not "
            "asked for", unit=series.series, passing=False,
            remedy=f"correct the label, or set {settings.token_env}: discussions need a token",
        )  # fmt: skip
    return failed or series.series


def unlabelled(house: House, series: Series) -> set[str]:
    """Names of the files of minutes that had the label once and have it no more.

    None of a kind while its list is not complete: the search gives a thousand at most, and
    discussions are listed with a token alone.
    """
    if not series.github:
        return set()
    folder = raw_folder(house, series)
    listed = raw.load_or(folder / LISTED, {})
    return {
        file.name for file in folder.glob("*.md")
        if file.name not in listed.get(_kind(file), [file.name])
    }  # fmt: skip


def _kind(file: Path) -> str:
    return "discussions" if any(line.startswith("comments: ") for line in _held(file)) else "issues"


def _issues(client: Client, scope: str, folder: Path) -> Iterator[Kept]:
    """Every labelled issue, each to be kept as a file."""
    asked = quote(f"{scope} is:issue", safe="")
    first = f"search/issues?q={asked}&sort=updated&order=desc&per_page=100"
    for page in client.pages(first, expect=dict):
        for issue in due(page.body, "items", list):
            known = issue if isinstance(issue, dict) else {}
            repo = str(known.get("repository_url")).rpartition("/repos/")[2]
            number, file = known.get("number"), _file(folder, repo, known.get("number"))
            yield f"issue {number}", file, partial(_issue, client, issue, folder)


def _issue(client: Client, issue: Any, folder: Path) -> None:
    number, place = due(issue, "number", int), due(issue, "repository_url", str)
    repo = place.rpartition("/repos/")[2]
    if "/" not in repo:
        raise Lacking("answer has no repository as `repository_url`")
    comments = f"repos/{repo}/issues/{number}/comments?per_page=100"
    said = (
        optional(comment, "body", str) or ""
        for each in (client.pages(comments) if optional(issue, "comments", int) else ())
        for comment in each.body
    )
    address = optional(issue, "html_url", str)
    head = _head(due(issue, "title", str), due_moment(issue, "created_at"), address)
    stamp = [f"updated: {json.dumps(due_moment(issue, 'updated_at'))}"]
    _keep(folder / _name(repo, number), head, stamp, optional(issue, "body", str), said)


def _discussions(client: Client, scope: str, folder: Path) -> Iterator[Kept]:
    """Every labelled discussion, each to be kept as a file; it shares no number with an issue."""
    for found in _nodes(client, _DISCUSSIONS, {"asked": scope}, ("search",)):
        known = found if isinstance(found, dict) else {}
        held = known.get("repository")
        repo = held.get("nameWithOwner") if isinstance(held, dict) else None
        number, file = known.get("number"), _file(folder, repo, known.get("number"))
        yield f"discussion {number}", file, partial(_discussion, client, found, folder)


def _discussion(client: Client, found: Any, folder: Path) -> None:
    comments = due(due(found, "comments", dict), "totalCount", int)
    nodes = _nodes(client, _COMMENTS, {"id": due(found, "id", str)}, ("node", "comments"))
    said = (
        optional(each, "body", str) or ""
        for comment in (nodes if comments else ())
        for each in (comment, *due(due(comment, "replies", dict), "nodes", list))
    )
    address = optional(found, "url", str)
    head = _head(due(found, "title", str), due_moment(found, "createdAt"), address)
    stamp = [f"updated: {json.dumps(due_moment(found, 'updatedAt'))}", f"comments: {comments}"]
    number, repo = due(found, "number", int), due(found, "repository", dict)
    name = due(repo, "nameWithOwner", str)
    _keep(folder / _name(name, number), head, stamp, optional(found, "body", str), said)


def _nodes(
    client: Client, query: str, asked: dict[str, str], path: tuple[str, ...]
) -> Iterator[Any]:
    """The nodes of a connection of GraphQL, page by page. Raises HttpError."""
    address = f"{client.base.removesuffix('/').removesuffix('/v3')}/graphql"
    after = None
    while True:
        found = client.query(address, {"query": query, "variables": asked | {"after": after}}).body
        for key in path:
            found = due(found, key, dict)
        yield from due(found, "nodes", list)
        pages = due(found, "pageInfo", dict)
        if not due(pages, "hasNextPage", bool):
            return
        before, after = after, due(pages, "endCursor", str)
        if after == before:
            raise Lacking("answer has no other page as `endCursor`")


def _name(repo: str, number: int) -> str:
    return f"{slug(repo)}-{number}.md"


def _file(folder: Path, repo: Any, number: Any) -> Path | None:
    """The file of an issue or discussion; None where the answer does not say which one it is."""
    is_known = isinstance(repo, str) and "/" in repo and isinstance(number, int)
    return folder / _name(repo, number) if is_known else None


def _held(file: Path) -> list[str]:
    """The lines of a file's front matter."""
    text = file.read_bytes().decode("utf-8", "replace")
    return text.partition("\n---\n")[0].split("\n")


def _head(title: str, created: str, address: str | None) -> list[str]:
    return [
        f"title: {json.dumps(title, ensure_ascii=False)}", f"created: {json.dumps(created[:10])}",
        f"source: {json.dumps(address)}",
    ]  # fmt: skip


def _keep(
    file: Path, head: list[str], stamp: list[str], body: str | None, comments: Iterable[str]
) -> None:
    """One text with its comments as a file, unless the file holds it as it is now."""
    if file.is_file() and set(stamp) <= set(_held(file)):
        return
    parts = [re.sub(r"\r\n?", "\n", text).strip() for text in (body or "", *comments)]
    text = "\n\n---\n\n".join(part for part in parts if part)
    raw.write(file, "\n".join(["---", *head, *stamp, "---"]) + f"\n\n{text}\n")
