"""Make the sample: python data/sample/make_sample.py [FOLDER]

Seeded: the same files, byte for byte, on every run. dashboard.toml is written by hand and stays.
"""

import shutil
import sys
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import issues_model  # noqa: E402 - the sample's modules stand beside this file
import make_bills  # noqa: E402
import make_docs_builds  # noqa: E402
import make_funds  # noqa: E402
import make_github  # noqa: E402
import make_headlines  # noqa: E402
import make_launches  # noqa: E402
import make_notes  # noqa: E402

SINCE = datetime(2026, 8, 21)  # the day after the August meeting
MADE = (
    "notes", "bills", "raw", "balances.csv", "invoices.csv", "openpurse.csv", "payroll.csv",
)  # fmt: skip


def make(folder: Path) -> None:
    """Write the whole sample into `folder`, in place of what an earlier run left there."""
    for name in MADE:
        _remove(folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    make_bills.make(folder)
    make_funds.make(folder)
    repositories = issues_model.repositories()
    make_github.make(folder, repositories)
    make_docs_builds.make(folder)
    make_launches.make(folder)
    make_headlines.make(folder)
    august = make_bills.usage(folder, make_bills.months()[-2])
    hub = repositories[0]
    facts = {
        "august_bill": f"{august:,.0f}",
        "closed_in_september": issues_model.closed_issues(hub, SINCE, issues_model.NOW),
        "docs_issue": issues_model.docs_issue(hub),
    }
    make_notes.make(folder, facts)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE)
