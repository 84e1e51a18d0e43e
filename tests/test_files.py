"""A file is replaced whole or left as it was, and only one place knows how."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.files import replace_file, replacing, sweep

HOME = Path(__file__).resolve().parents[1]
# Moves of something that is whole already, and why they are no replacement of a file.
MOVES = {
    "warehouse/build.py": "DuckDB closes a build under its own name, .building, before it counts",
    "pipelines/notes/files/git.py": "a clone is a folder",
    "pipelines/withheld.py": "a file called after a person gets another name, its bytes stay",
    "share/site/write.py": "a site is complete in a folder before its files take their places",
    "share/data.py": "a release is complete in a folder before its files take their places",
    "bench/parts.py": "a text that was made whole takes its final name",
}


def test_a_file_is_replaced_with_its_rights_in_a_folder_made_for_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "state.json"
    replace_file(file, "ä", mode=0o600)
    assert file.read_bytes() == "ä".encode()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["state.json"]


def test_an_error_leaves_the_old_content_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    replace_file(file, b"old")
    with pytest.raises(KeyboardInterrupt), replacing(file) as unfinished:
        unfinished.write_bytes(b"half")
        raise KeyboardInterrupt
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"state.json": b"old"}


def test_what_was_not_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    replace_file(file, b"old")
    with replacing(file):
        pass
    assert file.read_bytes() == b"old"


def test_what_a_killed_process_left_is_swept_and_a_running_ones_work_is_not(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom config.files import replacing\n"
        "with replacing(Path(sys.argv[1])) as unfinished:\n"
        "    unfinished.write_bytes(b'half')\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    file = tmp_path / "raw" / "state.json"
    killed = subprocess.run([sys.executable, "-c", script, file], cwd=HOME, check=False)
    (tmp_path / "bill.parquet.writing").touch()  # the name that earlier versions gave
    assert (killed.returncode, len(list(tmp_path.rglob("*.writing")))) == (-9, 2)
    with replacing(file) as mine:
        mine.write_bytes(b"new")
        sweep(tmp_path)
        assert list(tmp_path.rglob("*.writing")) == [mine]
    assert file.read_bytes() == b"new"
    assert f".{os.getpid()}." in mine.name


def moves(source: str) -> list[int]:
    """Lines that rename a file: os.replace, os.rename, shutil.move, Path.rename and Path.replace.

    A text's replace takes two arguments, a path's one; a frame's takes a dict or a name.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, ast.unparse(node.func.value)
            one = len(node.args) == 1 and not node.keywords
            path = one and not isinstance(node.args[0], ast.Dict | ast.Constant)
            if (name in ("replace", "rename") and path) or (
                (owner, name) in {("os", "replace"), ("os", "rename"), ("shutil", "move")}
            ):
                found.append(node.lineno)
    return found


def test_only_config_files_puts_a_file_in_the_place_of_another() -> None:
    parts = ("config", "pipelines", "warehouse", "metrics", "wording", "charts", "share", "views")
    files = [file for part in (*parts, "bench") for file in (HOME / part).rglob("*.py")]
    found = {
        file.relative_to(HOME).as_posix()
        for file in files
        if moves(file.read_text(encoding="utf-8"))
    }
    assert found == {"config/files.py", *MOVES}


@pytest.mark.parametrize(
    "line",
    ["beside.replace(file)", "os.replace(a, b)", "a.rename(b)", "shutil.move(a, b)"],
)
def test_a_planted_move_is_found(line: str) -> None:
    assert moves(line) == [1]
