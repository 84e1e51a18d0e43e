"""docs/tour.md shows every page in its order, in pictures that are small, in two minutes."""

import re
from pathlib import Path

from views import PAGES

HOME = Path(__file__).resolve().parents[1]
TOUR = (HOME / "docs" / "tour.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## (.+)\n\n!\[(.+): .+\]\((tour/\w+\.png)\)\n", re.MULTILINE)


def test_every_page_has_its_section_and_its_picture_in_the_order_of_the_navigation() -> None:
    paths = ["briefing", *(view.path for view in PAGES[1:])]
    titles = [view.title for view in PAGES]
    assert SECTION.findall(TOUR) == [
        (title, title, f"tour/{path}.png") for title, path in zip(titles, paths, strict=True)
    ]


def test_the_pictures_are_small_and_each_is_shown() -> None:
    files = sorted((HOME / "docs" / "tour").glob("*"))
    assert {f"tour/{file.name}" for file in files} == {path for _, _, path in SECTION.findall(TOUR)}
    assert max(file.stat().st_size for file in files) < 150_000
    assert sum(file.stat().st_size for file in files) < 1_500_000


def test_it_takes_two_minutes_to_read() -> None:
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", TOUR).split()
    assert 300 < len(words) < 550
