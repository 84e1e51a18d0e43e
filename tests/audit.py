"""Ask an advisory database about every package of a lock: `python tests/audit.py pip-audit LOCK`.

pip-audit alone says "no known vulnerabilities" of packages that it could not look up, too.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

FINE, FOUND, NOT_CHECKED = 0, 1, 75


def main(program: str, lock: str) -> int:
    """0 every package was looked up and none has a known weakness, 1 one has, 75 not checked."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "audit.json"
        command = [program, "--requirement", lock, "--require-hashes", "--disable-pip"]
        options = ["--progress-spinner", "off", "--format", "json", "--output", str(answer)]
        ran = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
        try:
            packages = json.loads(answer.read_text(encoding="utf-8"))["dependencies"]
        except (FileNotFoundError, ValueError, KeyError):
            packages = []
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    weak = [each for each in packages if each.get("vulns")]
    for each in weak:
        for one in each["vulns"]:
            fixed = ", ".join(one["fix_versions"]) or "no version yet"
            print(f"{each['name']} {each['version']}: {one['id']}, fixed in {fixed}")
    if len(unknown) == len(packages):
        why = ran.stderr.strip().splitlines()[-1:] if not packages else ["it knows no package"]
        print(f"Not checked: no advisory database answered ({' '.join(why)}).", file=sys.stderr)
    elif unknown:
        names = ", ".join(unknown)
        print(f"{len(unknown)} of {len(packages)} packages not checked: {names}.", file=sys.stderr)
    elif not weak:
        print(f"{len(packages)} packages checked: none has a known weakness.")
    return FOUND if weak else NOT_CHECKED if unknown or not packages else FINE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
