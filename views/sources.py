"""Can I trust this? How each source was read, how far it reaches, what was left out."""

import pandas as pd
import streamlit as st

from charts.sources import days_covered
from metrics import words
from metrics.data_quality import coverage, sources, trust
from metrics.data_quality import rejects as left_out
from metrics.spending import missing_days
from views import page

STATES = {
    "ok": ("fine", "Read"),
    "stale": ("watch", "Old"),
    "failed": ("act", "Not read"),
    "not_set_up": ("quiet", "Not set up"),
}

about = page.ask(sources.info)
whole = page.ask(trust.trust)
page.head(
    "Can I trust this?",
    whole.sentence,
    f"Built {words.day(about.built_at.date())} at {about.built_at:%H:%M} UTC from "
    f"{about.config_file}, as of {words.day(about.as_of)}, by version {about.version}.",
)
page.tiles(
    [
        page.Tile("Sources read", f"{whole.sources - whole.broken} of {whole.sources}",
                  "of those set up", definition=trust.trust,
                  formula=f"{whole.sources} set up, {whole.broken} of them old or not read"),
        page.Tile("Rows", words.number(whole.rows), definition=sources.runs),
        page.Tile("Lines left out", words.number(whole.left_out), "each listed below",
                  definition=left_out.rejects),
        page.Tile("Reaches least far", words.day(whole.oldest[1]) if whole.oldest else "not known",
                  whole.oldest[0] if whole.oldest else None, definition=sources.freshness),
    ]
)  # fmt: skip

st.subheader("Each source, as of this build", anchor=False)
page.table(
    ["Source", "State", ("Reaches to", "n"), ("Rows", "n qd-hide"), ("Left out", "n"),
     ("What happened", "qd-hide")],
    [
        (
            page.html(
                '{}<small>{}</small><small class="qd-phone qd-under">{}</small>',
                sources.LABELS.get(run.source, run.source), run.unit, run.trouble,
            ),
            page.state(*STATES[run.status]),
            words.day(run.as_of.date()) if run.as_of else "–",
            words.number(run.rows) if run.is_set_up else "–",
            words.number(run.rejected) if run.is_set_up else "–",
            run.trouble,
        )
        for run in page.ask(sources.told)
    ],
)  # fmt: skip
page.data("units", "Show every unit", pd.DataFrame(page.ask(sources.runs)), sources.runs)
st.space("medium")

covered = page.ask(coverage.coverage)
page.chart(
    "coverage",
    "Days the data speak of",
    "From the first to the last dated record of each source; the dotted line is the day of "
    "this build.",
    days_covered(covered, page.ink(), as_of=about.as_of),
    covered,
    coverage.coverage,
)
st.space("medium")

st.subheader("Lines left out", anchor=False)
reasons, rejects = page.ask(left_out.reasons), page.ask(left_out.rejects)
if reasons.empty:
    page.note("empty", "No line was left out.")
else:
    page.table(
        ["Why", "Source", ("Lines", "n"), "First place"],
        reasons.replace({"source": sources.LABELS})[
            ["reason", "source", "lines", "first"]
        ].itertuples(index=False),
    )
    page.data("rejects", "Show every line with its place", rejects, left_out.rejects)

bills = page.ask(left_out.billing_files)
if bills:
    st.space("medium")
    st.subheader("Bills, every line accounted for", anchor=False)
    page.table(
        ["Account", ("Bills", "n"), ("Export", "qd-hide"), ("Days", "qd-hide"),
         ("Lines read", "n"), ("Kept", "n qd-hide"), ("Left out", "n")],
        [
            (each.account, words.number(each.files), each.formats, each.days,
             words.number(each.read), words.number(each.kept), words.number(each.left_out))
            for each in page.ask(left_out.accounts)
        ],
    )  # fmt: skip
    page.data("bills", "Show every bill", pd.DataFrame(bills), left_out.billing_files)

missing = page.ask(missing_days.gaps, as_of=about.as_of)
if missing:
    st.space("medium")
    st.subheader("Days between two bills that no bill tells of", anchor=False)
    page.table(
        ["Account", "From", "To", ("Days", "n")],
        [(g.account, words.day(g.first_on), words.day(g.last_on), g.days) for g in missing],
    )

st.space("medium")
st.subheader("Since the build before", anchor=False)
before = page.ask_before(coverage.counts)
changes = coverage.changes(page.ask(coverage.counts), before or [])
if before is None:
    page.note("empty", "This is the first build in the data folder, so there is none to compare.")
elif not changes:
    page.note("empty", "Every source holds as many rows as in the build before.")
else:
    page.table(["Source", "What changed"], changes)
