"""The page that shows a sponsor pack: what is in it, and what holds it back."""

from collections.abc import Sequence

from wording import numbers, setup
from wording.markup import html
from wording.page import Block, Note, Page, Sentence

QUESTION = "What will the sponsor see?"


def not_set_up() -> Page:
    """While no sponsor is set up."""
    lines = html(
        "<b>Sponsor pack: not set up.</b> Add to dashboard.toml:<pre>{}</pre>and reload this "
        "page. It unlocks a file with everything that a sponsor may see, and nothing else.",
        setup.USES["presets"].lines,
    )
    answer = Sentence("Nobody gets a pack yet: no sponsor is set up.")
    return Page("Sponsor pack", QUESTION, answer, (Note("not_set_up", lines),))


def page(
    recipient: str,
    leaks: Sequence[str],
    remarks: Sequence[str],
    preset: str,
    *,
    files: Sequence[str] = (),
) -> Page:
    """One pack: the places that hold it back, the remarks to read before it is sent, what is in it.

    leaks    lines of places with something private; with any there is no file
    remarks  lines for a person to judge
    files    the names of its files
    """
    blocks: list[Block] = [Note("error", line) for line in leaks]
    blocks += [Note("partial", line) for line in remarks]
    if leaks:
        fix = (
            "Reword these places, or list an everyday word under public in the preset, and reload."
        )
        answer = Sentence(f"{recipient} gets no file until these places are corrected.")
        return Page("Sponsor pack", QUESTION, answer, (*blocks, Note("empty", fix)))
    answer = Sentence(
        f"{recipient} sees exactly this page, and nothing else.",
        basis="Every value in it was checked against all names, accounts, files and other funders.",
    )
    by_command = html(
        "By command: <code>python -m share pack --preset {}</code> writes the same files to a "
        "folder. A preset is one sponsor's entry in dashboard.toml.", preset,
    )  # fmt: skip
    inside = Note("plain", contents(files))
    return Page("Sponsor pack", QUESTION, answer, (*blocks, inside, Note("plain", by_command)))


def contents(files: Sequence[str]) -> str:
    """What is in the zip: "pack.pdf (A4), pack.html, 6 tables as CSV …, in English"."""
    charts = {name.removeprefix("charts/").rpartition(".")[0] for name in files
              if name.startswith("charts/")}  # fmt: skip
    tables = sum(name.endswith(".csv") for name in files)
    parts = [
        "pack.pdf (A4)" if "pack.pdf" in files else "",
        "pack.html, the page below",
        f"{numbers.count(tables, 'table')} as CSV" if tables else "",
        f"{numbers.count(len(charts), 'chart')} as SVG and PNG" if charts else "",
        "a list of the files",
    ]
    return f"One zip, in English: {numbers.listing([each for each in parts if each])}."


OLD_DATA = "Make it anyway, with this sentence"


def old(recipient: str, said: Sequence[str]) -> Page:
    """A pack whose leading figures are old: why it is withheld, and the way round."""
    answer = Sentence(
        f"{recipient} gets no file: its leading figures are old.",
        basis="Bring the data up to date, or make it anyway: the pack then prints the sentence "
        "below in its first lines.",
    )
    return Page("Sponsor pack", QUESTION, answer, tuple(Note("stale", line) for line in said))


def frame_title(recipient: str) -> str:
    """The name of the frame that shows the pack."""
    return f"The pack for {recipient}"
