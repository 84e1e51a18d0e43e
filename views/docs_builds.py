"""Which docs are broken, since when?"""

from views import page

page.head("Which docs are broken, since when?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
