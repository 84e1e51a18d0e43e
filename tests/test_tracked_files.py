"""No tracked file names a machine's path, a package index or a secret; the sample stays small."""

import re
import subprocess
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
# This checkout and this person's home, and what other machines' paths begin with; Zoe is invented.
HERE = b"|".join(re.escape(str(folder).encode()) for folder in (HOME, Path.home()))
MACHINE = re.compile(HERE + rb"|(?<![\w./:-])/(?:home/(?!zoe/)\w|Users/\w|root/|opt/|mnt/)[\w/.-]*")
INDEX = re.compile(
    rb"--(?:extra-)?index-url|--find-links|pypi\.[a-z.]*org|pythonhosted|/simple/"
    rb"|registry\.[a-z]+\.\w+"
)
LARGE = 1_000_000  # bytes
SECRET = re.compile(
    rb"gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,}|AKIA[A-Z0-9]{16}|xox[bp]-[\w-]{20,}"
    rb"|-----BEGIN [A-Z ]*PRIVATE KEY|hooks\.slack\.com/services/T\w+"
)


@cache
def _tracked() -> dict[str, bytes]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, check=True)
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return {name: (HOME / name).read_bytes() for name in names if (HOME / name).is_file()}


def _hits(pattern: re.Pattern[bytes]) -> list[tuple[str, bytes]]:
    own = Path(__file__).relative_to(HOME).as_posix()
    return [
        (name, found.group())
        for name, content in _tracked().items()
        if name != own and not name.endswith((".png", ".parquet"))
        for found in pattern.finditer(content)
    ]


def test_no_tracked_file_holds_a_path_of_a_machine() -> None:
    assert _hits(MACHINE) == []


def test_no_tracked_file_names_a_package_index() -> None:
    assert _hits(INDEX) == []


def test_no_tracked_file_holds_a_secret() -> None:
    assert _hits(SECRET) == []


def test_the_patterns_would_find_what_they_forbid() -> None:
    assert MACHINE.search(b'path = "/home/someone/bills"')
    assert INDEX.search(b"--index-url https://example.org")
    assert SECRET.search(b"GITHUB_TOKEN=ghp_" + b"a" * 36)


def test_the_sample_is_under_two_megabytes() -> None:
    sizes = [len(data) for name, data in _tracked().items() if name.startswith("data/sample/")]
    assert 0 < sum(sizes) < 2_000_000


def test_a_teams_own_files_are_never_tracked() -> None:
    own = [name for name in ("dashboard.toml", "balances.csv", "people.toml") if name in _tracked()]
    assert own == []


def test_no_tracked_file_is_large_but_the_charts_script_that_packs_embed() -> None:
    large = [name for name, data in _tracked().items() if len(data) > LARGE]
    assert [name for name in large if not name.startswith("share/vendor/")] == []
