"""All that the Briefing shows of one pair of meetings; the runway is simulated once."""

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from config.not_now import NotNow
from metrics.briefing.alerts import Alert, alerts, parted
from metrics.briefing.changes import Change, changes
from metrics.briefing.figures import Figure, figures
from metrics.briefing.meeting_pairs import Headline, Pair, headline_on
from metrics.briefing.money import Money, money
from metrics.briefing.queue import Waiting, waiting
from metrics.briefing.sheet import Sheet, sheet
from metrics.metric import metric

EMPTY = Sheet()
NOTHING_ASKED = Waiting(0)


@dataclass(frozen=True)
class Briefing:
    """The facts of one Briefing.

    money    the runways; not known for a past pair
    headline as published at the second meeting, for a past pair
    is_public  without what a call must not see (share/meeting_view)
    waiting  the questions that are open, but for those put off; none of a past pair
    put_off  alerts that the team answered "not now", each with its answer
    """

    pair: Pair
    money: Money
    headline: Headline | None
    alerts: tuple[Alert, ...]
    figures: tuple[Figure, ...]
    changes: tuple[Change, ...]
    put_off: tuple[tuple[Alert, NotNow], ...] = ()
    sheet: Sheet = EMPTY
    is_public: bool = False
    waiting: Waiting = NOTHING_ASKED


@metric(unit="as each figure", grain="one", rests_on=("build",), kind="simulated")
def briefing(
    db: DuckDBPyConnection, *, pair: Pair, as_of: date, on: date, answers: tuple[NotNow, ...] = ()
) -> Briefing:
    """Alerts, figures and changes for a pair; alerts are always those of `as_of`.

    on       the day of looking, on which data may have grown old
    answers  of the team: alerts that are put off

    Source: the metrics of each page.
    """
    runways = money(db)
    shown, put_off = parted(alerts(db, as_of=as_of, on=on, money=runways), answers, on=on)
    later = frozenset(alert.unit for alert, _ in put_off if alert.kind == "bill_question")
    return Briefing(
        pair,
        runways,
        None if pair.is_open else headline_on(db, on=pair.until),
        tuple(shown),
        tuple(figures(db, pair=pair, money=runways, on=on)),
        tuple(changes(db, pair=pair, on=on)),
        tuple(put_off),
        sheet(db, pair=pair, money=runways, shown=shown),
        waiting=waiting(db, as_of=as_of, without=later) if pair.is_open else NOTHING_ASKED,
    )
