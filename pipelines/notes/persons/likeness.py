"""Whether two spellings, or a spelling and a handle, may be one person's."""

import difflib

from pipelines.notes.roll_call.names import initials, is_like_name

_SLIP = 0.88  # gaugereport and gaugreport are 0.95 alike, ana-lima and anna-lopez 0.7
_SHORT = 3  # letters below which one slip is most often another name
_LONG = 6  # letters of a last name in which one slip is a slip, and not another name


def fits(name: str, handle: str, owner: str) -> bool:
    """Whether a folded name may be the owner's: a word in common, initials, a beginning.

    A letter that both have in common ("A Moss", "A Reed") says nothing.
    """
    mine, theirs = (
        {word for word in each.split() if len(word) > 1 or not word.isascii()}
        for each in (name, owner)
    )
    return bool(
        is_like_name(handle, name)
        or name == handle.casefold()
        or initials(owner).startswith(name.upper())
        or any(_begin(a, b) for a in mine for b in theirs)
        or any(difflib.get_close_matches(word, theirs, cutoff=0.75) for word in mine)
    )


def _begin(one: str, two: str) -> bool:
    return min(len(one), len(two)) > 2 and (one.startswith(two) or two.startswith(one))


def names_alike(one: str, two: str, homes: frozenset[str]) -> bool:
    """Whether two folded full names of one first name are one person's.

    They differ by a middle initial, by an organisation behind the name, or by one slip in a last
    name of six letters or more.
    """
    if one == two:
        return False
    a, b = without_initials(one)[0], without_initials(two)[0]
    short, long = sorted((a, b), key=len)
    behind = long.removeprefix(f"{short} ") if long.startswith(f"{short} ") else ""
    first, last = a.split()[:-1], a.split()[-1]
    others, final = b.split()[:-1], b.split()[-1]
    slip = first == others and min(len(last), len(final)) >= _LONG and _one_slip(last, final)
    return a == b or behind in homes - {""} or slip


def may_be_one(one: str, two: str) -> bool:
    """Whether two folded full names may be one person's, which only somebody who knows can say.

    One first name and a slip in a short last name, or one last name and a first name that begins
    the other.
    """
    (*first, last), (*others, final) = one.split(), two.split()
    slip = first == others and min(len(last), len(final)) >= _SHORT and _one_slip(last, final)
    return slip or (last == final and first[0] != others[0] and _begin(first[0], others[0]))


def without_initials(name: str) -> tuple[str, str]:
    """A folded full name without the initials in its middle, and those initials."""
    words = name.split()
    middle = [word for word in words[1:-1] if len(word) == 1 and word.isascii()]
    kept = [w for i, w in enumerate(words) if not (0 < i < len(words) - 1 and w in middle)]
    return " ".join(kept), "".join(middle)


def _one_slip(one: str, two: str) -> bool:
    """Whether two words differ by one letter: another, one more, or two that changed places."""
    if len(one) > len(two):
        one, two = two, one
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    swapped = one[:at] + one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    if len(one) == len(two):
        return one != two and (one[at + 1 :] == two[at + 1 :] or swapped == two)
    return len(two) - len(one) == 1 and one[at:] == two[at + 1 :]


def handles_alike(one: str, two: str) -> bool:
    """Whether two handles differ by a slip of the finger."""
    return one != two and difflib.SequenceMatcher(None, one, two).ratio() >= _SLIP


def is_short_for(name: str, form: str, handles: frozenset[str]) -> bool:
    """Whether a folded short name is a person's: a beginning, initials, or a handle without @."""
    if name in handles or form.startswith(f"{name} "):
        return True
    if name == form:
        return bool(handles)
    words = name.split()
    if len(words) > 1:  # "matt g"
        return form.startswith(name) and len(words[-1]) == 1
    return 2 <= len(name) <= 4 and name == initials(form).casefold() and " " in form
