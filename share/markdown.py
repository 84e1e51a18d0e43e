"""Values as Markdown text: whatever data holds, a reader's tool shows it as plain words."""

import re

SIGNS = re.compile(r"([\\`*_\[\]<>|~])")


def plain(value: object) -> str:
    """A value on one line, with every sign escaped that Markdown or HTML would act on."""
    return SIGNS.sub(r"\\\1", " ".join(str(value).split()))
