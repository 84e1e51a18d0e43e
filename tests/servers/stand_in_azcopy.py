"""Stands in for `azcopy sync ADDRESS FOLDER --recursive`: a folder plays the container."""

import argparse
import os
import shutil
import sys
from pathlib import Path

parser = argparse.ArgumentParser(prog="azcopy", allow_abbrev=False)
parser.add_argument("command", choices=["sync"])
parser.add_argument("source")
parser.add_argument("destination", type=Path)
parser.add_argument("--recursive", action="store_true", required=True)
args = parser.parse_args()

if not args.source.startswith("https://"):
    sys.exit(f"failed to perform sync command: {args.source} is no address")
if not args.destination.is_dir():
    sys.exit(f"failed to perform sync command: {args.destination} cannot be found")
if os.environ.get("STAND_IN_FAILS"):
    sys.exit("failed to perform sync command: 403 This request is not authorized")
shutil.copytree(os.environ["STAND_IN_CONTAINER"], args.destination, dirs_exist_ok=True)
