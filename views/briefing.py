"""What changed since the last meeting, what needs a decision?"""

from views import page

page.head("What changed since the last meeting, what needs a decision?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
