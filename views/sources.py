"""Can I trust this?"""

from views import page

page.head("Can I trust this?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
