"""python -m pipelines answer [QUESTION ANSWER]: what a person is asked, and their answer."""

import argparse
from datetime import UTC, date, datetime

from config import House
from editing import answers
from editing.save import NotSaved
from metrics.briefing import queue
from metrics.data_quality import sources
from pipelines.commands import by
from pipelines.ingest import FINE
from warehouse.read import NoBuild, open_newest
from wording import questions


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `answer`: the queue with its numbers, or an answer that was saved."""
    try:
        with open_newest(house.data)[1] as db:
            found = queue.queue(db, as_of=sources.info(db).as_of)
    except NoBuild as error:
        return by.refuse("answer", f"{error}. Fix: run python -m pipelines")
    if args.question is None:
        print("\n".join(questions.listed(found)) or "Nothing is asked.")
        return FINE
    places = args.question - 1, (args.answer or 0) - 1
    if not (0 <= places[0] < len(found) and 0 <= places[1] < len(found[places[0]].choices)):
        return by.refuse("answer", "no such question or answer. Fix: answer alone lists them")
    asked = found[places[0]]
    choice = queue.named(asked, asked.choices[places[1]], args.name or "")
    try:
        who = by.whoever(args, datetime.now(UTC))
        saved = answers.save(house.config, choice.lines, dict(choice.values), who, day=args.on)
    except NotSaved as trouble:
        return by.refuse("answer", str(trouble))
    print(f"{questions.question(asked)} {questions.answer(asked, choice)}.")
    return by.said(saved, then="python -m pipelines")
