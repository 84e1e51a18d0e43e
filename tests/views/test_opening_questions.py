"""What the first view of each page asks is answered by the build: nothing is computed."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from test_encoding import same

from config import SAMPLE
from metrics import answers, once
from metrics.encoding import decode
from views import PAGES
from warehouse.read import open_newest

# Not asked of the build as it is published: the pack, and what the build before held.
COMPUTED = {"share.preview.preview"}


@pytest.mark.parametrize("view", [view.file for view in PAGES])
def test_a_page_opens_without_computing(
    view: str,
    open_view: Callable[..., Any],
    sample_build: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG, "views.page"):
        open_view(view, SAMPLE, sample_build)
    said = [each.args for each in caplog.records if each.name == "views.page"]
    missing = [f"{name}: {arguments}" for name, arguments in said if name not in COMPUTED]

    assert missing == [], "add these to pipelines/opening_questions.py"


def test_every_answer_that_the_sample_brings_is_what_its_metric_gives(sample_build: Path) -> None:
    from pipelines import opening_questions

    _, db = open_newest(sample_build)
    asked: list[str] = []

    def ask(metric: Callable[..., Any], /, **arguments: Any) -> Any:
        ((found,),) = [answers.kept(db, metric, arguments)]
        computed = getattr(metric, "__wrapped__", metric)
        computed = getattr(computed, "__wrapped__", computed)
        fresh = computed(db, **arguments)
        body = answers.written(metric, fresh)
        assert same(decode(get_type_hints(metric)["return"], body), fresh), answers.name_of(metric)
        assert same(found, fresh), answers.name_of(metric)
        asked.append(answers.name_of(metric))
        return fresh

    from config import load

    config = load(SAMPLE, sample_build).config
    with once.within({}):
        for page in opening_questions.PAGES:
            page(ask, config)
    assert {name for (name,) in db.execute("select metric from answer").fetchall()} == set(asked)
