"""Who pays for what until when: one bar a lane, drawn in shares of its width, so that it fits any.

The words keep their size, as those of a picture that is scaled would not.
"""

from itertools import count

from charts.theme import Ink, color
from wording.markup import Markup, html
from wording.page import LaneBar, Lanes

TALL, BAR, TICK = 30, 10, 34  # px: of a lane, of its bar, of the days below
PATTERN = (
    '<defs><pattern id="qd-nobody" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="{}"/>'
    '<rect width="1.6" height="6" fill="{}"/></pattern></defs>'
)


def drawing(found: Lanes, ink: Ink) -> Markup:
    """The lanes as HTML with one SVG each, all one picture with a name."""
    numbers = count()
    rows = Markup("").join(
        html(
            '<div class="qd-lane"><b>{}</b><svg width="100%" height="{}" aria-hidden="true">{}'
            "</svg></div>",
            word, TALL,
            # What nobody pays lies below, so that a payer fades out over it.
            Markup("").join(
                _bar(bar, ink, next(numbers)) for bar in sorted(bars, key=lambda b: bool(b.color))
            ),
        )
        for word, bars in found.lanes
    )  # fmt: skip
    pattern = html(PATTERN, ink.paper, color(ink, "fund.unfunded"))
    shape = (
        '<div class="qd-lanes" role="img" aria-label="{}"><svg width="0" height="0" '
        'class="qd-defs" aria-hidden="true">{}</svg>{}{}</div>'
    )
    return html(shape, found.alt, pattern, rows, _days(found, ink))


def _bar(bar: LaneBar, ink: Ink, number: int) -> Markup:
    top, width = TALL - BAR - 2, bar.end - bar.start
    words = _label(bar, ink)
    if not bar.color:
        outline = color(ink, "fund.unfunded")
        place = _place(bar, top)
        return html(
            '<rect {} fill="url(#qd-nobody)" stroke="{}" stroke-width="1"/>{}',
            place,
            outline,
            words,
        )
    fill, fade = color(ink, bar.color), Markup("")
    if bar.fades is not None and width > 0:
        name = f"qd-fade-{number}"
        from_ = max(0.0, (bar.fades - bar.start) / width)
        fade = html(
            '<linearGradient id="{}"><stop offset="{}" stop-color="{}"/>'
            '<stop offset="1" stop-color="{}" stop-opacity="0"/></linearGradient>',
            name, f"{from_:.4f}", fill, fill,
        )  # fmt: skip
        fill = f"url(#{name})"
    return html('{}<rect {} fill="{}"/>{}', fade, _place(bar, top), fill, words)


def _place(bar: LaneBar, top: int) -> Markup:
    gap = 0.0015 if bar.start else 0.0
    return html(
        'x="{}%" y="{}" width="{}%" height="{}"',
        f"{(bar.start + gap) * 100:.2f}", top, f"{max(0.0, bar.end - bar.start - gap) * 100:.2f}",
        BAR,
    )  # fmt: skip


def _label(bar: LaneBar, ink: Ink) -> Markup:
    """The payer above the bar, in full and for a phone."""
    said = [(bar.label, "qd-wide-only"), (bar.short, "qd-phone-only")]
    return Markup("").join(
        html(
            '<text x="{}%" y="13" class="{}" fill="{}">{}</text>',
            f"{bar.named * 100:.2f}", css, ink.text, text,
        )
        for text, css in said
        if text
    )  # fmt: skip


def _days(found: Lanes, ink: Ink) -> Markup:
    """The days below the lanes, and the band in which the money is likely to end."""
    parts = []
    if found.band:
        first, last = found.band
        parts.append(
            html(
                '<rect x="{}%" y="1" width="{}%" height="4" fill="{}" fill-opacity="0.45"/>',
                f"{first * 100:.2f}", f"{max(0.004, last - first) * 100:.2f}", ink.forecast,
            )
        )  # fmt: skip
    for at, text, is_small in found.ticks:
        anchor = "start" if at < 0.06 else "end" if at > 0.94 else "middle"
        parts.append(
            html(
                '<text x="{}%" y="21" text-anchor="{}" class="{}" fill="{}">{}</text>',
                f"{at * 100:.2f}", anchor, "" if is_small else "qd-wide-only", ink.muted, text,
            )
        )  # fmt: skip
    shape = (
        '<div class="qd-lane"><b></b><svg width="100%" height="{}" aria-hidden="true">{}</svg>'
        "</div>"
    )
    return html(shape, TICK - 8, Markup("").join(parts))
