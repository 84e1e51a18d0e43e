"""python -m pipelines pull: the newest build, from the bucket of [engine] builds."""

import argparse
import sys
from datetime import date

from config import ConfigError, House
from pipelines.billing.rollup import Unreachable
from pipelines.builds import bring
from pipelines.ingest import FINE, PASSING, PERSON
from warehouse.build import only_one

UNSET = '[engine] builds: no bucket is set. Fix: name one, builds = "s3://BUCKET/builds"'


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """Bring the newest build; the exit code. Raises ConfigError where no bucket is set."""
    address = house.config.engine.builds
    if not address:
        raise ConfigError([UNSET])
    try:
        with only_one(house.data):
            done = bring(address, house.data)
    except Unreachable as trouble:
        print(f"builds: {trouble.what}. Fix: {trouble.remedy}", file=sys.stderr)
        return PASSING if trouble.passing else PERSON
    print(done)
    return FINE
