"""The digest: one line per alert, safe for any chat."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.briefing.alerts import TONES, Alert
from metrics.briefing.money import Money
from metrics.data_quality.sources import Info
from wording import briefing_alerts, numbers, runway
from wording.markup import Markup, html

SIGNS = {"act": "✕", "watch": "▲"}
MOST = 12
NO_CHROME = "the mail has no chart: no Chrome was found"


@dataclass(frozen=True)
class Known:
    """An alert as it was sent: its tone, and its line without the sign."""

    tone: str
    line: str


def known(alert: Alert) -> Known:
    """An alert as it is sent: printable, on one line."""
    item = briefing_alerts.item(alert)
    text = " ".join(f"{item.state.word}: {item.text}. {item.detail}".split())
    return Known(alert.tone, "".join(sign for sign in text if sign.isprintable()))


def is_news(now: Known, before: Known | None) -> bool:
    """Whether an alert is new, or worse than when it was last sent."""
    return before is None or TONES.index(now.tone) < TONES.index(before.tone)


def message(
    about: Info, money: Money, new: Sequence[Known], settled: Sequence[Known], known_before: int
) -> str:
    """The lines to send: the end of the money, the news, settled alerts, a count of the rest."""
    answer = "We can't calculate how long the money lasts."
    if money.team:
        said = runway.headline(money.team)
        cash = runway.cash_bills(money.team.cash_bills)
        answer = " ".join(str(part) for part in (said.claim, said.advice, cash) if part)
    lines = [f"{about.project}, {numbers.day(about.as_of)}: {answer}"]
    lines += [f"{SIGNS[each.tone]} {each.line}" for each in new[:MOST]]
    if len(new) > MOST:
        lines.append(f"and {numbers.number(len(new) - MOST)} more")
    lines += [f"✓ Settled. It was: {each.line}" for each in settled]
    if known_before:
        lines.append(f"{numbers.count(known_before, 'alert')} known from before.")
    return "\n".join(lines) + "\n"


def subject(about: Info, new: int, settled: int) -> str:
    """The subject of the mail, on one line."""
    counts = [numbers.count(new, "new alert")] if new else []
    counts += [f"{numbers.number(settled)} settled"] if settled else []
    return f"{' '.join(about.project.split())}, {numbers.day(about.as_of)}: {', '.join(counts)}"


def not_drawn(trouble: str) -> str:
    """Why the mail has no chart."""
    return f"the mail has no chart: {trouble}"


def as_html(text: str, picture: str, alt: str) -> Markup:
    """The lines as paragraphs, and below the first the picture of that id, if there is one."""
    first, *rest = (html("<p>{}</p>", line) for line in text.splitlines())
    seen = '<p><img src="cid:{}" alt="{}" width="680" style="max-width:100%;height:auto"></p>'
    image = html(seen, picture, alt) if picture else Markup("")
    style = "font-family:sans-serif;font-size:15px;line-height:1.4;max-width:680px"
    body = Markup("\n").join([first, *([image] if image else []), *rest])
    return html('<html><body style="{}">\n{}\n</body></html>\n', style, body)


def inert(text: str) -> str:
    """The text as no chat reads a link, a mention or markup out of it."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("](", "] (").replace("@", "@\u200b")
