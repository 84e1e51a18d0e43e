"""Blocks of [[notes]] that share a name, or nearly: each keeps its own files."""

import shutil
import subprocess
from http.server import BaseHTTPRequestHandler

import duckdb
import pytest

import config
from pipelines import commands, notes
from tests.servers.loopback import listening
from warehouse.read import newest
from warehouse.records import Attendance, SourceRun


class Pad(BaseHTTPRequestHandler):
    """A HackMD with one note."""

    def do_GET(self):
        body = b"# Sync 2022-02-02\n\nPresent: Cy Noor\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/markdown")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "2022-01-05.md").write_text("# Sync 2022-01-05\n\nPresent: Ada Lund\n")
    me = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for command in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "one")):
        subprocess.run(("git", *me, *command), cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("first", ["git", "hackmd"])
@pytest.mark.parametrize("other", ["team", "Team", "TEAM ", "te\u0301am"])
def test_two_places_of_one_series_keep_their_own_files(tmp_path, repository, first, other):
    with listening(Pad) as url:
        places = {"git": f'git = "file://{repository}"', "hackmd": f'hackmd = "{url}/note"'}
        second = "hackmd" if first == "git" else "git"
        toml = tmp_path / "dashboard.toml"
        toml.write_text(
            f'[[notes]]\nseries = "team"\n{places[first]}\n'
            f'[[notes]]\nseries = "{other}"\n{places[second]}\n'
        )
        for _ in range(2):
            assert commands.main(["--config", str(toml)]) == 0
        rows = list(notes.read(config.load(toml)))
        came = [row.name for row in rows if isinstance(row, Attendance)]
        assert sorted(came) == ["Ada Lund", "Cy Noor"]


def test_two_folders_of_one_series_count_each_meeting_once(tmp_path):
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / f"2022-01-0{number}.md").write_text("Present: Ada Lund\n")
    toml = tmp_path / "dashboard.toml"
    toml.write_text("".join(f'[[notes]]\nseries = "team"\npath = "{n}"\n' for n in (1, 2)))
    rows = list(notes.read(config.load(toml)))
    assert len([row for row in rows if isinstance(row, Attendance)]) == 2


def test_ids_of_hackmd_that_differ_by_case_or_a_hyphen_keep_their_own_files(tmp_path):
    with listening(Pad) as url:
        toml = tmp_path / "dashboard.toml"
        notes_of = '[[notes]]\nseries = "team"\nhackmd = ["{0}/aB_c", "{0}/Ab-c", "{0}/x"]\n'
        toml.write_text(notes_of.format(url))
        assert commands.main(["--config", str(toml)]) == 0
        folder = tmp_path / "data" / "raw" / "notes" / "team"
        assert len(list(folder.glob("*.md"))) == 3
        toml.write_text(f'[[notes]]\nseries = "team"\nhackmd = ["{url}/x"]\n')
        assert commands.main(["--config", str(toml)]) == 0
        rows = list(notes.read(config.load(toml)))
        assert {row.source_file for row in rows if isinstance(row, Attendance)} == {
            "data/raw/notes/team/x.md"
        }
        (run,) = [row for row in rows if isinstance(row, SourceRun)]
        assert run.message == "2 notes that dashboard.toml no longer names: not counted"


def test_what_is_gone_counts_as_it_was_read_and_only_of_its_own_path(tmp_path):
    for day, name in enumerate(("team/1.md", "team-b/2.md", "minutes.md", "lost.md"), start=1):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"# Sync 2026-02-0{day}\n\nPresent: Ada Moss, Bo Reed\n")
    blocks = {"a": "team", "b": "team-b", "c": "minutes.md", "d": "lost.md"}
    series = (f'[[notes]]\nseries = "{s}"\npath = "{path}"\n' for s, path in blocks.items())
    toml = tmp_path / "dashboard.toml"
    toml.write_text("".join(series))

    def meetings():
        commands.main(["--config", str(toml)])
        with duckdb.connect(newest(tmp_path / "data"), read_only=True) as db:
            return db.execute(
                "select series, source_file, held_on::varchar from meeting order by all"
            ).fetchall()

    assert len(meetings()) == 4
    shutil.rmtree(tmp_path / "team")
    (tmp_path / "lost.md").unlink()
    for name in ("team", "minutes.md"):  # a file in the place of a folder, and a new text
        (tmp_path / name).write_text("# Sync 2026-03-02\n\nPresent: Cy Quill\n")
    assert meetings() == [
        ("a", "team/1.md", "2026-02-01"),
        ("b", "team-b/2.md", "2026-02-02"),
        ("c", "minutes.md", "2026-03-02"),
        ("d", "lost.md", "2026-02-04"),
    ]
