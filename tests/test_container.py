"""The image of the Containerfile: built, read-only, it ingests and answers its own health check.

No registry is asked: the base is a root file system of Debian's packages, and buildah builds in it
by chroot. The built tree is then run as `--read-only --user` does it, with the kernel's own means:
mounts of our own, read-only but for /data and /tmp, and a change of root to the image's user. What
this does not show: podman's or Docker's own options, network and limits.
"""

import json
import os
import shlex
import shutil
import signal
import subprocess
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from servers import programs
from servers.running import free_port

HOME = Path(__file__).resolve().parents[1]
READ_ONLY = """
mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"
mount --bind "$1" "$0/data"
mount -t tmpfs tmpfs "$0/tmp" && mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev"
shift; exec "$@"
"""


@dataclass(frozen=True)
class Image:
    """What the builder made: its tree, its settings, and the sample as its volume."""

    root: Path
    settings: dict[str, Any]
    data: Path

    def command(self, *words: str, user: str = "", folder: str = "", **env: str) -> list[str]:
        """The words run inside, read-only, with the image's environment and user."""
        given = [*self.settings["Env"], *(f"{name}={value}" for name, value in env.items())]
        enter = f"cd {folder or self.settings['WorkingDir']} && exec {shlex.join(words)}"
        return [
            "unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", READ_ONLY,
            str(self.root), str(self.data),
            "chroot", f"--userspec={user or self.settings['User']}", str(self.root),
            "/usr/bin/env", "-i", *given, "sh", "-c", enter,
        ]  # fmt: skip

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*words, **more), capture_output=True, text=True,
                              check=False)  # fmt: skip

    def quarterdeck(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self.run(*self.settings["Entrypoint"], *words, **more)

    def health(self, **env: str) -> int:
        """The exit code of the image's own check."""
        kind, check = self.settings["Healthcheck"]["Test"]
        assert kind == "CMD-SHELL"
        return self.run("sh", "-c", check, **env).returncode


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    if os.geteuid() != 0:
        pytest.fail("the image is built by chroot, which root alone may. Fix: run as root, as CI",
                    pytrace=False)  # fmt: skip
    folder = tmp_path_factory.mktemp("container")
    try:
        yield _built(folder)
    finally:
        shutil.rmtree(folder)  # gigabytes, which pytest would keep for three runs


def _built(folder: Path) -> Image:
    subprocess.run([programs.debian("mmdebstrap"), "--quiet", "--variant=minbase", "bookworm",
                    str(folder / "base.tar")], check=True)  # fmt: skip
    base = _buildah(folder, "from", "scratch")
    _buildah(folder, "add", "--quiet", base, str(folder / "base.tar"), "/")
    _buildah(folder, "commit", "--quiet", "--rm", base, "localhost/base")
    _buildah(folder, "build", "--isolation", "chroot", "--format", "docker", "--build-arg",
             "BASE=localhost/base", *_pip_of_this_machine(folder), "--tag", "localhost/own",
             str(HOME))  # fmt: skip
    built = _buildah(folder, "from", "localhost/own")
    settings = json.loads(_buildah(folder, "inspect", built))["Docker"]["config"]
    root, data = Path(_buildah(folder, "mount", built)), folder / "data"
    made = shutil.ignore_patterns("warehouse-*", "cache", "ingest.*")
    shutil.copytree(root / "srv" / "quarterdeck" / "data" / "sample", data, ignore=made)
    subprocess.run(["chown", "--recursive", settings["User"], str(data)], check=True)
    data.chmod(0o700)
    return Image(root, settings, data)


def _buildah(folder: Path, *words: str) -> str:
    """What it prints; the driver is the one that needs no mounts of the kernel's."""
    own = ["--root", str(folder / "store"), "--runroot", str(folder / "run"),
           "--storage-driver", "vfs"]  # fmt: skip
    ran = subprocess.run([programs.debian("buildah"), *own, *words], capture_output=True, text=True,
                         env={**os.environ, "TMPDIR": str(folder)}, check=False)  # fmt: skip
    assert ran.returncode == 0, (ran.stdout + ran.stderr)[-3000:]
    return ran.stdout.strip()


def _pip_of_this_machine(folder: Path) -> list[str]:
    """pip's settings here, for the builder alone: nothing of them stays in the image."""
    listed = subprocess.run(["pip", "config", "list"], capture_output=True, text=True, check=True)
    machine = folder / "machine"
    machine.mkdir()
    lines, mounts = {}, {f"{machine}:/machine:ro"}
    for line in listed.stdout.splitlines():
        name, _, value = line.replace("'", "").partition("=")
        for word in value.split():
            path = Path(word.removeprefix("file://"))
            if path.is_absolute() and path.is_file():
                shutil.copy(path, machine)
                value = value.replace(word, f"/machine/{path.name}")
            elif path.is_absolute():
                held = path.parent if word != str(path) else path  # an index names its files by ../
                mounts.add(f"{held}:{held}:ro")
        lines[name.rpartition(".")[2]] = value
    (machine / "pip.conf").write_text(
        "[global]\n" + "".join(f"{name} = {value}\n" for name, value in lines.items())
    )
    mounts.add(f"{machine / 'pip.conf'}:/etc/pip.conf:ro")
    return [word for mount in sorted(mounts) for word in ("--volume", mount)]


@pytest.mark.heavy
def test_the_image_ingests_and_answers_in_a_tree_that_nobody_can_write(image: Image) -> None:
    assert {name: image.settings[name] for name in ("User", "Volumes", "Cmd")} == {
        "User": "10001:10001", "Volumes": {"/data": {}}, "Cmd": ["run"],
    }  # fmt: skip
    written = image.run("touch", "/srv/quarterdeck/app.py", user="0:0")
    assert "Read-only file system" in written.stderr

    ingest = image.quarterdeck("ingest", "--no-fetch")
    assert ingest.returncode == 0, ingest.stderr
    (build,) = image.data.glob("warehouse-*.duckdb")
    assert (build.stat().st_uid, build.stat().st_mode & 0o077) == (10001, 0)

    env = {"STREAMLIT_SERVER_PORT": str(free_port()), "STREAMLIT_SERVER_BASE_URL_PATH": "/money"}
    assert image.health(**env) != 0
    words = (*image.settings["Entrypoint"], *image.settings["Cmd"])
    with subprocess.Popen(
        image.command(*words, **env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:  # fmt: skip
        until = time.monotonic() + 60
        while (code := image.health(**env)) != 0 and time.monotonic() < until:
            assert server.poll() is None
        # Who took another user's rights no longer dies with his parent, so all of them are ended.
        os.killpg(server.pid, signal.SIGKILL)
    assert code == 0
    assert image.health(**env) != 0, "the server is left running"


@pytest.mark.heavy
def test_any_user_may_see_the_sample_of_the_image(image: Image) -> None:
    sample = "/srv/quarterdeck/data/sample/dashboard.toml"
    said = image.quarterdeck("--config", sample, "metrics", "awards.awards", "--json",
                             user="4321:4321", folder="/")  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.heavy
def test_the_image_holds_nothing_of_the_machine_that_made_it(image: Image) -> None:
    listed = (HOME / ".dockerignore").read_text().split()
    brought = {each[1:].split("/")[0] for each in listed if each.startswith("!")}
    home = image.root / "srv" / "quarterdeck"
    assert {each.name for each in home.iterdir()} == brought | {".venv", "__pycache__"}
    assert [each.name for each in (home / ".streamlit").iterdir()] == ["config.toml"]
    for left in ("etc/pip.conf", "machine", "root/.config", "root/.cache", "tmp"):
        path = image.root / left
        assert not path.exists() or not (
            list(path.iterdir()) if path.is_dir() else path.read_bytes()
        )


def test_the_image_gets_every_package_and_nothing_of_a_team() -> None:
    """An allow-list: what is new, a secret too, stays out until it is named."""
    lines = [line for line in (HOME / ".dockerignore").read_text().splitlines() if line[0] != "#"]
    setup = tomllib.loads((HOME / "pyproject.toml").read_text())["tool"]["setuptools"]
    packages = {name.rstrip("*") for name in setup["packages"]["find"]["include"]}
    modules = {f"{name}.py" for name in setup["py-modules"]}
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == packages | modules | {
        ".streamlit/config.toml", "LICENSE", "dashboard.example.toml", "data/sample",
        "pyproject.toml", "requirements.lock",
    }  # fmt: skip
