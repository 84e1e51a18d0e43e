"""Stands in for BigQuery's `bq query`: the same options, rows from a file, as one JSON array.

Like bq it writes what it has before it fails, and an empty array where nothing is found.
"""

import argparse
import json
import os
import sys
from pathlib import Path

parser = argparse.ArgumentParser(prog="bq", allow_abbrev=False)
parser.add_argument("command", choices=["query"])
parser.add_argument("--quiet", action="store_true")
parser.add_argument("--format", choices=["json"], required=True)
parser.add_argument("--max_rows", type=int, required=True)
parser.add_argument("--use_legacy_sql", choices=["false"], required=True)
parser.add_argument("sql")
args = parser.parse_args()

lines = Path(os.environ["STAND_IN_ROWS"]).read_text(encoding="utf-8").splitlines()
answer = json.dumps([json.loads(line) for line in lines][: args.max_rows])
if os.environ.get("STAND_IN_FAILS"):
    sys.stdout.write(answer[: len(answer) // 2])
    sys.exit("Error in query string: the connection was lost")
sys.stdout.write(answer)
