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
from pipelines.docs_builds.site import NAME, folder, left_out, stamp, state_of
from pipelines.http import Client, Clock, HttpError, Lacking, due, due_moment, optional, sifted

FIRST_LOAD = 100
STRIP = 20
FINAL = ("finished", "cancelled")
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
            found = unit.fetched(NAME, slug, partial(_fetch_site, site, now), (HttpError,))
        except HttpError as error:
            yield _failure(house, slug, token, error, now)
            continue
        if isinstance(found, SourceError):
            yield found
            continue
        heads.look(folder(house, slug), docs.old_after_days, now)
        yield slug
        yield from left_out(slug, found)
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


def _fetch_site(site: _Site, now: datetime) -> list[Lacking]:
    """The site's files brought up to date; the records that are left out of them.

    Nothing is written unless every answer came.
    """
    state, lacking = state_of(site.folder), list[Lacking]()
    project = site.client.get_json(site.place, expect=dict).body
    _check_project(project)
    versions = _versions(site, lacking)
    active = [version["slug"] for version in versions.values() if version["active"]]
    known = {build["id"]: build for build in raw.lines(site.folder / "builds.jsonl")}
    builds = dict(known)
    _new_builds(site, builds, lacking)
    filled = set(state.get("filled", [])) | {build["version"] for build in builds.values()}
    for version in (name for name in active if name not in filled):
        address = f"{site.place}versions/{version}/builds/?limit={STRIP}"
        page, odd = sifted(_results(site.client, address), _check_build, "build")
        builds |= {build["id"]: build for build in page}
        lacking += odd
    notices, commands = _reasons(site, builds, active, known, lacking)
    ordered = [builds[number] for number in sorted(builds)]
    state["renamed"] = _renamed(site, project, versions, now)
    raw.save(site.folder / "project.json", project)
    raw.save(site.folder / "versions.json", {"results": list(versions.values())})
    raw.save_lines(site.folder / "builds.jsonl", ordered)
    raw.save(site.folder / "notifications.json", notices)
    raw.save(site.folder / "commands.json", commands)
    state |= {"checked_at": stamp(now), "missing": False, "filled": sorted(active)}
    raw.save(site.folder / "state.json", state)
    return lacking


def _check_project(project: Any) -> None:
    """Raise Lacking where a project is not what it is read as; an odd answer is never stored."""
    for name in ("name", "default_version", "default_branch"):
        optional(project, name, str)
    for name, inner in (("repository", "url"), ("urls", "documentation")):
        optional(optional(project, name, dict) or {}, inner, str)


def _check_version(version: Any) -> None:
    """As _check_project, of one version."""
    due(version, "slug", str)
    due(version, "active", bool)
    optional(version, "type", str)
    optional(optional(version, "urls", dict) or {}, "documentation", str)


def _check_build(build: Any) -> None:
    """As _check_project, of one build; null as its version says that the version was deleted."""
    due(build, "id", int)
    optional(build, "version", str)
    if not {"version", "success"} <= build.keys():
        raise Lacking(f"answer lacks `{'success' if 'version' in build else 'version'}`")
    due_moment(build, "created")
    code = due(due(build, "state", dict), "code", str)
    if optional(build, "finished", str):
        due_moment(build, "finished")
    (due if code == "finished" else optional)(build, "success", bool)
    optional(build, "duration", int)
    optional(build, "commit", str)
    optional(optional(build, "urls", dict) or {}, "build", str)


def _check_notice(notice: Any) -> None:
    """As _check_project, of one notification."""
    message = due(notice, "message", dict)
    for name in ("id", "type", "header"):
        due(message, name, str)


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


def _versions(site: _Site, lacking: list[Lacking]) -> dict[str, Any]:
    """Every version ever seen by slug; those no longer active are kept as such.

    One that lacks a field is as it was before, and added to `lacking`.
    """
    old = raw.load(site.folder / "versions.json", {"results": []})["results"]
    listed = list(_listing(site.client, f"{site.place}versions/?active=true"))
    found, odd = sifted(listed, _check_version, "version", key="slug")
    lacking += odd
    named = [each["slug"] for each in listed if isinstance(each, dict) and "slug" in each]
    known = {v["slug"]: {**v, "active": v["active"] and v["slug"] in named} for v in old}
    return known | {version["slug"]: version for version in found}


def _new_builds(site: _Site, builds: dict[int, Any], lacking: list[Lacking]) -> None:
    """Add what is new and re-read what had not ended; newest first until a known ended build.

    A build that lacks a field is added to `lacking` instead.
    """
    open_ids = {i for i, build in builds.items() if build["state"]["code"] not in FINAL}
    most = None if builds else FIRST_LOAD
    for listed in islice(_listing(site.client, f"{site.place}builds/"), most):
        good, odd = sifted([listed], _check_build, "build")
        lacking += odd
        if odd:
            continue
        (build,) = good
        known = builds.get(build["id"])
        if known and known["state"]["code"] in FINAL:
            break
        builds[build["id"]] = build
        open_ids.discard(build["id"])
    for number in sorted(open_ids):
        good, odd = sifted([_again(site, builds[number])], _check_build, "build")
        lacking += odd
        builds[number] = good[0] if good else builds[number]


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
    site: _Site, builds: dict[int, Any], active: list[str], before: dict[int, Any],
    lacking: list[Lacking],
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """Notifications and failing commands, those just learnt included, by build id.

    A build whose notifications lack a field is again as it was before, or left out.
    """
    notices = raw.load(site.folder / "notifications.json", {})
    commands = raw.load(site.folder / "commands.json", {})
    ordered, doubted = [builds[number] for number in sorted(builds)], set[str]()
    for version in active:
        own = [b for b in ordered if b["version"] == version and b["state"]["code"] in FINAL]
        for build in _doubtful(own, notices, site.thorough):
            key = str(build["id"])
            if key in notices or key in doubted:
                continue
            found = _results(site.client, f"{site.place}builds/{key}/notifications/")
            good, odd = sifted(found, _check_notice, "notification")
            if odd:
                lacking.append(odd[0].at(f"build {key}, its notifications"))
                doubted.add(key)
                del builds[build["id"]]
                if build["id"] in before:
                    builds[build["id"]] = before[build["id"]]
                continue
            notices[key] = good
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
        every: list[Any] = optional(body, "commands", list) or []
        failed = [each for each in every if optional(each, "exit_code", int)]
        if not failed:
            return None
        first: dict[str, Any] = failed[0]
        command, said = optional(first, "command", str), optional(first, "output", str)
    except HttpError:
        return None
    output = [line.strip() for line in (said or "").splitlines()]
    last = next((line[:200] for line in reversed(output) if line), None)
    return {"command": command or "", "exit_code": first["exit_code"], "last_line": last}


def _listing(client: Client, path: str) -> Iterator[Any]:
    """Every result of a list, page by page; `next` is not followed, it names another host."""
    joint, offset = "&" if "?" in path else "?", 0
    while True:
        address = f"{path}{joint}limit={FIRST_LOAD}&offset={offset}"
        body = client.get_json(address, expect=dict).body
        results = due(body, "results", list)
        yield from results
        offset += len(results)
        if not results or offset >= (optional(body, "count", int) or 0):
            return


def _results(client: Client, path: str) -> list[Any]:
    return due(client.get_json(path, expect=dict).body, "results", list)
