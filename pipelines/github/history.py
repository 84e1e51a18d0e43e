"""What no listing of issues has, asked of GitHub: earlier closings, and every first reply."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from pipelines.github.store import STAMP, Row, Store, event
from pipelines.http import Client, HttpError, Lacking, due, optional

MOST = 50  # timelines one run asks for in one repository
SPARE = 500  # requests left untouched, so that the listings always come first
ANSWERED_WITHIN = timedelta(days=366)
GHOST = "ghost"  # the account in whose name GitHub shows those of deleted ones


def ask(client: Client, repo: dict[str, Any], store: Store, seen_at: str, bots: list[str]) -> None:
    """Complete the rows whose history is due; what is still due is left for the next run.

    A reopened issue is asked for its own events once, and again when it changes. The first
    replies to issues of the last year are asked for newest first, as far as the limit allows.
    Raises HttpError.
    """
    place = f"repos/{repo['full_name']}/issues"
    for row in filter(_events_due, store.rows.values()):
        address = f"{place}/{row['number']}/events?per_page=100"
        with _noted(store, f"{row['number']}, its events"):
            _complete(row, _items(client, address), seen_at)
    newest = sorted(store.rows.values(), key=lambda row: row["number"], reverse=True)
    due = [row for row in newest if _replies_due(row, seen_at, bots)]
    for row in due[:MOST]:
        if client.left is not None and client.left <= SPARE:
            break
        address = f"{place}/{row['number']}/timeline?per_page=100"
        with _noted(store, f"{row['number']}, its replies"):
            row.update(replies=_replies(row, _items(client, address)))
            row.update(replies_asked=row["comments"])
    store.state.waiting = sum(_replies_due(row, seen_at, bots) for row in due)


@contextmanager
def _noted(store: Store, name: str) -> Iterator[None]:
    """An answer that lacks a field costs the history of its issue, which is noted as odd."""
    store.state.odd.pop(name, None)
    try:
        yield
    except Lacking as error:
        store.state.odd[name] = error.what


def _items(client: Client, url: str) -> list[dict[str, Any]]:
    try:
        found = [item for page in client.pages(url) for item in page.body]
    except HttpError as error:
        if error.status not in (404, 410):
            raise
        return []
    for item in found:
        optional(item, "event", str)
    return found


def _events_due(row: Row) -> bool:
    """Reopened and changed since we asked, or seen to be reopened between two readings."""
    if row["state_reason"] == "reopened":
        return bool(row.get("events_asked") != row["updated_at"])
    reopened = any(e["event"] == "reopened" for e in row.get("events", []))
    return reopened and not row.get("events_asked")


def _complete(row: Row, items: list[dict[str, Any]], seen_at: str) -> None:
    """GitHub's own times of closing and reopening, and the closings only we saw."""
    told = [
        event(item["event"], _moment_in(item, "created_at"), seen_at)
        for item in items
        if item.get("event") in ("closed", "reopened")
    ]
    known = {(e["event"], e["at"]): e for e in [*told, *row.get("events", [])]}
    exact = {e["at"] for e in told if e["event"] == "reopened"}
    row["events"] = [
        e for e in known.values() if e["event"] == "closed" or not exact or e["at"] in exact
    ]
    row["events_asked"] = row["updated_at"]


def _replies_due(row: Row, seen_at: str, bots: list[str]) -> bool:
    """Until a person has answered, whenever there are other comments than when we last asked."""
    young = _moment(row["created_at"]) >= _moment(seen_at) - ANSWERED_WITHIN
    asked = row.get("replies_asked") == row["comments"] or not all(
        _is_bot(reply["login"], reply["type"], bots) for reply in row.get("replies", [])
    )
    return bool(row["comments"]) and young and not asked and not row.get("gone_at")


def _is_bot(login: str, kind: str, listed: list[str]) -> bool:
    """As is_bot of issue.sql, which decides what counts as an answer."""
    login = login.lower()
    return kind == "Bot" or login.endswith(("[bot]", "-bot")) or login in map(str.lower, listed)


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP)  # noqa: DTZ007 - naive UTC on both sides


def _moment_in(item: dict[str, Any], name: str) -> str:
    """A time as GitHub writes it. Raises Lacking."""
    try:
        _moment(text := due(item, name, str))
    except ValueError:
        raise Lacking(f"answer has no time as `{name}`") from None
    return text


def _replies(row: Row, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first comment or review of everybody but the author, oldest first.

    GitHub names no account where it was deleted; that one spoke, all the same. Only where the
    author's is deleted, too, may both be one person.
    """
    author = (row["user"] or {}).get("login") or GHOST
    first: dict[str, dict[str, Any]] = {}
    for item in items:
        if item.get("event") not in ("commented", "reviewed"):
            continue
        who = optional(item, "user", dict) or optional(item, "actor", dict) or {}
        login = optional(who, "login", str) or GHOST
        kind = optional(who, "type", str) or "User"
        if login != author:
            at = _moment_in(item, "created_at" if item.get("created_at") else "submitted_at")
            first.setdefault(login, {"login": login, "type": kind, "at": at})
    return sorted(first.values(), key=lambda reply: str(reply["at"]))[:10]
