"""The Setup page in a golden file."""

from golden import check

from metrics.data_quality.setup import KEYS, EndlessPlan, LostFile, Piece
from wording import setup

EMPTY = [Piece(key) for key in KEYS]
ALL = [Piece(key, ("ours",)) for key in KEYS]
SOME = [
    Piece("notes", ("team", "cafe")),
    Piece("github", ("them/tool", "us"), missing_token="GITHUB_TOKEN"),
    Piece("planned_costs", ("Cloud",), endless_plans=(EndlessPlan("Cloud", "cloud"),)),
    Piece("billing"),
]


def test_the_setup_page_in_english(write_golden: bool) -> None:
    lost = [LostFile("notes[1].path", "nots"), LostFile("funding.balances", "balance.csv")]
    pages = {
        "nothing": setup.page(EMPTY, [], file="dashboard.toml", is_sample=False),
        "all": setup.page(ALL, [], file="dashboard.toml", is_sample=False),
        "some, two lost files": setup.page(SOME, lost, file="team.toml", is_sample=False),
        "the sample": setup.page(ALL, [], file="dashboard.toml", is_sample=True),
        "in place of a source": [setup.not_set_up("billing")],
    }
    check("setup", pages, write=write_golden)


def test_the_next_step_and_its_use_come_first() -> None:
    assert setup.answer(SOME) == (
        "Next: set up bills, so that Burn shows what a month costs, and why it changed. "
        "3 of 4 pieces are set up."
    )
    github = setup.answer([Piece("notes", ("team",)), Piece("github")])
    assert github == (
        "Next: set up GitHub issues, so that Issues shows whether the backlog falls. "
        "1 of 2 pieces is set up."
    )
