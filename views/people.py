"""Are we growing or thinning, and do we depend on a few?"""

from views import page

page.head("Are we growing or thinning, and do we depend on a few?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
