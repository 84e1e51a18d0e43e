"""What is written for git, branch and folder runs no command and leaves no password behind."""

import subprocess

import pytest

import config
from pipelines import SourceError, notes
from tests.servers.git_backend import served
from tests.servers.scripted import Reply, scripted
from warehouse.records import SourceRun

NOTE = "# Sync 2022-01-05\n\nPresent: Ada, Bo\n"
PASSWORD = "heron@p:7%lake"
WRITTEN = "heron@p%3A7%25lake"


def git(folder, *arguments):
    me = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(("git", *me, *arguments), cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repositories" / "moss"
    folder.mkdir(parents=True)
    (folder / "2022-01-05.md").write_text(NOTE)
    git(folder, "init", "--quiet", "--initial-branch", "notes")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    git(folder, "tag", "first")
    return folder


def house_of(tmp_path, **settings):
    toml = tmp_path / "dashboard.toml"
    lines = [f"{key} = '''{value}'''" for key, value in settings.items()]
    toml.write_text("\n".join(["[[notes]]", 'series = "team"', *lines, ""]))
    return config.load(toml, tmp_path / "data")


def fetched(house):
    return list(notes.fetch(house, now=None))


def everything_in(folder):
    return "\n".join(
        f"{file}\n{file.read_bytes().decode('latin-1')}"
        for file in folder.rglob("*") if file.is_file()
    )  # fmt: skip


@pytest.mark.parametrize("is_cloned", [False, True])
@pytest.mark.parametrize(
    "branch",
    [
        "--upload-pack=touch {mark};git-upload-pack", "-utouch {mark}", "+notes", "notes:main",
        "^notes", "notes notes", "no..tes", "@", "",
    ],
)  # fmt: skip
def test_a_branch_is_a_name_and_never_an_option(tmp_path, repository, branch, is_cloned):
    mark = tmp_path / "mark"
    if is_cloned:
        assert fetched(house_of(tmp_path, git=repository)) == ["team"]
    branch = branch.replace("{mark}", str(mark))
    (said,) = fetched(house_of(tmp_path, git=repository, branch=branch))
    assert not mark.exists()
    if branch:
        assert isinstance(said, SourceError)
        assert (said.what, said.passing) == (f"{branch!r} is no name of a branch", False)


@pytest.mark.parametrize("branch", ["notes", "first", "refs/heads/notes"])
def test_a_branch_a_tag_or_a_full_ref_is_followed(tmp_path, repository, branch):
    house = house_of(tmp_path, git=f"file://{repository}", branch=branch)
    assert fetched(house) == ["team"]
    assert fetched(house) == ["team"]
    assert (house.raw / "notes" / "team" / "2022-01-05.md").read_text() == NOTE


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c touch% {mark}", "ext::touch {mark}", "fd::7", "-u{mark}",
        "--upload-pack={mark}", "ssh://-oProxyCommand=touch {mark}/x",
        "-oProxyCommand@example.org:x",
        "https://example.org/notes.git?private_token=gannet", "https://ada:gan/net@example.org/x",
        "https://ada:gan%0anet@example.org/x", "ftp://example.org/notes.git",
        "git@-oProxyCommand=x:notes",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_unasked_and_unshown(tmp_path, address):
    mark = tmp_path / "mark"
    address = address.replace("{mark}", str(mark))
    (said,) = fetched(house_of(tmp_path, git=address))
    assert isinstance(said, SourceError)
    assert said.what == "git of [[notes]] team is no address that is asked"
    assert (said.passing, mark.exists(), "gan" in str(said)) == (False, False, False)


@pytest.mark.parametrize("folder", ["../../..", "/", "-x", "docs/../../.."])
def test_a_folder_stays_inside_its_clone(tmp_path, repository, folder):
    (tmp_path / "data" / "2022-02-02.md").parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "data" / "2022-02-02.md").write_text(NOTE)
    house = house_of(tmp_path, git=repository, folder=folder)
    fetched(house)
    (said,) = list(notes.read(house))
    assert (type(said), said.status, said.rows) == (SourceRun, "failed", 0)


def test_a_password_opens_the_repository_and_is_kept_nowhere(tmp_path, repository):
    with served(repository.parent, "ada", PASSWORD) as url:
        address = url.replace("://", f"://ada:{WRITTEN}@") + "/moss/.git"
        house = house_of(tmp_path, git=address)
        assert fetched(house) == ["team"]
        assert fetched(house) == ["team"]
        assert (house.raw / "notes" / "team" / "2022-01-05.md").read_text() == NOTE
        assert f"url = {url}/moss/.git" in everything_in(tmp_path / "data")
    (failed,) = fetched(house)
    shown = everything_in(tmp_path / "data") + str(failed)
    assert [secret for secret in (PASSWORD, WRITTEN, "heron", "lake") if secret in shown] == []


def test_a_token_in_place_of_a_user_opens_the_repository_and_is_kept_nowhere(tmp_path, repository):
    with served(repository.parent, "gannet7", "") as url:
        house = house_of(tmp_path, git=url.replace("://", "://gannet7@") + "/moss/.git")
        assert fetched(house) == ["team"]
    (failed,) = fetched(house)
    assert "gannet7" not in everything_in(tmp_path / "data") + str(failed)


def test_a_password_that_an_older_version_kept_is_taken_out_even_where_the_fetch_fails(
    tmp_path, repository
):
    house = house_of(tmp_path, git=repository)
    assert fetched(house) == ["team"]
    clone = house.raw / "notes" / "team"
    git(clone, "config", "remote.origin.url", "http://ada:gannet@127.0.0.1:9/x")
    (failed,) = fetched(house_of(tmp_path, git="http://ada:gannet@127.0.0.1:9/x"))
    assert isinstance(failed, SourceError)
    assert "gannet" not in everything_in(clone) + str(failed)
    assert (clone / "2022-01-05.md").read_text() == NOTE


def test_a_repository_that_moved_is_not_followed_to_another_host(tmp_path):
    with scripted(Reply(b"", 404)) as other:
        moved = Reply(b"", 301, {"Location": f"{other.url}/x/info/refs?service=git-upload-pack"})
        with scripted(moved) as server:
            (failed,) = fetched(house_of(tmp_path, git=f"{server.url}/x"))
    assert other.asked == []
    assert failed.remedy == "write the address it moved to into git of dashboard.toml"
