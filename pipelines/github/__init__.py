"""GitHub: every issue and pull request of the team's repositories, and how they opened and closed.

Raw files, each written whole and renamed, under data/raw/github/:

repos.json       one line: {"listings": {address: {etag, next, repos}}, "repos": {repo id: {id,
                 full_name, archived, private, has_issues, open_issues_count, html_url, synced_at,
                 unreachable_since, deleted, was: [older names], note}}}; "listings" may be empty
<repo id>.jsonl  first line {watermark, etag, complete, open, settled, waiting, arrived}: the state
                 of this very file, so that rows, watermark and ETag cannot part. Then one line an
                 issue or pull request, in GitHub's own names: number, title, state (open | closed),
                 state_reason, user {login, type} or null, labels [name], comments, created_at,
                 updated_at, closed_at, pull_request {merged_at} or null, html_url; and what only
                 we know: events [{event: closed | reopened, at, seen_at}] beyond the closed_at,
                 replies [{login, type, at}], gone_at with state_reason deleted | transferred,
                 moved_to {repo_id, number} of a transferred one

Rows are upserted by (repo id, number). Times are UTC as GitHub writes them: 2018-09-20T17:00:00Z.
"""

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from tqdm import tqdm

from config import GitHub, House
from pipelines import SourceError, unit
from pipelines.github import repos, settled, tables, transfers
from pipelines.github.store import STAMP, state_of
from pipelines.github.sync import sync
from pipelines.http import Client, Clock, HttpError
from pipelines.http.fields import REMEDY
from warehouse.records import SourceRun

NAME = "github"
LOG = logging.getLogger(__name__)
ANONYMOUS = "github: no token, so GitHub grants 60 requests an hour. Fix: set {}"
HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


def fetch(
    house: House, *, now: datetime, clock: Clock | None = None, deadline: float = 60
) -> Iterator[SourceError | str]:
    """Bring every repository up to date, one after the other; each is committed by itself.

    Raises SourceError when the token is refused or a limit is reached, RuntimeError when GitHub
    cannot read our question.
    """
    settings = house.config.github
    if not _is_set_up(settings):
        return
    try:
        client = _client(settings, clock, deadline)
        yield from _fetch_all(client, settings, house.raw / "github", now.astimezone(UTC))
    except HttpError as error:
        raise error.of(NAME) from None
    except OSError as error:
        what, remedy = (
            f"raw files cannot be written: {error.strerror}",
            "free space or fix the permissions",
        )
        raise SourceError(NAME, what, remedy=remedy, passing=False) from None


def _is_set_up(settings: GitHub | None) -> TypeGuard[GitHub]:
    return settings is not None and bool(settings.organizations or settings.repositories)


def _client(settings: GitHub, clock: Clock | None, deadline: float) -> Client:
    token = os.environ.get(settings.token_env, "").strip()
    if not token:
        LOG.warning(ANONYMOUS.format(settings.token_env))
    return Client(
        settings.api, token=token, token_env=settings.token_env, headers=HEADERS, clock=clock,
        deadline=deadline,
    )  # fmt: skip


def _fetch_all(
    client: Client, settings: GitHub, folder: Path, now: datetime
) -> Iterator[SourceError | str]:
    """The list of repositories, then one repository after the other, until GitHub says stop."""
    known, seen_at = repos.load(folder / "repos.json"), now.strftime(STAMP)
    try:
        for name, error in repos.find(client, settings, known, seen_at):
            yield _failure(name, error, settings)
        wanted = known.wanted(settings.skip)
        for repo in (bar := tqdm(wanted, desc="github", unit="repo", disable=None)):
            bar.set_postfix(requests_left=client.left)
            try:
                synced = partial(sync, client, repo, folder, seen_at, settings.bots)
                failed = unit.fetched(NAME, repo["full_name"], synced, (HttpError,))
                yield failed or repo["full_name"]
                yield from () if failed else _lacking(repo, folder)
            except HttpError as error:
                yield _failure(repo["full_name"], error, settings)
            known.save()
        try:
            transfers.find(client, wanted, folder, seen_at)
        except HttpError as error:
            yield _failure("transferred issues", error, settings)
    finally:
        known.save()


def _lacking(repo: dict[str, Any], folder: Path) -> Iterator[SourceError]:
    """Issues of a repository that could not be taken over, each a failure of its own."""
    for number, reason in state_of(folder / f"{repo['id']}.jsonl").odd.items():
        name = f"{repo['full_name']} #{number}"
        yield SourceError(NAME, f"not taken over: {reason}", remedy=REMEDY, unit=name)


def _failure(unit: str, error: HttpError, settings: GitHub) -> SourceError:
    """The failure of one unit, to go on after.

    Raises SourceError where no other request can succeed, RuntimeError where the bug is ours.
    """
    if error.status == 422:
        raise RuntimeError(f"GitHub does not understand our question: {error.what}") from error
    if error.status == 401:
        remedy = f"put a valid token into {settings.token_env}, or none at all"
        raise SourceError(NAME, error.what, remedy=remedy, passing=False) from None
    if error.stops:
        raise error.of(NAME, unit)
    return error.of(NAME, unit)


def read(house: House) -> Iterator[Any]:
    """Repositories as records, issues and events as Parquet, a run for each repository.

    What claims.toml settles is read, too, with GitHub or without it.
    """
    yield from unit.rows(NAME, "claims.toml", partial(settled.read, house))
    if not _is_set_up(house.config.github):
        yield SourceRun(NAME, "", "not_set_up")
        return
    yield from tables.read(house, house.config.github)
