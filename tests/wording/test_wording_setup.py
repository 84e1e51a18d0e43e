"""The Setup page in a golden file."""

import pytest
from golden import check

from metrics.data_quality.setup import KEYS, EndlessPlan, LostFile, Piece
from wording import editing, setup
from wording.page import Fold, Heading

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


@pytest.mark.parametrize("can_write", [False, True])
def test_one_way_comes_first_and_each_other_is_behind_a_click(can_write: bool) -> None:
    forms = editing.blocks(None if can_write else "no_token")
    found = setup.page(
        SOME, [], file="team.toml", is_sample=False, forms=forms, can_write=can_write
    )
    how = "Easiest: the forms below" if can_write else "Easiest: add the lines below to team.toml"
    assert found.answer.basis == f"{how}, then run python -m pipelines."
    folds = [each for each in found.blocks if isinstance(each, Fold)]
    lines = Heading("Lines to add to team.toml")
    if can_write:
        assert found.blocks[: len(forms)] == forms
        assert [each.blocks[0] for each in folds if each.label == setup.BY_HAND] == [lines]
    else:
        assert found.blocks[0] == lines
        assert forms[0] in found.blocks, "why nobody may change settings here is in sight"
        assert [each.blocks for each in folds] == [forms[1:]]
