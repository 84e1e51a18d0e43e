"""Definitions of the metrics in metrics/issues."""

from wording.definitions.definition import Definition

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "issues.pulse", "Backlog",
        "The number of issues (or pull requests) open today, and the change in 91 days.",
        "{open_now} open now − {open_before} open 91 days before = {change}",
        ("Issues and pull requests are never added up. Those that bots opened are excluded unless "
         "they are asked for.",),
    ),
    Definition(
        "issues.by_repository", "Backlog by repository",
        "The number of issues (or pull requests) open today in each repository, and the change in "
        "91 days.",
        caveats=("They add up to the backlog: an issue that moved counts where it is now.",),
    ),
    Definition(
        "issues.open_on", "Open on a day",
        "The number of issues (or pull requests) open at the end of a day, UTC.",
        caveats=("For days before the first reading, issues deleted since then are unknown.",),
    ),
    Definition(
        "issues.backlog", "Open by day",
        "The number of issues (or pull requests) open at the end of each day, UTC.",
        caveats=(
            "Every past day is exact as far back as GitHub reports closings and reopenings.",
            "For days before the first reading, issues deleted since then are unknown.",
        ),
    ),
    Definition(
        "issues.monthly_flow", "Opened and closed by month",
        "Issues (or pull requests) opened, closed, merged and reopened in each calendar month, "
        "UTC, and the number open at its end.",
        caveats=(
            "A closing counts in its month, even if the issue was reopened later.",
            "Deleted and transferred issues leave the number open on the day we noticed.",
            "The running month is marked and counts in no total.",
        ),
    ),
    Definition(
        "issues.window", "Opened and closed in a period",
        "Issues (or pull requests) opened, closed and merged in a period, first and last day "
        "included. An issue closed twice counts once.",
        "{opened} opened + {reopened} reopened − {closed} closed = {net}",
        ("“Still closed” is as of the newest reading, not of the end of the period.",),
    ),
    Definition(
        "issues.ages", "Age",
        "How long the issues (or pull requests) open today have been open.",
        caveats=("Age counts from the first opening; a reopening does not make an issue young.",),
    ),
    Definition(
        "issues.labels", "Labels",
        "The labels in use on issues and pull requests, the most frequent first, at most fifty.",
    ),
    Definition(
        "issues.response_times", "Time to answer and to close",
        "How soon another person first answered an issue (or pull request), and how soon it was "
        "closed: the median, and the time within which nine of ten were.",
        caveats=(
            "An answer is the first comment or review by a person who is neither the author nor "
            "a bot.",
            "Only answered or closed issues are timed, so a new quarter looks faster than it will "
            "be in the end.",
            "Replies are known for one year back, 50 issues a run.",
        ),
    ),
    Definition(
        "issues.contributors", "Contributors",
        "How many people opened an issue or pull request in each month, for the first time or "
        "again (CHAOSS: contributors).",
        caveats=(
            "People are counted by account. Bots and deleted accounts are excluded, and so is "
            "everybody who only comments.",
            "The first time means the first in the repositories chosen.",
        ),
    ),
    Definition(
        "issues.repositories", "Repositories",
        "The issues and pull requests of each repository: open now, and opened, closed and merged "
        "in 91 days.",
        caveats=("Bots are included.", "Closed counts those that are still closed."),
    ),
    Definition(
        "issues.claims", "Numbers in the notes",
        "Each number in the notes about issues, pull requests, money or months, with the records' "
        "own figure for the same days.",
        caveats=(
            "The days are those from the previous meeting of the series to this one, both "
            "included, UTC. A closing counts, even if the issue was reopened later.",
            "A repository is taken only where the notes or claims.toml name it.",
            "GitHub's counts include bots. Money is in the claim's own currency, and a month is "
            "30.4375 days.",
            "The newest fifty claims are checked.",
        ),
    ),
    Definition(
        "issues.claim_count", "Number of claims",
        "How many numbers about issues, pull requests, money or months the notes hold.",
    ),
    Definition(
        "issues.cited", "Cited issues",
        "The issues and pull requests that the notes cite, with their state then and now. Carried "
        "over: cited in several meetings and still open.",
        caveats=(
            "The state then is that at the end of the last day on which it was cited.",
            "A citation without a repository is in no row: nobody guesses which one is meant.",
            "The list ends after two hundred.",
        ),
    ),
    Definition(
        "issues.citations", "Citations",
        "How many issues and pull requests the notes cite, how many of them are carried over, and "
        "how many are open without any activity for half a year.",
        "{cited} cited, {carried_over} carried over, {stale} inactive; {without_repo} citations "
        "without a repository",
        ("A citation without a repository is in no other count.",),
    ),
)  # fmt: skip
