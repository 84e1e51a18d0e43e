"""Which funds do we have, what may they pay for, what is due next?"""

from views import page

page.head("Which funds do we have, what may they pay for, what is due next?", "Not built yet.")
page.note("not_set_up", "<b>This page is not set up.</b>")
