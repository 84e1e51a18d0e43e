"""How much a month, and is that rising?"""

from views import page

page.head("How much a month, and is that rising?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
