"""The audit claims nothing about a package that no advisory database knows."""

import json
import sys

import audit
import pytest

WEAK = {"id": "PYSEC-0000-1", "fix_versions": ["2.1"]}
CLEAN = {"name": "alder", "version": "1.0", "vulns": []}
BAD = {"name": "birch", "version": "2.0", "vulns": [WEAK]}
UNKNOWN = {"name": "cedar", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("packages", "code", "out", "err"),
    [
        ([CLEAN], 0, "1 packages checked: none has a known weakness.\n", ""),
        ([CLEAN, BAD], 1, "birch 2.0: PYSEC-0000-1, fixed in 2.1\n", ""),
        ([CLEAN, UNKNOWN], 75, "", "1 of 2 packages not checked: cedar.\n"),
        (
            [UNKNOWN], 75, "",
            "Not checked: no advisory database answered (it knows no package).\n",
        ),
        (None, 75, "", "Not checked: no advisory database answered (ERROR: no route).\n"),
    ],
)  # fmt: skip
def test_only_what_was_looked_up_counts_as_checked(tmp_path, capsys, packages, code, out, err):
    program = tmp_path / "pip-audit"
    answer = json.dumps({"dependencies": packages})
    write = f"open(sys.argv[-1], 'w').write({answer!r})"
    fail = "sys.exit('ERROR: no route')"
    program.write_text(f"#!{sys.executable}\nimport sys\n{fail if packages is None else write}\n")
    program.chmod(0o755)
    assert audit.main(str(program), "requirements.lock") == code
    assert tuple(capsys.readouterr()) == (out, err)
