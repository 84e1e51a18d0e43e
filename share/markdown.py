"""Values as Markdown text: whatever data holds, a reader's tool shows it as plain words."""

import re

SIGNS = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)")  # what acts anywhere, and an entity
# Where a sign makes a value that begins a line a heading, a list or a rule. A value may begin and
# end with a mark of share/slots, which is gone by then.
BLOCK = re.compile(
    r"^(?:\ue000[^\ue001]*\ue001)?(?:\d{1,9}(?=[.)](?:\s|\ue002|$))"
    r"|(?=(?:#{1,6}|[-+])(?:\s|\ue002|$)|(?:-+|=+)(?:\ue002|$)))"
)


def plain(value: object) -> str:
    """A value on one line, with every sign escaped that Markdown or HTML would act on."""
    return BLOCK.sub(r"\g<0>\\", SIGNS.sub(r"\\\g<0>", " ".join(str(value).split())))
