"""Where a file of notes is on the web, by what its folder under data/raw holds."""

import pytest

import config
from pipelines import SourceError
from pipelines.notes.files import folders, git, hackmd, web
from pipelines.notes.files.hackmd import files

COMMIT = "0" * 39 + "a"


def house_of(tmp_path, settings):
    toml = tmp_path / "dashboard.toml"
    toml.write_text(f'[[notes]]\nseries = "team"\n{settings}\n')
    return config.load(toml, tmp_path / "data")


def address(tmp_path, settings, name="a b/2026-02-09.md", text="# x", head="", more=()):
    house = house_of(tmp_path, settings)
    series = house.config.notes[0]
    clone = folders.raw_folder(house, series)
    for place, written in ((name, text), (".git/HEAD", head), *more):
        (clone / place).parent.mkdir(parents=True, exist_ok=True)
        (clone / place).write_text(written)
    return web.address(house, series, clone / name)


@pytest.mark.parametrize(
    ("git", "place"),
    [
        ("https://github.com/moss/weir.git", "https://github.com/moss/weir/blob"),
        ("https://github.com/moss/weir/", "https://github.com/moss/weir/blob"),
        ("https://gitlab.com/moss/boats/weir", "https://gitlab.com/moss/boats/weir/-/blob"),
        ("https://codeberg.org/moss/weir", "https://codeberg.org/moss/weir/src/commit"),
        ("https://git.example.org/moss/weir", None),
        ("../weir", None),
    ],
)
def test_a_line_of_a_repository_is_linked_at_its_commit(tmp_path, git, place):
    found = address(tmp_path, f'git = "{git}"', head=f"{COMMIT}\n")
    assert found == (f"{place}/{COMMIT}/a b/2026-02-09.md" if place else None)


REFS = f"# pack-refs\n{'1' * 40} refs/heads/mains\n{COMMIT} refs/heads/main\n"


@pytest.mark.parametrize(
    ("head", "more", "commit"),
    [
        (COMMIT, (), COMMIT),
        ("ref: refs/heads/main\n", ((".git/refs/heads/main", f"{COMMIT}\n"),), COMMIT),
        ("ref: refs/heads/main\n", ((".git/packed-refs", REFS),), COMMIT),
        ("ref: refs/heads/other\n", ((".git/packed-refs", REFS),), None),
        ("ref: refs/heads/main\n", (), None),
        ("", (), None),
    ],
)
def test_the_commit_of_a_checkout_is_read_from_its_own_files(tmp_path, head, more, commit):
    found = address(tmp_path, 'git = "https://github.com/moss/weir"', head=head, more=more)
    place = f"https://github.com/moss/weir/blob/{commit}/a b/2026-02-09.md"
    assert found == (place if commit else None)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"https://github.com/moss/weir/issues/7"', "https://github.com/moss/weir/issues/7"),
        ('"http://github.com/moss/weir/issues/7"', None),
        ("null", None),
        ('"a" "b"', None),
    ],
)
def test_minutes_that_are_an_issue_keep_its_address(tmp_path, source, found):
    settings = 'github = "moss"\nlabel = "meeting"'
    text = f'---\ntitle: "x"\nsource: {source}\n---\n'
    assert address(tmp_path, settings, "moss-weir-7.md", text) == found
    assert address(tmp_path, settings, "moss-weir-8.md", f"{' ' * 2000}\n{text}") is None


def test_a_note_of_hackmd_is_linked_and_a_folder_is_not(tmp_path):
    settings = 'hackmd = ["https://hackmd.io/abc", "https://hackmd.io/ABC", "def"]'
    house = house_of(tmp_path, settings)
    named = files(house, house.config.notes[0])
    assert [web.address(house, house.config.notes[0], tmp_path / n) for n in named.values()] == [
        *named
    ]
    assert len({*named.values()}) == 3
    assert web.address(house, house.config.notes[0], tmp_path / "other.md") is None
    own = house_of(tmp_path, 'path = "notes"')
    assert web.address(own, own.config.notes[0], tmp_path / "notes" / "a.md") is None


def test_the_files_of_a_folder_are_those_of_known_kinds_that_nobody_hid(tmp_path):
    kept = ["a.md", "b/C.TXT", "b/d.markdown", "e.pdf"]
    for name in [*kept, ".f.md", ".g/h.md", "i.py", "b/.j/k.md"]:
        (tmp_path / "x" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "x" / name).write_text("x")
    (tmp_path / "x" / "l.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "x" / "m.md").mkdir()
    found = [
        file.relative_to(tmp_path / "x").as_posix() for file in folders.files_of(tmp_path / "x")
    ]
    assert found == sorted([*kept, "l.md"])
    assert folders.files_of(tmp_path / "x" / "i.py") == [tmp_path / "x" / "i.py"]


def test_series_that_are_fetched_have_a_folder_each(tmp_path):
    house = house_of(
        tmp_path,
        'git = "https://github.com/a/b"\n[[notes]]\nseries = "Team"\nhackmd = "abc"\n'
        '[[notes]]\nseries = "team"\npath = "x"\n[[notes]]\nseries = "other"\nhackmd = "def"',
    )
    names = [folders.raw_folder(house, series).name for series in house.config.notes]
    assert [name.partition("-")[0] for name in names] == ["team", "team", "team", "other"]
    assert (len({*names}), names[3]) == (4, "other")


@pytest.mark.parametrize(
    ("settings", "what", "remedy"),
    [
        ('path = "no"', "no is not there", "correct path of [[notes]] team"),
        ('git = "../a"', "data/raw/notes/team is not there", "run python -m pipelines"),
        (
            'git = "../a"\nfolder = "../x"',
            "'../x' is no folder of the repository",
            "correct folder of [[notes]] team",
        ),
        (
            'git = "../a"\nfolder = "x"',
            "data/raw/notes/team/x is not there",
            "run python -m pipelines",
        ),
    ],
)
def test_a_folder_that_is_not_there_is_named_with_what_to_do(tmp_path, settings, what, remedy):
    house = house_of(tmp_path, settings)
    with pytest.raises(SourceError) as raised:
        folders.folder_of(house, house.config.notes[0])
    error = raised.value
    assert (error.source, error.what, error.remedy) == ("notes", what, remedy)
    assert (error.unit, error.passing) == ("team", False)


def test_a_series_is_read_from_its_path_or_from_its_folder_in_what_was_fetched(tmp_path):
    house = house_of(tmp_path, 'git = "../a"\nfolder = "b/c"')
    (house.raw / "notes" / "team" / "b" / "c").mkdir(parents=True)
    assert folders.folder_of(house, house.config.notes[0]) == house.raw / "notes" / "team" / "b/c"
    house = house_of(tmp_path, 'path = "own"')
    (tmp_path / "own").write_text("x")
    assert folders.folder_of(house, house.config.notes[0]) == tmp_path / "own"


ADDRESSES = {
    " team/sync ": "https://hackmd.io/@team/sync",
    "@team/sync": "https://hackmd.io/@team/sync",
    "s/abc": "https://hackmd.io/s/abc",
    "abc": "https://hackmd.io/abc",
    "abc/": "https://hackmd.io/abc",
    "https://pad.example/abc/edit?x#y": "https://pad.example/abc",
    "http://pad.example:81/a/view/": "http://pad.example:81/a",
    "https://hackmd.io/abc/download": "https://hackmd.io/abc",
}


@pytest.mark.parametrize(("pasted", "address"), ADDRESSES.items())
def test_what_is_pasted_is_the_plain_address_of_a_note(pasted, address):
    assert hackmd.address(pasted) == address


@pytest.mark.parametrize(
    ("settings", "what", "remedy"),
    [
        (
            'git = "gopher://x/y"',
            "git of [[notes]] team is no address that is asked",
            "write a path, or https://, http://, ssh://, git://, file://; no query, "
            "and / : @ of a password as %2F %3A %40",
        ),
        (
            'git = "../a"\nbranch = "a..b"',
            "'a..b' is no name of a branch",
            "correct branch in dashboard.toml",
        ),
    ],
)
def test_what_git_is_not_asked_for_is_a_mistake_of_the_settings(tmp_path, settings, what, remedy):
    house = house_of(tmp_path, settings)
    error = git.fetch(house, house.config.notes[0])
    assert isinstance(error, SourceError)
    assert (error.source, error.what, error.remedy) == ("notes", what, remedy)
    assert (error.unit, error.passing) == ("team", False)


def test_hackmd_is_asked_a_hundred_times_in_five_minutes_at_most_as_it_allows():
    assert hackmd.PER_MINUTE * 5 == 100
