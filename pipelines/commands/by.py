"""Who a command that changes a file acts for, and how it says what it did."""

import argparse
import getpass
import os
import sys
from datetime import datetime

from editing.changes import By, Saved
from pipelines.ingest import FINE, PASSING, PERSON
from wording import editing


def whoever(args: argparse.Namespace, now: datetime) -> By:
    """The name for the journal: --who, QUARTERDECK_WHO, else the user of this machine."""
    named = getattr(args, "who", None) or os.environ.get("QUARTERDECK_WHO")
    try:
        return By(named or getpass.getuser(), now, getattr(args, "why", None) or "")
    except (KeyError, OSError):  # a user without a name, as in a container
        return By("unknown", now, getattr(args, "why", None) or "")


def said(saved: Saved, *, then: str) -> int:
    """The exit code after a save, and the next command; 75 where it could not be committed."""
    print(f"Next: {then}")
    if saved.public:
        print(editing.would_publish(saved.public), file=sys.stderr)
    if saved.warning:
        print(f"journal: {saved.warning}", file=sys.stderr)
        return PASSING
    return FINE


def refuse(command: str, why: str) -> int:
    """The exit code for a person, and why nothing was saved."""
    print(f"{command}: {why}", file=sys.stderr)
    return PERSON
