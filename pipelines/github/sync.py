"""Bring the raw file of one repository up to date."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.github import history
from pipelines.github.repos import unreachable
from pipelines.github.store import (
    STAMP,
    State,
    Store,
    forget_nameless,
    is_open,
    load,
    state_of,
)
from pipelines.http import Answer, Client, HttpError, Lacking, due
from pipelines.http.fields import MOST_ID

GOING = ", where it went"  # of an issue that left the repository, noted as odd
OVERLAP = timedelta(hours=1)
PLACE = re.compile(
    r"/(?:repositories/(?P<id>\d+)|repos/(?P<name>[^/]+/[^/]+))/issues/(?P<number>\d+)$"
)


def sync(client: Client, repo: dict[str, Any], folder: Path, seen_at: str, bots: list[str]) -> None:
    """Fetch what changed in one repository, commit it, and set `repo["synced_at"]`.

    What was read before a failure is committed, too: an unfinished listing that the next run
    goes on with. Raises HttpError.
    """
    file = folder / f"{repo['id']}.jsonl"
    state = state_of(file)
    if repo["archived"] and state.complete:
        return
    newest = _newest(client, repo, state)
    is_due = bool(state.waiting or state.odd or _differs(repo, state))
    if newest and (is_due or not newest.unchanged):
        store = load(file)
        try:
            _catch_up(client, repo, store, newest, seen_at)
            history.ask(client, repo, store, seen_at, bots)
        finally:
            store.save()
    repo["synced_at"] = seen_at


def _newest(client: Client, repo: dict[str, Any], state: State) -> Answer | None:
    """The page of what changed last, or 304; None where issues are disabled."""
    try:
        return client.get_json(
            _listing(repo, "desc"), etag=state.etag, last_try=_listing(repo, "desc", size=50)
        )
    except HttpError as error:
        if error.status == 451:
            raise unreachable(error, repo, repo["synced_at"] or "") from None
        if error.status not in (404, 410):
            raise
        if repo["has_issues"] and error.status == 404:
            client.get_json(f"repos/{repo['full_name']}", expect=dict)
        if repo["has_issues"] and state.complete:
            what, remedy = f"{error.what}, though it has issues", "run again later"
            raise HttpError(what, remedy=remedy, status=error.status) from None
        repo["note"] = "issues are disabled"
        return None


def _listing(repo: dict[str, Any], direction: str, *, since: str = "", size: int = 100) -> str:
    begin = f"&since={since}" if since else ""
    return (
        f"repos/{repo['full_name']}/issues"
        f"?state=all&sort=updated&direction={direction}&per_page={size}{begin}"
    )


def _catch_up(
    client: Client, repo: dict[str, Any], store: Store, newest: Answer, seen_at: str
) -> None:
    if not newest.unchanged:
        store.state.etag = None
        forget_nameless(store.state)
        taken = store.absorb(newest.body, seen_at)
        since = _before(store.state.watermark)
        if newest.next and not (since and taken and taken[-1]["updated_at"] < since):
            _walk(client, repo, store, since, seen_at)
        store.state.watermark = max((r["updated_at"] for r in store.rows.values()), default=None)
        store.state.etag, store.state.complete = newest.etag, True
    _ask_odd(client, repo, store, seen_at)
    store.state.open = sum(map(is_open, store.rows.values()))
    if _differs(repo, store.state):
        _recount(client, repo, store, seen_at)


def _before(watermark: str | None) -> str:
    """A little before the watermark: rows may appear late on GitHub's side."""
    if not watermark:
        return ""
    return (datetime.strptime(watermark, STAMP) - OVERLAP).strftime(STAMP)  # noqa: DTZ007 - naive UTC


def _walk(client: Client, repo: dict[str, Any], store: Store, since: str, seen_at: str) -> None:
    """Everything changed since then, oldest first.

    Each page is asked for by the second at which the last one ended, because rows shift between
    numbered pages when an issue is edited meanwhile; only within one second the next link is
    followed. So the watermark never passes a second that is not read to its end.
    """
    url: str | None = _listing(repo, "asc", since=since)
    while url:
        page = client.get_json(url, last_try=url.replace("per_page=100", "per_page=50"))
        taken = store.absorb(page.body, seen_at)
        url, last = page.next, taken[-1]["updated_at"] if taken else since
        if page.next and last > since:
            since = store.state.watermark = last
            url = _listing(repo, "asc", since=since)


def _differs(repo: dict[str, Any], state: State) -> bool:
    """Whether GitHub counts other open issues and pull requests than we do, and that is news."""
    count = repo["open_issues_count"]
    return count is not None and state.open != count and state.settled != [count, state.open]


def _recount(client: Client, repo: dict[str, Any], store: Store, seen_at: str) -> None:
    """List what is open; what is not listed any more is asked for and, if gone, marked so."""
    name, listed = repo["full_name"], set[Any]()
    url = f"repos/{name}/issues?state=open&sort=created&direction=asc&per_page=100"
    for page in client.pages(url):
        store.absorb(page.body, seen_at)
        numbers = (row.get("number") for row in page.body if isinstance(row, dict))
        listed |= {number for number in numbers if isinstance(number, int)}
    for number, row in sorted(store.rows.items()):
        if is_open(row) and number not in listed:
            look_at(client, repo, store, number, seen_at)
    store.state.open = sum(map(is_open, store.rows.values()))
    is_answered = not any(name.endswith(GOING) for name in store.state.odd)
    if is_answered and store.state.open != repo["open_issues_count"]:
        store.state.settled = [repo["open_issues_count"], store.state.open]


def _ask_odd(client: Client, repo: dict[str, Any], store: Store, seen_at: str) -> None:
    """Issues that could not be taken over, each asked for: no listing may show it again."""
    for name in [each for each in store.state.odd if each.isdigit()][: history.MOST]:
        number = int(name)
        if number in store.rows:
            look_at(client, repo, store, number, seen_at)
            continue
        try:
            answer = client.get_json(f"repos/{repo['full_name']}/issues/{number}", expect=dict)
        except HttpError as error:
            if error.status not in (404, 410):
                raise
            del store.state.odd[name]
            continue
        if _is_of(answer, repo):
            store.absorb([answer.body], seen_at)


def look_at(client: Client, repo: dict[str, Any], store: Store, number: int, seen_at: str) -> None:
    """One issue asked for by itself: still there, deleted, or transferred elsewhere."""
    row = store.rows[number]
    try:
        answer = client.get_json(f"repos/{repo['full_name']}/issues/{number}", expect=dict)
    except HttpError as error:
        if error.status not in (404, 410):
            raise
        row.update(gone_at=seen_at, state_reason="deleted")
        return
    gone = f"{number}{GOING}"
    store.state.odd.pop(gone, None)
    try:
        is_here = due(answer.body, "number", int) == number and _is_of(answer, repo)
        moved_to = None if is_here else _place(client, answer)
    except Lacking as error:
        store.state.odd[gone] = error.what
        return
    if is_here:
        store.absorb([answer.body], seen_at)
    else:
        row.update(gone_at=seen_at, state_reason="transferred", moved_to=moved_to)


def _place(client: Client, answer: Answer) -> dict[str, int] | None:
    """The repository and number that the address of a transferred issue leads to."""
    found = PLACE.search(answer.url)
    if not found:
        return None
    number, name, repo_id = found["number"], found["name"], found["id"]
    if name:
        found_repo = client.get_json(f"repos/{name}", expect=dict).body
        repo_id = str(due(found_repo, "id", int, most=MOST_ID))
    return {"repo_id": int(repo_id), "number": int(number)}


def _is_of(answer: Answer, repo: dict[str, Any]) -> bool:
    here = f"/repos/{repo['full_name']}/".lower(), f"/repositories/{repo['id']}/"
    return any(part in answer.url.lower() for part in here)
