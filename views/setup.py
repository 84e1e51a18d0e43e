"""What is set up, and what would the next piece unlock?"""

from views import page

page.head("What is set up, and what would the next piece unlock?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
