"""Whether what the notes claim is what the records say; a difference is told without blame."""

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from metrics.issues import issue_claims, money_claims
from metrics.issues.claim import Claim, Finding, unknown
from metrics.issues.issue_claims import NOTHING, Settled

KINDS = ("issues_closed", "issues_open", "prs_merged", "money", "runway_months")
NEWEST = 50  # claims that are checked: of more, nobody wants the old ones
CLAIMS = """
    select coalesce(claim.meeting_id, ''), held_on, series,
        (
            select max(earlier.held_on)
            from meeting as earlier
            where earlier.series = meeting.series
                and earlier.held_on < meeting.held_on
                and not earlier.cancelled
        ) as previous_on,
        kind, value, low, high, unit, coalesce(subject, ''), claim.quote,
        claim.source_file, claim.source_line
    from claim
    left join meeting using (meeting_id)
    where list_contains(?, kind)
        and (held_on is null or held_on <= ?)
        and (? is null or series = ?)
    order by held_on desc nulls last, claim.source_file, claim.source_line
    limit ?
"""


@dataclass(frozen=True)
class Checked:
    """A claim, what the records say to it, and the team's own words where it settled something."""

    claim: Claim
    finding: Finding
    note: str = ""


def claims(
    db: DuckDBPyConnection, *, as_of: date, series: str | None = None, newest: int = NEWEST
) -> list[Checked]:
    """Each claim of the notes about issues, pulls, money or months, beside the records' answer.

    Unit     issues and pull requests by GitHub's count, bots included; money in the claim's own
             currency; months of 30.4375 days
    Rows     one per claim, newest meeting first; the newest fifty, of one series or of all
    Columns  claim: quote, meeting, place · finding: verdict (agrees | differs | unknown |
             no claim), answer, counted, query and url to see for oneself · note
    Source   tables claim, meeting, claim_answer, repo, issue, issue_event, spend, fund_balance
    Beware   the window runs from the day of the previous meeting of the series to this one, both
             days whole and in UTC; a closing in it counts even if the issue was reopened later.
             A repository is taken only where the notes or claims.toml name it.
    """
    known, settled = _repositories(db), _answers(db)
    return [
        _checked(db, Claim(*row), settled, known, as_of)
        for row in db.execute(CLAIMS, [list(KINDS), as_of, series, series, newest]).fetchall()
    ]


def count(db: DuckDBPyConnection, *, as_of: date) -> int:
    """How many claims about issues, pulls, money or months the notes hold, checked or not.

    Unit     claims
    Source   tables claim, meeting
    """
    row = db.execute(
        """
        select count(*)
        from claim
        left join meeting using (meeting_id)
        where list_contains(?, kind)
            and (held_on is null or held_on <= ?)
        """,
        [list(KINDS), as_of],
    ).fetchall()
    return int(row[0][0])


def _checked(
    db: DuckDBPyConnection,
    claim: Claim,
    settled: list[tuple[str, Settled]],
    known: dict[str, str],
    as_of: date,
) -> Checked:
    own = next(
        (
            told
            for meeting_id, told in settled
            if meeting_id == claim.meeting_id and told.quote.lower() in claim.quote.lower()
        ),
        NOTHING,
    )
    return Checked(claim, _finding(db, claim, own, known, as_of), own.note or "")


def _finding(
    db: DuckDBPyConnection, claim: Claim, own: Settled, known: dict[str, str], as_of: date
) -> Finding:
    if not own.is_claim:
        return Finding("no claim", "Settled: not a claim to be checked.")
    if claim.unit == "%":
        return unknown("it is a share, not a count")
    if claim.kind in ("money", "runway_months"):
        return money_claims.check(db, claim)
    return issue_claims.check(db, claim, own, known, as_of=as_of)


def _repositories(db: DuckDBPyConnection) -> dict[str, str]:
    """Every name a repository has or had, lower case → its name now."""
    rows = db.execute(
        """
        select lower(unnest(list_append(older_names, full_name))) as name, full_name
        from repo
        order by lower(full_name) = name, full_name
        """
    ).fetchall()
    return dict(rows)


def _answers(db: DuckDBPyConnection) -> list[tuple[str, Settled]]:
    rows = db.execute(
        """
        select meeting_id, quote, repo, first_on, last_on, is_claim, note
        from claim_answer
        order by meeting_id, quote
        """
    ).fetchall()
    return [(meeting_id, Settled(*rest)) for meeting_id, *rest in rows]
