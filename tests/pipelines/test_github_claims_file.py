from datetime import date

import pytest

import config
from pipelines import github
from warehouse.records import ClaimAnswer, Reject, SourceRun


@pytest.fixture
def read(tmp_path):
    def of(text, settings=""):
        (tmp_path / "dashboard.toml").write_text(settings, encoding="utf-8")
        (tmp_path / "claims.toml").write_text(text, encoding="utf-8")
        house = config.load(tmp_path / "dashboard.toml", tmp_path / "data")
        return [r for r in github.read(house) if not isinstance(r, SourceRun)]

    return of


def test_what_was_settled_is_read_even_without_github(read):
    text = """
        [[claims]]
        meeting = "team-2018-09-20"
        quote = "closed 50 open issues"
        repo = "lab/hub"
        from = 2018-08-16
        note = "sprint"
        [[claims]]
        meeting = "team-2018-09-20"
        quote = "fifty"
        claim = false
    """
    assert read(text) == [
        ClaimAnswer(
            "team-2018-09-20", "closed 50 open issues", "lab/hub", date(2018, 8, 16), None, True,
            "sprint",
        ),
        ClaimAnswer("team-2018-09-20", "fifty", None, None, None, False, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[claims]\n", "not readable as TOML"),
        ('[[claims]]\nmeeting = "a"\nquote = "bcd"\nrepos = "x/y"\n', "repos: Extra inputs"),
        ('[[claims]]\nmeeting = "a"\nquote = "bcd"\nfrom = "soon"\n', "from: Input should be"),
        ('[[claims]]\nquote = "bcd"\n', "meeting: Field required"),
        ('claims = "x"\n', "[[claims]]: Input should be"),
    ],
)
def test_a_mistake_is_one_reject_with_its_reason(read, text, says):
    rejects = read(text)
    assert [type(r) for r in rejects] == [Reject]
    assert rejects[0].source_file == "claims.toml"
    assert says in rejects[0].reason


def test_a_named_file_that_is_missing_is_said(read):
    assert read("", '[github]\nclaims = "other.toml"\n')[0].reason.startswith("no such file")
