"""Around the pages: the line of the build, the strip, and pages shown before anything is read."""

from collections.abc import Sequence

from metrics.data_quality.arrivals import Cause
from metrics.data_quality.sources import Freshness, Info
from wording import numbers
from wording import sources as sources_wording
from wording.markup import Markup, html
from wording.page import Note, Page, Sentence
from wording.setup import COMMAND

SIGNS = {"stale": ("qd-watch", "▲"), "failed": ("qd-act", "✕")}
QUESTION = "Is there anything to show?"


def build_line(about: Info) -> str:
    """The day and the time of the build, below explanations."""
    built = f"{numbers.day(about.built_at.date())}, {about.built_at:%H:%M} UTC"
    return f"As of {numbers.day(about.as_of)}, built {built}."


def strip(
    about: Info, fresh: Sequence[Freshness], unrenewed: Cause | None, *, on_a_call: bool = False
) -> Markup:
    """The line under the navigation: the day of the build, and the reach and age of each source.

    on_a_call  without links to pages that the meeting view does not have

    unrenewed  since when nobody renewed the build; None: it is of late
    """
    parts = [html('<b class="qd-brand">Quarterdeck</b>')]
    if about.is_sample and not on_a_call:
        parts.append(html('<a href="setup">sample data</a>'))
    parts.append(html("<span>As of <b>{}</b></span>", numbers.day(about.as_of)))
    if unrenewed is not None and unrenewed.days is not None:
        warning = '<span class="qd-watch"><span aria-hidden="true">▲</span> last read {} ago</span>'
        parts.append(html(warning, numbers.days(unrenewed.days)))
    for each in fresh:
        said = sources_wording.freshness(each, about.as_of.year)
        is_silent = each.cause is not None and each.cause.is_silent
        sign = SIGNS.get(each.status, SIGNS["stale"] if is_silent else None)
        if sign:
            warned = '<span class="{}"><span aria-hidden="true">{}</span> {}</span>'
            parts.append(html(warned, *sign, said))
        else:
            parts.append(html("<span>{}</span>", said))
    if not on_a_call:
        parts.append(html('<span>{}&nbsp;<a href="sources">sources</a></span>', parts.pop()))
    return html('<div class="qd-strip">{}</div>', Markup("").join(parts))


ON_BINDER = Note(
    "stale",
    html(
        "<b>This is a Binder: the machine vanishes when you leave it, and all that was changed "
        "goes with it.</b> Look around on the sample; your own figures do not belong here."
    ),
)
# Last on a page, on paper alone; the look counts what is folded.
ON_PAPER = html(
    '<div class="qd-basis qd-paper">Folded, so not on this paper: <b></b>. Open what you need '
    "before you print, or download its table.</div>"
)
MEETING_VIEW = "Meeting view"
LEAVE = "Leave the meeting view"


def left_out() -> Markup:
    """In the strip while the meeting view is on: its mark, and what it leaves out."""
    return html(
        '<div class="qd-strip"><b class="qd-on">{}</b><span>left out: pending awards, people costs,'
        " funders, questions, names</span></div>",
        MEETING_VIEW,
    )  # fmt: skip


def not_on_a_call(title: str) -> Page:
    """In the place of a page that would show what the meeting view leaves out."""
    lacks = "It shows what the meeting view leaves out. Leave the view to open it."
    return Page(
        title, MEETING_VIEW, Sentence("This page is not for a call."), (Note("plain", lacks),)
    )


def open_room(place: int) -> Markup:
    """The look of the open room in the navigation, which Streamlit does not mark."""
    room = f"[data-testid=stTopNav] > :nth-child({place}) [data-testid=stTopNavSection]"
    return html("<style>{} {{ background: var(--qd-open); }}</style>", Markup(room))


def here(title: str) -> Markup:
    """The page that is open, among the pages of its room."""
    return html('<span class="qd-here" aria-current="page">{}</span>', title)


def other_version() -> Page:
    """On a build of another version: one command makes a new one."""
    return Page(
        "Quarterdeck",
        QUESTION,
        Sentence("Quarterdeck has changed since the last ingest."),
        (
            Note(
                "stale",
                html(
                    "Another version made the newest build, so it is not shown. Nothing is lost: "
                    "run <code>{}</code> and this page appears by itself.",
                    COMMAND,
                ),
            ),
        ),
    )


def nothing_read(title: str, data: str) -> Page:
    """In place of the page `title` while there is no build in the folder `data`: what to run."""
    return Page(
        "Quarterdeck",
        QUESTION,
        Sentence(f"{title}: not known, nothing has been read yet."),
        (
            Note(
                "not_set_up",
                html(
                    "Run <code>{}</code> in the project's folder: the figures appear here by "
                    'themselves. <a href="setup">Setup</a> lists the pieces that are set up. '
                    "No build stands in {}.",
                    COMMAND,
                    data,
                ),
            ),
        ),
    )


def mistaken(lines: Sequence[str]) -> Page:
    """While dashboard.toml has mistakes: each with its place and remedy."""
    return Page(
        "Quarterdeck",
        "Are the settings right?",
        Sentence("The settings have a mistake, so nothing is shown."),
        (
            *(Note("mistake", line) for line in lines),
            Note(
                "plain",
                html(
                    "Correct it and reload this page. <code>{} check</code> also checks it.",
                    COMMAND,
                ),
            ),
        ),
    )


def mistaken_for_others() -> Page:
    """While dashboard.toml has mistakes, for whoever may not read it."""
    answer = Sentence("The settings have a mistake, so nothing is shown.")
    return Page("Quarterdeck", "Are the settings right?", answer, ())


WHO = "Who may read this?"


def half_set_up(missing: str) -> Page:
    """The door while only one half of the sign-in is set up: `[access]` or `[auth]` is missing."""
    place = "dashboard.toml" if missing == "[access]" else "secrets.toml"
    lacks = html("{} is missing from {}. docs/deploy.md explains it.", missing, place)
    answer = Sentence("Nobody yet: the sign-in is half set up.")
    return Page("Quarterdeck", WHO, answer, (Note("mistake", lacks),))


def two_lists() -> Page:
    """The door on a JupyterHub while dashboard.toml has a list of people, too."""
    lacks = html(
        "JupyterHub's roles say who may read this. Take emails, domains and editors out of "
        "[access] in dashboard.toml. docs/deploy.md explains it."
    )
    answer = Sentence("Nobody yet: two lists say who may enter.")
    return Page("Quarterdeck", WHO, answer, (Note("mistake", lacks),))


def signed_out() -> Page:
    """The door before signing in."""
    return Page("Quarterdeck", WHO, Sentence("The team, after signing in."))


def not_listed(email: str, *, is_verified: bool) -> Page:
    """The door for an address that the list does not have, or that nobody verified."""
    why = "Your provider does not mark the address as verified, so it lets nobody in."
    if is_verified:
        why = "A member of the team can add it under [access] in dashboard.toml."
    text = html("You are signed in as {}. {}", email, why)
    answer = Sentence("The team, and this address is not on its list.")
    return Page("Quarterdeck", WHO, answer, (Note("empty", text),))
