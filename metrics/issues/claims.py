"""Whether the records hold the numbers that the notes claim."""

from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from metrics import rows
from metrics.issues import issue_claims, money_claims
from metrics.issues.claim import Claim, Finding, unknown
from metrics.issues.issue_claims import Settled
from metrics.metric import metric

KINDS = ("issues_closed", "issues_open", "prs_merged", "money", "runway_months")
NEWEST = 50  # claims that are checked: of more, nobody wants the old ones
CLAIMS = """
    select coalesce(claim.meeting_id, '') as meeting_id, held_on, series,
        (
            select max(earlier.held_on)
            from meeting as earlier
            where earlier.series = meeting.series
                and earlier.held_on < meeting.held_on
                and not earlier.cancelled
        ) as previous_on,
        kind, value, low, high, unit, coalesce(subject, '') as subject, claim.quote,
        claim.source_file, claim.source_line
    from claim
    left join meeting using (meeting_id)
    where list_contains($kinds, kind)
        and (held_on is null or held_on <= $as_of)
        and ($series is null or series = $series)
    order by held_on desc nulls last, claim.source_file, claim.source_line
    limit $newest
"""


@dataclass(frozen=True)
class Checked:
    """A claim, the records' answer, and the team's own remark where it settled something.

    is_resting  somebody said that nobody can say which repository it means
    """

    claim: Claim
    finding: Finding
    note: str = ""
    is_resting: bool = False


@dataclass(frozen=True)
class _RepositoryName:
    name: str
    full_name: str


@metric(
    unit="the claim's own", grain="claim", rests_on=("notes", "github", "billing", "funds"),
    kind="count",
)  # fmt: skip
def claims(
    db: DuckDBPyConnection, *, as_of: date, series: str | None = None, newest: int = NEWEST
) -> list[Checked]:
    """Each claim of the notes about issues, pulls, money or months, with the records' answer.

    Newest meeting first; the newest fifty, of one series or of all. Counts of GitHub include bots.
    Source: tables claim, meeting, claim_answer, repo, issue, issue_event, spend, fund_balance.
    """
    asked = {"kinds": list(KINDS), "as_of": as_of, "series": series, "newest": newest}
    found = rows.rows(db, Claim, CLAIMS, asked)
    settled = rows.rows(
        db,
        Settled,
        """
        select meeting_id, quote, repo, first_on, last_on, is_claim, note
        from claim_answer
        order by meeting_id, quote
        """,
    )
    names = rows.rows(
        db,
        _RepositoryName,
        """
        select lower(unnest(list_append(older_names, full_name))) as name, full_name
        from repo
        order by lower(full_name) = name, full_name
        """,
    )
    known = {each.name: each.full_name for each in names}
    checked = []
    for claim in found:
        own = next((each for each in settled if each.concerns(claim)), Settled())
        finding = _finding(db, claim, own, known, as_of)
        is_resting = own.repo == issue_claims.UNKNOWN
        checked.append(Checked(claim, finding, own.note or "", is_resting))
    return checked


def _finding(
    db: DuckDBPyConnection, claim: Claim, own: Settled, known: dict[str, str], as_of: date
) -> Finding:
    if not own.is_claim:
        return Finding("no claim")
    if claim.unit == "%":
        return unknown("share")
    if claim.kind in ("money", "runway_months"):
        return money_claims.check(db, claim)
    return issue_claims.check(db, claim, own, known, as_of=as_of)


@metric(unit="claims", grain="one", rests_on=("notes",), kind="count")
def claim_count(db: DuckDBPyConnection, *, as_of: date) -> int:
    """How many claims about issues, pulls, money or months the notes hold, checked or not.

    Source: tables claim, meeting.
    """
    return int(
        rows.value(
            db,
            """
            select count(*)
            from claim
            left join meeting using (meeting_id)
            where list_contains($kinds, kind) and (held_on is null or held_on <= $as_of)
            """,
            {"kinds": list(KINDS), "as_of": as_of},
        )
    )
