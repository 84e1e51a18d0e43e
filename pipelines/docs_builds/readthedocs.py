"""Read the Docs, API v3: the project first (a typo would look like "no builds, all well").

Limits: 5 requests a minute without a token, 60 with one; no ETags. A list's `next` carries the
production host, so pages are asked by offset. Pull-request previews are in the same list and
are known by their version, which no version list has.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from config import House
from pipelines import SourceError, raw, unit
from pipelines.docs_builds import branch, states
from pipelines.docs_builds.site import NAME, folder, stamp, state_of
from pipelines.http import Client, Clock, HttpError

FIRST_LOAD = 100
STRIP = 20
FINAL = ("finished", "cancelled")
BUILD = ("id", "version", "created", "state", "success")  # what a build is read by
PATIENCE = 1800  # seconds of waiting; forty sites without a token take about sixteen minutes


def fetch(
    house: House, *, now: datetime, clock: Clock | None = None
) -> Iterator[SourceError | str]:
    """Ask for every slug, longest unasked first; yields the slug, or what went wrong.

    After a bad token or a limit that lasts nothing more is asked; each slug left says so.
    """
    docs = house.config.docs
    if docs is None or not docs.projects:
        return
    token = os.environ.get(docs.token_env, "")
    client = Client(docs.api, token=token, scheme="Token", per_minute=60 if token else 5,
                    budget=PATIENCE, clock=clock)  # fmt: skip
    public = Client(docs.api, per_minute=5, budget=60, clock=clock)
    heads = branch.Heads(house, clock)
    for slug in sorted(
        docs.projects, key=lambda s: state_of(folder(house, s)).get("checked_at", "")
    ):
        try:
            site = _Site(client, public, slug, folder(house, slug), bool(token))
            failed = unit.fetched(NAME, slug, partial(_fetch_site, site, now), (HttpError,))
        except HttpError as error:
            yield _failure(house, slug, token, error, now)
            continue
        if failed:
            yield failed
            continue
        heads.look(folder(house, slug), docs.old_after_days, now)
        yield slug
    yield from heads.results()


def _failure(house: House, slug: str, token: str, error: HttpError, now: datetime) -> SourceError:
    """The message about a site that gave no answer."""
    docs, site = house.config.docs, folder(house, slug)
    variable = docs.token_env if docs else ""
    if error.status == 401:
        what, remedy = "Read the Docs refuses the token", f"set a valid one in {variable}"
        return SourceError(NAME, what, remedy=remedy, unit=slug, passing=False)
    if error.stops and not error.is_silent:
        hint = "" if token else f"; a token in {variable} makes it 60 requests a minute"
        remedy = f"{error.remedy}{hint}"
        return SourceError(NAME, error.what, remedy=remedy, unit=slug, passing=error.passing)
    if error.status not in (404, 451):
        return error.of(NAME, slug)
    raw.save(site / "state.json", {**state_of(site), "checked_at": stamp(now), "missing": True})
    remedy = f"correct it in [docs] projects, or set {variable} of somebody who may see it"
    seen = (site / "project.json").is_file()
    return SourceError(NAME, "unknown slug or private", remedy=remedy, unit=slug, passing=seen)


@dataclass(frozen=True)
class _Site:
    """One site and whom to ask about it; `public` is a client without the token, for API v2.

    thorough  there is a token, and so requests to ask about every build of the strip
    """

    client: Client
    public: Client
    slug: str
    folder: Path
    thorough: bool

    @property
    def place(self) -> str:
        return f"/api/v3/projects/{self.slug}/"


def _fetch_site(site: _Site, now: datetime) -> None:
    """The site's files brought up to date; nothing is written unless every answer came."""
    state = state_of(site.folder)
    project = site.client.get_json(site.place, expect=dict).body
    versions = _versions(site)
    active = [version["slug"] for version in versions.values() if version["active"]]
    builds = {build["id"]: build for build in raw.lines(site.folder / "builds.jsonl")}
    _new_builds(site, builds)
    filled = set(state.get("filled", [])) | {build["version"] for build in builds.values()}
    for version in (name for name in active if name not in filled):
        page = _results(
            site.client, f"{site.place}versions/{version}/builds/?limit={STRIP}", *BUILD
        )
        builds |= {build["id"]: build for build in page}
    ordered = sorted(builds.values(), key=lambda build: build["id"])
    notices, commands = _reasons(site, ordered, active)
    state["renamed"] = _renamed(site, project, versions, now)
    raw.save(site.folder / "project.json", project)
    raw.save(site.folder / "versions.json", {"results": list(versions.values())})
    raw.save_lines(site.folder / "builds.jsonl", ordered)
    raw.save(site.folder / "notifications.json", notices)
    raw.save(site.folder / "commands.json", commands)
    state |= {"checked_at": stamp(now), "missing": False, "filled": sorted(active)}
    raw.save(site.folder / "state.json", state)


def _renamed(
    site: _Site, project: dict[str, Any], versions: dict[str, Any], now: datetime
) -> list[dict[str, str]]:
    """Branches that were the default version before and are gone: it goes on under a new name."""
    earlier: list[dict[str, str]] = state_of(site.folder).get("renamed", [])
    before = str(raw.load(site.folder / "project.json", {}).get("default_version"))
    old, newest = versions.get(before, {}), versions.get(str(project.get("default_version")), {})
    are_branches = [old.get("type"), newest.get("type")] == ["branch", "branch"]
    if are_branches and old is not newest and not old["active"]:
        earlier = [*earlier, {"version": before, "until": stamp(now)}]
    return [each for each in earlier if not versions[each["version"]]["active"]]


def _versions(site: _Site) -> dict[str, Any]:
    """Every version ever seen by slug; those no longer active are kept as such."""
    old = raw.load(site.folder / "versions.json", {"results": []})["results"]
    known = {version["slug"]: {**version, "active": False} for version in old}
    found = _listing(site.client, f"{site.place}versions/?active=true", "slug", "active")
    return known | {version["slug"]: version for version in found}


def _new_builds(site: _Site, builds: dict[int, Any]) -> None:
    """Add what is new and re-read what had not ended; newest first until a known ended build."""
    open_ids = {i for i, build in builds.items() if build["state"]["code"] not in FINAL}
    most = None if builds else FIRST_LOAD
    for build in islice(_listing(site.client, f"{site.place}builds/", *BUILD), most):
        known = builds.get(build["id"])
        if known and known["state"]["code"] in FINAL:
            break
        builds[build["id"]] = build
        open_ids.discard(build["id"])
    for number in sorted(open_ids):
        builds[number] = _again(site, builds[number])


def _again(site: _Site, build: dict[str, Any]) -> dict[str, Any]:
    """A build that had not ended, in its state now; in its last one where it is gone."""
    address = f"{site.place}builds/{build['id']}/"
    try:
        answer: dict[str, Any] = site.client.get_json(address, expect=dict).body
    except HttpError as error:
        if error.status != 404:
            raise
        return build
    return answer


def _reasons(
    site: _Site, builds: list[Any], active: list[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Notifications and failing commands, those just learnt included, by build id."""
    notices = raw.load(site.folder / "notifications.json", {})
    commands = raw.load(site.folder / "commands.json", {})
    for version in active:
        own = [b for b in builds if b["version"] == version and b["state"]["code"] in FINAL]
        for build in _doubtful(own, notices, site.thorough):
            key = str(build["id"])
            if key not in notices:
                address = f"{site.place}builds/{key}/notifications/"
                notices[key] = _results(site.client, address, "message")
        failed = [build for build in own[-STRIP:] if _has_failed(build, notices)][-1:]
        for build in failed:
            key = str(build["id"])
            vague = states.read_the_docs(build, notices.get(key, []), None, None)
            if vague.reason_class == "other" and key not in commands:
                commands[key] = _failed_command(site.public, key)
    return notices, commands


def _doubtful(own: list[Any], notices: dict[str, Any], thorough: bool) -> Iterator[Any]:
    """Ended builds of one version that may have failed, or been skipped or cancelled on purpose.

    Each one of the strip with a token. Without one, as few as decide the state and since when:
    the cancelled ones, the newest back to a failure, and the oldest since the last good build up
    to a failure; their notifications are read in between.
    """
    strip = own[-STRIP:]
    yield from (build for build in strip if build["state"]["code"] == "cancelled")
    if thorough:
        yield from (build for build in strip if not build["success"])
    good = max((place for place, build in enumerate(own) if build["success"]), default=-1)
    since = [build for build in own[good + 1 :] if build["state"]["code"] == "finished"]
    for builds in (reversed(since), iter(since)):
        for build in builds:
            yield build
            if _has_failed(build, notices):
                break


def _has_failed(build: dict[str, Any], notices: dict[str, Any]) -> bool:
    told = notices.get(str(build["id"]), [])
    return states.read_the_docs(build, told, None, None).state == "failed"


def _failed_command(public: Client, number: str) -> dict[str, Any] | None:
    """The command that failed, by API v2 (v3 does not list it); None where v2 does not answer."""
    try:
        body = public.get_json(f"/api/v2/build/{number}/", expect=dict).body
    except HttpError:
        return None
    failed = [c for c in body.get("commands") or [] if c.get("exit_code")]
    if not failed:
        return None
    output = [line.strip() for line in (failed[0].get("output") or "").splitlines()]
    last = next((line[:200] for line in reversed(output) if line), None)
    command, code = failed[0].get("command", ""), failed[0]["exit_code"]
    return {"command": command, "exit_code": code, "last_line": last}


def _listing(client: Client, path: str, *needs: str) -> Iterator[dict[str, Any]]:
    """Every result of a list, page by page; `next` is not followed, it names another host."""
    joint, offset = "&" if "?" in path else "?", 0
    while True:
        address = f"{path}{joint}limit={FIRST_LOAD}&offset={offset}"
        body = client.get_json(address, expect=dict).body
        results = _checked(body, needs)
        yield from results
        offset += len(results)
        if not results or offset >= body.get("count", 0):
            return


def _results(client: Client, path: str, *needs: str) -> list[dict[str, Any]]:
    return _checked(client.get_json(path, expect=dict).body, needs)


def _checked(body: dict[str, Any], needs: tuple[str, ...]) -> list[dict[str, Any]]:
    """The results of a list, each with the fields it is read by; an odd answer is never stored."""
    results = body.get("results")
    if not isinstance(results, list):
        raise HttpError("the answer holds no list of results")
    for result in results:
        missing = [name for name in needs if name not in result]
        if missing:
            raise HttpError(f"a result lacks {', '.join(missing)}")
    return results
