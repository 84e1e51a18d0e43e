"""Builds in a bucket: one machine publishes, every dashboard reads a copy of its own.

A build is immutable, so it is copied once, whole, and never again. What is gone from the bucket
goes here too: somebody who opted out must not live on in an old copy. `python -m pipelines pull`
is the cron line of a dashboard that only reads; the dashboard itself needs no credentials.
"""

from pathlib import Path
from typing import Any

from config.files import replacing, sweep
from pipelines.billing.rollup import Unreachable
from pipelines.billing.rollup.clouds import filesystem
from warehouse.build import KEEP
from warehouse.read import builds, stamp


def give(address: str, data: Path) -> None:
    """Put the newest builds there; those that are no longer here go there too.

    Raises Unreachable.
    """
    mine = {build.name: build for build in builds(data)[:KEEP]}
    with filesystem(address) as (system, place):
        there = _names(system, place)
        for name in sorted(mine.keys() - there):
            whole = f"{place}/{name}"
            beside = f"{whole}.building" if address.startswith("file://") else whole
            system.put_file(str(mine[name]), beside)
            if beside != whole:  # a folder shows a file while it is copied, a bucket does not
                system.mv(beside, whole)
        for name in sorted(there - mine.keys()):
            system.rm_file(f"{place}/{name}")


def bring(address: str, data: Path) -> str:
    """Copy the newest build here, unless it is; builds that left the bucket go.

    Returns what was done, in words. Raises Unreachable.
    """
    here = {build.name: build for build in builds(data)}
    with filesystem(address) as (system, place):
        there = _names(system, place)
        if not there:
            raise Unreachable(f"{address} holds no build", "run the ingest where the bills are")
        newest = max(there)
        if newest not in here:
            sweep(data)  # after a pull that was killed
            with replacing(data / newest) as unfinished:
                system.get_file(f"{place}/{newest}", str(unfinished))
    for name in here.keys() - there:
        here[name].unlink(missing_ok=True)
    return f"{newest} is here already" if newest in here else f"brought {newest}"


def _names(system: Any, place: str) -> set[str]:
    """Names of the builds that lie there; an object appears only once it is whole."""
    try:
        found = {str(each).rsplit("/", 1)[-1] for each in system.ls(place, detail=False)}
    except FileNotFoundError:
        return set()
    return {name for name in found if stamp(name)}
