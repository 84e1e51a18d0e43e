"""Is the backlog falling, and is what we said true?"""

from views import page

page.head("Is the backlog falling, and is what we said true?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
