"""Is the backlog falling, and is what we said true?"""

from datetime import timedelta
from urllib.parse import quote_plus

import pandas as pd
import streamlit as st

from charts import issues as charts
from metrics import issue_words, words
from metrics.data_quality import source_rows
from metrics.issues import backlog, claims, counts, responses
from metrics.issues import citations as cited
from metrics.issues.scope import Scope
from views import page
from wording import source_rows as rows_wording

as_of = page.as_of()
repos = page.ask(responses.repositories, as_of=as_of)
PULLS = "Pull requests"
SHOWN = 25
VERDICTS = {
    "agrees": ("fine", "Agrees"),
    "differs": ("quiet", "Differs"),
    "unknown": ("quiet", "Not checked"),
    "no claim": ("quiet", "Settled"),
}
FOLLOWED = {
    "carried over": ("watch", "Carried over"),
    "open": ("quiet", "Open"),
    "quiet": ("watch", "Open, quiet"),
    "closed": ("fine", "Closed"),
    "merged": ("fine", "Merged"),
    "gone": ("quiet", "Gone"),
    "not known": ("quiet", "Not known"),
}
QUESTION = "Is the backlog falling, and is what we said true?"
if not repos:
    page.head(QUESTION, "No repository is read yet.")
    page.source_notes("github")
    st.stop()

answer = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    kind = st.segmented_control(
        "Show", ["Issues", PULLS], default="Issues", required=True, key="kind", bind="query-params"
    )
    months = st.segmented_control(
        "Months", [6, 12, 24], default=12, required=True, key="months", bind="query-params"
    )
    with st.popover("More"):
        chosen = st.multiselect(
            "Repositories", [repo.full_name for repo in repos], placeholder="All",
            key="repos", bind="query-params",
        )  # fmt: skip
        label = st.selectbox(
            "Label", page.ask(backlog.labels), index=None, placeholder="Any",
            key="label", bind="query-params",
        )  # fmt: skip
        bots = st.toggle("Count what bots opened", key="bots", bind="query-params")

scope = Scope(tuple(chosen), label, bots, kind == PULLS)
first = as_of - timedelta(days=30 * months)
noun = "pull request" if scope.pulls else "issue"
pulse = page.ask(backlog.pulse, as_of=as_of, scope=scope)
flow = page.ask(counts.monthly_flow, as_of=as_of, months=months, scope=scope)
line = page.ask(counts.backlog, as_of=as_of, days=30 * months, scope=scope)
buckets = page.ask(counts.ages, as_of=as_of, scope=scope)
speed = page.ask(responses.response_times, first=first, as_of=as_of, scope=scope)
people = page.ask(responses.contributors, first=first, as_of=as_of, repos=scope.repos)
checked = page.ask(claims.claims, as_of=as_of)
claimed = page.ask(claims.count, as_of=as_of)
followed = page.ask(cited.cited, as_of=as_of)
citations = page.ask(cited.citations, as_of=as_of)
speech = issue_words.speed(speed, noun)

with answer:
    page.head(
        QUESTION, pulse.answer,
        f"{words.count(len(scope.repos or repos), 'repository', 'repositories')}, "
        f"{'with' if bots else 'without'} what bots opened. Days are UTC; a closing counts on its "
        "day, even if the issue was reopened later.",
    )  # fmt: skip
    page.source_notes("github")

trackers = rows_wording.trackers(page.ask(source_rows.trackers, repos=scope.repos))
page.tiles(
    [
        page.Tile(f"Open {noun}s", words.number(pulse.open_now),
                  words.signed(pulse.open_now - pulse.open_before), "in three months",
                  chart=flow["open_at_end"].tail(12).tolist(), definition=counts.open_on,
                  formula=pulse.formula, rows=trackers),
        page.Tile("Opened in 91 days", words.number(pulse.quarter.opened),
                  definition=counts.window),
        page.Tile("Closed in 91 days", words.number(pulse.quarter.closed),
                  f"{words.number(pulse.quarter.still_closed)} still closed",
                  definition=counts.window),
        page.Tile("First answer, median", speech.response, speech.response_basis,
                  definition=responses.response_times),
        page.Tile("Time to close, median", speech.closing, speech.closing_basis,
                  definition=responses.response_times),
    ]
)  # fmt: skip

page.chart(
    "flow", f"{noun.capitalize()}s opened and closed, by month",
    page.html(
        '<i class="qd-key" style="background:{}"></i><b>Opened</b> beside '
        '<i class="qd-key" style="background:{}"></i><b>closed</b>: {}',
        page.ink().rule, page.ink().bar, issue_words.flow(flow, noun),
    ),
    charts.flow(flow, page.ink()), flow, counts.monthly_flow,
)  # fmt: skip
st.space("medium")
st.subheader("What we said, beside what the records say", anchor=False)
if checked:
    st.html(page.html('<div class="qd-basis">{}</div>', issue_words.checked(checked, claimed)))
    page.table(
        ["The notes say", "State", ("The records say", "qd-hide")],
        [
            (
                page.html(
                    '“{}”<small>{}<span class="qd-hide">, {}</span></small>'
                    '<small class="qd-phone">{}</small>',
                    found.claim.quote, found.claim.meeting, found.claim.place, found.finding.answer,
                ),
                page.state(*VERDICTS[found.finding.verdict]),
                page.html(
                    "{}<small>{} {}</small>",
                    found.finding.answer,
                    found.note,
                    page.html('<a href="{}">{}</a>', found.finding.url, found.finding.query)
                    if found.finding.url
                    else "",
                ),
            )
            for found in checked[:SHOWN]
        ],
    )  # fmt: skip
    page.data("claims", "Show as table, explain", issue_words.claims(checked), claims.claims)
else:
    page.note("empty", "<b>No claim with a number.</b> Few notes hold one; each that names issues, "
              "pull requests, money or months will stand here beside the records.")  # fmt: skip

st.space("medium")
st.subheader("Issues and pull requests the notes cite", anchor=False)
if followed:
    st.html(page.html('<div class="qd-basis">{}</div>', issue_words.cited(citations)))
    page.table(
        ["Cited", "Now", ("Then", "qd-hide"), ("Last cited", "n"), ("Meetings", "n qd-hide"),
         ("Quiet for", "n qd-hide")],
        [
            (
                page.html(
                    '<a href="{}">{}#{}</a><small>{}</small>',
                    one.url or f"https://github.com/{one.repo}/issues/{one.number}",
                    one.repo, one.number, one.title or "",
                ),
                page.state(*FOLLOWED[one.standing]),
                one.state_then or "not known",
                words.day(one.last_on), words.number(one.meetings),
                words.days(one.quiet_days) if one.quiet_days is not None else "–",
            )
            for one in followed[:12]
        ],
    )  # fmt: skip
    page.data("cited", issue_words.shown(citations, followed), pd.DataFrame(followed), cited.cited)
else:
    page.note("empty", "<b>The notes cite no issue.</b> A link, or owner/name#12, is enough.")

st.space("medium")
left, right = st.columns(2, gap="large")
with left:
    page.chart(
        "backlog", f"Open {noun}s at the end of each day",
        issue_words.backlog(line, noun), charts.backlog(line, page.ink()), line, counts.backlog,
    )  # fmt: skip
with right:
    page.chart(
        "ages", f"How long open {noun}s have been open",
        issue_words.ages(buckets, noun), charts.ages(buckets, page.ink()), buckets, counts.ages,
    )  # fmt: skip
with left:
    page.chart(
        "response", "Days to the first answer by a person, by quarter of opening",
        speech.sentence, charts.response(speed.iloc[:-1], page.ink()), speed,
        responses.response_times,
    )  # fmt: skip
with right:
    page.chart(
        "contributors", "People who opened an issue or pull request",
        page.html(
            '<i class="qd-key" style="background:{}"></i><b>First-timers</b> on '
            '<i class="qd-key" style="background:{}"></i><b>returning</b>: {}',
            page.ink().bar, page.ink().rule, issue_words.contributors(people),
        ),
        charts.contributors(people, page.ink()), people, responses.contributors,
    )  # fmt: skip

st.space("medium")
st.subheader("Repositories, open and moved in 90 days", anchor=False)
page.table(
    ["Repository", ("Open issues", "n"), ("Open pulls", "n"), ("Opened", "n qd-hide"),
     ("Closed", "n qd-hide"), ("Merged pulls", "n qd-hide"), ("Last change", "n qd-hide")],
    [
        (
            page.html(
                '<a href="?repos={}">{}</a><small>{}</small>',
                quote_plus(repo.full_name), repo.full_name, repo.remark,
            ),
            words.number(repo.open_issues), words.number(repo.open_pulls),
            words.number(repo.opened), words.number(repo.closed), words.number(repo.merged),
            words.day(repo.last_change) if repo.last_change else "–",
        )
        for repo in repos[:SHOWN]
    ],
)  # fmt: skip
if len(repos) > SHOWN:
    page.data("repositories", "Show all repositories", pd.DataFrame(repos), responses.repositories)
