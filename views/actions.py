"""What was promised, and is it done?"""

from views import page

page.head("What was promised, and is it done?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
