"""When does the money stop, which source first, what does an extension buy?"""

from views import page

page.head(
    "When does the money stop, which source first, what does an extension buy?", "Not built yet."
)
page.note("not_set_up", "<b>This page is not set up.</b>")
