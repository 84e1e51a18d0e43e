"""Which repositories are read: those of the organizations and those named one by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config import GitHub
from pipelines import raw
from pipelines.github.store import is_open
from pipelines.github.store import load as load_store
from pipelines.http import Client, HttpError, Lacking, due, optional, sifted
from pipelines.http.fields import MOST_ID

FIELDS = ("id", "full_name", "archived", "private", "has_issues", "open_issues_count", "html_url")
SIGN_ON = "authorise the token for single sign-on: Configure SSO at github.com/settings/tokens"
EMPTY = "let the token read its repositories, or name them under repositories in [github]"
PERSONAL = (
    "check the name; of a personal account write each repository under [github]: "
    'repositories = ["{}/NAME"]'
)
DELETED = "deleted, another repository has its name; not reachable since {}, its data are kept"


@dataclass
class Repos:
    """What repos.json holds: the answers of the listings, and each repository as last known.

    met      ids of the repositories that this run was led to
    lacking  repositories of a listing that cannot be read in it
    """

    file: Path
    listings: dict[str, dict[str, Any]] = field(default_factory=dict)
    repos: dict[str, dict[str, Any]] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)
    lacking: list[Lacking] = field(default_factory=list)

    def save(self) -> None:
        """Write next to the old file and rename."""
        raw.save_lines(self.file, [{"listings": self.listings, "repos": self.repos}])

    def called(self, name: str) -> dict[str, Any] | None:
        """The repository called `name`, preferring the newest holder; else one once called so."""
        asked, found = name.lower(), list(self.repos.values())
        now = [repo for repo in found if repo["full_name"].lower() == asked]
        now.sort(key=lambda repo: (repo["id"] in self.met, not repo["unreachable_since"]))
        once = [repo for repo in found if asked in map(str.lower, repo["was"])]
        return next(reversed(now or once), None)

    def holder(self, name: str) -> dict[str, Any] | None:
        """The repository met in this run that has this name today."""
        met = [repo for repo in self.repos.values() if repo["id"] in self.met]
        return next((r for r in met if r["full_name"].lower() == name.lower()), None)

    def wanted(self, skip: list[str]) -> list[dict[str, Any]]:
        """The repositories met in this run, by name."""
        met = [r for r in self.repos.values() if r["id"] in self.met and r["full_name"] not in skip]
        return sorted(met, key=lambda repo: str(repo["full_name"]).lower())

    def unmet(self, settings: GitHub) -> list[dict[str, Any]]:
        """Repositories read before that neither a listing nor a name under [github] led to."""
        owners = {name.lower() for name in settings.organizations}
        names = {name.lower() for name in settings.repositories}
        left = [repo for repo in self.repos.values() if repo["id"] not in self.met]
        return [
            repo
            for repo in left
            if repo["full_name"] not in settings.skip
            and (
                repo["full_name"].split("/")[0].lower() in owners
                or names & set(map(str.lower, [repo["full_name"], *repo["was"]]))
            )
        ]

    def meet(self, found: dict[str, Any]) -> dict[str, Any]:
        """Take over what GitHub says of a repository; a new name keeps the old ones in `was`."""
        repo = self.repos.setdefault(str(found["id"]), {"was": [], "synced_at": None})
        if repo.get("full_name", found["full_name"]) != found["full_name"]:
            repo["was"] = [*repo["was"], repo["full_name"]]
        self.met.add(found["id"])
        repo.update({name: found.get(name) for name in FIELDS})
        repo.update(unreachable_since=None, note=None, deleted=False)
        return repo


def load(file: Path) -> Repos:
    """repos.json as last saved, or an empty one."""
    held = raw.load(file, {})
    return Repos(file, held.get("listings", {}), held.get("repos", {}))


def find(
    client: Client, settings: GitHub, known: Repos, seen_at: str
) -> Iterator[tuple[str, HttpError]]:
    """Learn which repositories there are; yields the name of what could not be found, and why.

    `known.wanted` then holds the ids of those to read. The owner's listing comes first, so that a
    repository named twice is asked for once. A repository is its id: one read before that no
    listing and no name leads to is asked for again, by its id where another one has its name.
    """
    for name in settings.organizations:
        try:
            _meet_owned(client, name, known)
        except HttpError as error:
            yield name, error
    lost = set[int]()
    for name in settings.repositories:
        before = known.called(name)
        try:
            _ask_for(client, name, known, before, seen_at)
        except HttpError as error:
            lost |= {before["id"]} if before else set()
            yield name, error
    for repo in known.unmet(settings):
        if repo["id"] in lost:
            continue
        try:
            _ask_again(client, repo, known, seen_at)
        except HttpError as error:
            yield repo["full_name"], error
    for lacking in known.lacking:
        yield lacking.what.partition(":")[0], lacking


def _meet_owned(client: Client, name: str, known: Repos) -> None:
    """Every repository of an organization, or the public ones of a personal account.

    Raises HttpError where the listing fails, is empty, or leaves out what single sign-on guards.
    """
    try:
        found, is_partial = _listed(client, f"orgs/{name}/repos?type=all&per_page=100", known)
    except HttpError as error:
        if "SAML" in error.what:
            raise HttpError(error.what, remedy=SIGN_ON, status=403, passing=False) from None
        if error.status != 404:
            raise
        found, is_partial = _of_person(client, name, known), False
    for repo in found:
        known.meet(repo)
    if is_partial:
        what = f"the list of {name}'s repositories is partial: the token lacks single sign-on"
        raise HttpError(what, remedy=SIGN_ON, passing=False)
    if not found and not known.lacking:
        raise HttpError(f"{name} lists no repository", remedy=EMPTY, passing=False)


def _of_person(client: Client, name: str, known: Repos) -> list[dict[str, Any]]:
    try:
        return _listed(client, f"users/{name}/repos?type=owner&per_page=100", known)[0]
    except HttpError as error:
        if error.status != 404:
            raise
        remedy = PERSONAL.format(name)
        raise HttpError(error.what, remedy=remedy, status=404, passing=False) from None


def _listed(client: Client, url: str | None, known: Repos) -> tuple[list[dict[str, Any]], bool]:
    """The rows of a listing, and whether GitHub says that it leaves some out.

    A page that did not change is taken from the store.
    """
    found, is_partial = list[dict[str, Any]](), False
    while url:
        held = known.listings.get(url, {})
        answer = client.get_json(url, etag=held.get("etag"))
        sign_on = str(answer.headers.get("X-GitHub-SSO", "")).startswith("partial")
        if not answer.unchanged:
            good, lacking = sifted(answer.body, _fields, "repository", key="full_name")
            known.lacking += lacking
            etag = None if lacking else answer.etag  # so that they are asked for again
            rows = [_fields(row) for row in good]
            held = {"etag": etag, "next": answer.next, "repos": rows, "partial": sign_on}
            known.listings[url] = held
        is_partial = is_partial or sign_on or held.get("partial", False)
        found += held["repos"]
        url = held["next"]
    return found, is_partial


def _fields(row: Any) -> dict[str, Any]:
    """What is kept of a repository. Raises Lacking where a field is not what it is in every one."""
    due(row, "id", int, most=MOST_ID)
    owner, _, name = due(row, "full_name", str).partition("/")
    if not (owner and name):
        raise Lacking("answer has no owner/name as `full_name`")
    for flag in ("archived", "private", "has_issues"):
        optional(row, flag, bool)
    optional(row, "open_issues_count", int)
    optional(row, "html_url", str)
    return {field: row.get(field) for field in FIELDS}


def _ask_for(
    client: Client, name: str, known: Repos, before: dict[str, Any] | None, seen_at: str
) -> None:
    """A repository asked for by name; one that cannot be reached is marked, its data stay."""
    if known.holder(name):
        return
    url = f"repos/{name}"
    held = known.listings.get(url, {})
    try:
        answer = client.get_json(url, expect=dict, etag=held.get("etag"))
    except HttpError as error:
        if error.status not in (404, 451):
            raise
        if before and before["id"] in known.met:  # renamed, and read under its new name
            return
        raise unreachable(error, before, seen_at) from None
    if not answer.unchanged:
        held = {"etag": answer.etag, "repos": [_fields(answer.body)]}
        known.listings[url] = held
    repo = known.meet(held["repos"][0])
    if repo["full_name"].lower() != name.lower():
        repo["note"] = f"dashboard.toml says {name}; it is now {repo['full_name']}"


def _ask_again(client: Client, repo: dict[str, Any], known: Repos, seen_at: str) -> None:
    """A repository read before: found under its own or another name, or marked.

    One that is gone while another has its name was deleted: its open issues leave the backlog.
    """
    name, number = repo["full_name"], repo["id"]
    if not known.holder(name):
        _ask_for(client, name, known, repo, seen_at)
        if number in known.met:
            return
    try:
        found = client.get_json(f"repositories/{number}", expect=dict).body
    except HttpError as error:
        if error.status == 451:
            raise unreachable(error, repo, seen_at) from None
        if error.status != 404:
            raise
        _bury(known.file.parent / f"{number}.jsonl", seen_at)
        since = repo["unreachable_since"] or seen_at
        repo.update(unreachable_since=since, deleted=True, note=DELETED.format(since[:10]))
        return
    known.meet(_fields(found))
    repo["note"] = f"{name} is another repository now; this one is {repo['full_name']}"


def _bury(file: Path, seen_at: str) -> None:
    """The open issues of a deleted repository, marked as gone; they stay in the history."""
    store = load_store(file)
    still_open = [row for row in store.rows.values() if is_open(row)]
    for row in still_open:
        row.update(gone_at=seen_at, state_reason="deleted")
    if still_open:
        store.save()


def unreachable(error: HttpError, repo: dict[str, Any] | None, seen_at: str) -> HttpError:
    """A repository that is deleted, private or blocked: reported to a person first, then kept."""
    remedy = "check its name, give the token the scope to read it, or add it to skip under [github]"
    block = error.body.get("block")
    what = error.what
    if isinstance(block, dict):
        what = f"blocked by GitHub: {block.get('reason')}, {block.get('html_url')}"
    if repo is not None:
        repo["unreachable_since"] = repo["unreachable_since"] or seen_at
        what = f"{what}; not reachable since {repo['unreachable_since'][:10]}, its data are kept"
    return HttpError(what, remedy=remedy, status=error.status, passing=repo is not None)
