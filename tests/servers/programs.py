"""Programs the cron lines of docs/bills.md call: the real ones, got once where they are missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

BUILD = Path(__file__).resolve().parents[2] / "build"
HERE = Path(__file__).resolve().parent


def aws():
    """Amazon's program, else one in a venv of its own: it pins what s3fs wants newer."""
    found = shutil.which("aws")
    if found and _starts(found):
        return found
    BUILD.mkdir(exist_ok=True)
    with FileLock(BUILD / "awscli.lock"):
        own = BUILD / "awscli" / "bin" / "aws"
        if not own.is_file():
            venv = own.parents[1]
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
            pip = [venv / "bin" / "pip", "install", "--quiet", "awscli>=1.44,<2"]
            subprocess.run(pip, check=True, timeout=300)
    return str(own)


def rclone():
    """The system's rclone, or Debian's package where we are root."""
    return debian("rclone")


def debian(name):
    """The path of a program whose package has its name: the system's, or got where we are root."""
    BUILD.mkdir(exist_ok=True)
    with FileLock(BUILD / "apt.lock"):
        if not shutil.which(name) and os.geteuid() == 0 and shutil.which("apt-get"):
            subprocess.run(["apt-get", "update", "--quiet"], check=False)
            subprocess.run(["apt-get", "install", "--yes", "--quiet", name], check=False)
    found = shutil.which(name)
    if found is None:
        pytest.fail(
            f"{name} is not installed and could not be. "
            f"Fix: install your system's package (Debian: apt-get install {name})",
            pytrace=False,
        )
    return found


def missing(name, package, use):
    """The sentence about a program that is not here."""
    return f"{name} is not installed: {use}. Fix: your system's package (Debian: {package})"


def need(name, package, use):
    """Its path; without it the test is skipped with the sentence, or fails where it must not be.

    QUARTERDECK_NEED_NODE=1 makes a missing node a failure; likewise for every other name.
    """
    if found := shutil.which(name):
        return found
    sentence = missing(name, package, use)
    if os.environ.get(f"QUARTERDECK_NEED_{name.upper()}"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def stand_in(name):
    """A program that takes the options of `name` and gives what the test laid ready."""
    return str(HERE / f"stand_in_{name}.py")


def _starts(program):
    return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
