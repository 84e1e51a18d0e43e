"""One Read the Docs site, from its raw files."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config import House
from pipelines import SourceError, raw
from pipelines.docs_builds import states
from pipelines.http import Lacking, bare
from warehouse.records import DocsBuild, DocsProject, DocsVersion, Reject, SourceRun

NAME = "docs_builds"
HOST = "Read the Docs"


def folder(house: House, site: str) -> Path:
    """Where the raw files of one site are."""
    return house.raw / NAME / site


def state_of(site: Path) -> dict[str, Any]:
    """What the last run noted of a site; empty before the first."""
    state: dict[str, Any] = raw.load(site / "state.json", {})
    return state


def stamp(now: datetime) -> str:
    """A moment as raw files write it: "2018-09-20T06:10:00Z"."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def checked_at(site: Path) -> datetime | None:
    """When the site last answered, naive UTC; None where that was not noted."""
    noted = state_of(site).get("checked_at")
    return states.moment(noted) if noted else None


def left_out(unit: str, lacking: Iterable[Lacking] | SourceError | None) -> Iterator[SourceError]:
    """Records of a site that are left out, for an answer lacks one of their fields."""
    for error in () if isinstance(lacking, SourceError) else lacking or ():
        what, _, lack = error.what.partition(": ")
        yield SourceError(
            NAME, f"{lack}; it is left out", remedy=error.remedy, unit=f"{unit} {what}"
        )


def untold(house: House, unit: str, host: str) -> Iterator[Any]:
    """What to say of a site nothing is known of: never asked, or asked in vain."""
    site = folder(house, unit)
    if not state_of(site).get("missing"):
        remedy = "run python -m pipelines"
        yield SourceRun(NAME, unit, "failed", message="not asked yet", remedy=remedy)
        return
    yield DocsProject(unit, host, unit, None, None, None, None, False, checked_at(site))
    yield SourceRun(
        NAME, unit, "failed", checked_at(site), message="unknown slug or private",
        remedy="correct it in [docs] of dashboard.toml, or set a token that may see it",
        passing=False,
    )  # fmt: skip


def read(house: House, slug: str) -> Iterator[Any]:
    """The site, its versions and builds, and one SourceRun."""
    site = folder(house, slug)
    project = raw.load(site / "project.json", None)
    if project is None:
        yield from untold(house, slug, HOST)
        return
    versions = raw.load(site / "versions.json", {"results": []})["results"]
    default = project.get("default_version") or "latest"
    yield _project(house, slug, project, versions)
    renamed = {each["version"]: default for each in state_of(site).get("renamed", [])}
    own = [version for version in versions if version["slug"] not in renamed]
    yield from (_version(slug, version, default) for version in own)
    listed = {version["slug"] for version in own} | {default}
    builds = list(raw.lines(site / "builds.jsonl"))
    as_now = [{**each, "version": renamed.get(each["version"], each["version"])} for each in builds]
    yield from _builds(slug, as_now, listed, site)
    odd = list(_odd_states(builds, house.config.place(site / "builds.jsonl")))
    yield from odd
    yield SourceRun(NAME, slug, "ok", checked_at(site) or _newest(builds), len(builds), len(odd))


def compared_version(default: str, versions: list[dict[str, Any]]) -> str:
    """The version built from a branch: the default one, or `latest` where that is a tag."""
    kinds = {version["slug"]: version.get("type") for version in versions}
    return "latest" if kinds.get(default) == "tag" and "latest" in kinds else default


def _project(house: House, slug: str, project: dict[str, Any], versions: list[Any]) -> DocsProject:
    site, default = folder(house, slug), project.get("default_version") or "latest"
    head = state_of(site).get("head") or {}
    oldest = head.get("unbuilt_since")
    api = bare(house.config.docs.api).rstrip("/") if house.config.docs else ""
    return DocsProject(
        slug, HOST, project.get("name") or slug, default,
        bare((project.get("repository") or {}).get("url") or "") or None,
        (project.get("urls") or {}).get("documentation"),
        f"{api}/projects/{slug}/badge/?version={default}", True, checked_at(site),
        compared_version(default, versions), head.get("branch"), head.get("commit"),
        head.get("commits_behind"), states.moment(oldest) if oldest else None,
    )  # fmt: skip


def _version(slug: str, version: dict[str, Any], default: str) -> DocsVersion:
    name, url = version["slug"], (version.get("urls") or {}).get("documentation")
    return DocsVersion(
        slug, name, version.get("type"), name == default, bool(version.get("active")), url
    )


def _builds(
    slug: str, builds: list[dict[str, Any]], listed: set[str], site: Path
) -> Iterator[DocsBuild]:
    notices = raw.load(site / "notifications.json", {})
    commands = raw.load(site / "commands.json", {})
    asked_at = checked_at(site)
    for build in builds:
        key, version = str(build["id"]), build["version"]
        outcome = states.read_the_docs(build, notices.get(key, []), commands.get(key), asked_at)
        yield DocsBuild(
            slug, key, version, version is not None and version not in listed,
            outcome.state, outcome.reason, outcome.reason_class, states.moment(build["created"]),
            states.moment(build["finished"]) if build.get("finished") else None,
            build.get("duration"), build.get("commit") or None,
            (build.get("urls") or {}).get("build"),
        )  # fmt: skip


def _odd_states(builds: list[dict[str, Any]], place: str) -> Iterator[Reject]:
    for line, build in enumerate(builds, start=1):
        code = build["state"]["code"]
        if code not in states.KNOWN:
            yield Reject(NAME, place, line, code, f"unknown state “{code}”, taken as running")


def _newest(builds: list[dict[str, Any]]) -> datetime | None:
    return max((states.moment(build["created"]) for build in builds), default=None)
