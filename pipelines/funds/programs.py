"""Accounting programs of this machine, run over one plain-text book: hledger, ledger, bean-query.

They are started as programs and never imported: the book's language is theirs, and so is their
licence. A book may name other files and code to run, so one that does is not handed to them.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipelines.billing.rollup import NoTable

SECONDS = 60
MOST = 200 << 20  # bytes that a program may write
LIMITED = (
    "import os, resource as r, sys; r.setrlimit(r.RLIMIT_CPU, (int(sys.argv[1]),) * 2); "
    "r.setrlimit(r.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2); os.execv(sys.argv[3], sys.argv[3:])"
)


@dataclass(frozen=True)
class Program:
    """An accounting program: the endings of its books, how it is installed, what it refuses.

    leads_out  a line that reads another file or runs code
    whole      writes a book that includes others as one file
    """

    name: str
    endings: tuple[str, ...]
    install: str
    leads_out: str
    whole: str


PROGRAMS = {
    "hledger": Program(
        "hledger", (".journal", ".hledger"), "your system's package (Debian: hledger)",
        r"[!@]?include\b", "hledger print",
    ),
    "ledger": Program(
        "ledger", (".ledger",), "your system's package (Debian: ledger)",
        r"[!@]?(include|import|python)\b", "ledger print --raw",
    ),
    "beancount": Program(
        "bean-query", (".beancount",), "python -m pip install beanquery",
        r"""include\b|plugin\s+(?!"beancount\.plugins\.)|option\s+"insert_pythonpath\"""",
        "bean-query FILE print",
    ),
}  # fmt: skip


def program_of(place: str, wanted: str | None) -> Program | None:
    """The program that reads a book: the wanted format's, else by its ending; None: none does."""
    if wanted:
        return PROGRAMS.get(wanted)
    ending = Path(place).suffix.lower()
    return next((each for each in PROGRAMS.values() if ending in each.endings), None)


def check(program: Program, book: Path) -> None:
    """Raises NoTable for a book that names another file, or code that the program would run."""
    leads_out = re.compile(rf"\s*({program.leads_out})")
    text = book.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if found := leads_out.match(line):
            raise NoTable(
                f'line {number}, "{found[1].split()[0]} …", leads out of the file and is not '
                f"followed. Write the book as one file: {program.whole}"
            )


def run(program: Program, arguments: list[str], book: Path) -> str:
    """What a program writes about a book. Raises NoTable, also for a book that it finds wrong.

    arguments  ours alone; BOOK among them is the book's path
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    found = shutil.which(program.name, path=path)
    if found is None:
        raise NoTable(
            f"{program.name} is not installed: it reads this book. Install it: {program.install}; "
            'or say format = "journal" to have its plain transactions read without it'
        )
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as out, \
            tempfile.TemporaryFile() as said:  # fmt: skip
        limited = [sys.executable, "-I", "-c", LIMITED, str(SECONDS), str(MOST), found]
        filled = [str(book) if each == "BOOK" else each for each in arguments]
        about = {"PATH": path, "HOME": home, "LC_ALL": "C.UTF-8",
                 "BEANCOUNT_DISABLE_LOAD_CACHE": "1"}  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, no shell
                [*limited, *filled], stdin=subprocess.DEVNULL, stdout=out, stderr=said, env=about,
                cwd="/", timeout=2 * SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            done = None
        if done is None or done.returncode < 0 or out.seek(0, os.SEEK_END) >= MOST:
            raise NoTable(
                f"{program.name} did not end within {SECONDS} s and {MOST >> 20} MB. "
                "Split the book by years"
            )
        said.seek(0)
        trouble = said.read(1 << 20).decode(errors="replace").replace(str(book), "BOOK")
        if done.returncode or "BOOK:" in trouble:
            raise NoTable(_refused(program, trouble))
        out.seek(0)
        return out.read().decode(errors="replace")


def _refused(program: Program, said: str) -> str:
    """Where a program finds a book wrong; what it quotes of the book stays out."""
    line = re.search(r"(?:BOOK\"?[:,]|\blines? )\s*(\d+)", said)
    where = f" at line {line[1]}" if line else ""
    other = ', or, where ledger reads it, say format = "ledger"' * (program.name == "hledger")
    return f"{program.name} finds it wrong{where}. Run {program.name} over it and correct it{other}"
