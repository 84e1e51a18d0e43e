"""What the monthly meetings of the sample talked about: one text per month, written by hand.

`{org}` stands for the GitHub organisation; other braces are filled by make_notes.py.
"""

AGENDA = {
    "2024-10": """
- **Sorrel** (10 mins): Credits have begun
    - Skyhook gave us 90,000 USD of research credits until mid-November 2026.
    - Moss will write down who can read the billing account.
    - **Decision:** exports of the bill are kept from the first day.
- **Bramble** (10 mins): The rack at Northfen
    - The observatory keeps two machines for us free of charge.
    - TODO: Larch to label both machines
- **Wren** (5 mins): Meeting times
    - **Decision:** third Thursday of the month, 16:00 UTC.
""",
    "2024-11": """
- **Moss** (10 mins): Who can read the bill
    - Written down in {org}/hub#12, three people can.
    - TODO: Larch to label both machines
- **Tansy** (10 mins): A first image for plankton counts
    - Juniper will review {org}/images#9 before the holidays.
- **Wren** (5 mins): Docs
    - The handbook still has no home.
""",
    "2024-12": """
- **Sorrel** (15 mins): A grant, if we want one
    - The Estuary Fund asks for infrastructure proposals.
    - **Decision:** we apply for two years.
    - Sorrel will send the budget around.
- **Larch** (5 mins): Labels
    - TODO: Larch to label both machines **COMPLETED**
- **Fennel** (5 mins): Sounds of the reef
    - not urgent, let's punt on it until spring.
""",
    "2025-01": """
- **Sorrel** (10 mins): The grant came through
    - 142,500 USD from the Estuary Fund, until the end of 2026.
    - **Decision:** it pays for people first, the cloud only when credits are gone.
- **Wren** (10 mins): Logins
    - Wren will replace the login page, see {org}/hub#31.
- **Clover** (5 mins): Stickers
    - Can wait.
""",
    "2025-02": """
- **Wren** (10 mins): Logins
    - The new page is up for half of the users.
    - TODO: Wren to remove the old login page
- **Hazel** (10 mins): Hello
    - Hazel starts on field instruments and will list the formats we cannot read.
- **Teasel** (10 mins): Class of 140 students in April
    - Moss will warm up the images on that morning.
""",
    "2025-03": """
- **Moss** (10 mins): Getting ready for the class
    - Two rehearsals. Start-up took 45 seconds at worst.
    - TODO: Wren to remove the old login page
- **Tansy** (10 mins): Storage
    - We keep 18 TB, most of it nobody has opened since summer.
    - Tansy will propose a rule for old data in {org}/hub#58.
- **Fennel** (5 mins): Sounds of the reef
    - **Decision:** yes, as an experiment, without promises.
""",
    "2025-04": """
- **Teasel** (10 mins): The class went well
    - 140 students, two of them lost work.
    - Teasel will write up what happened, {org}/hub#67.
- **Larch** (10 mins): Disk at Northfen is nearly full
    - TODO: Larch to order a second disk shelf
""",
    "2025-05": """
- **Sorrel** (10 mins): First report to the Estuary Fund
    - Sorrel drafts, Bramble reads.
    - What got worse: first replies on the tracker take longer.
- **Juniper** (10 mins): Images every week, not every day
    - **Decision:** weekly builds until the registry moves.
- **Larch** (5 mins): Disk shelf
    - TODO: Larch to order a second disk shelf (done)
""",
    "2025-06": """
- **Moss** (10 mins): Costs
    - May was the dearest month so far.
    - Moss will switch off the idle pools at night, {org}/hub#83.
- **Sedge** (10 mins): River gauges
    - Hazel and Sedge to agree on one format.
- **Wren** (5 mins): Old login page
    - TODO: Wren to remove the old login page **COMPLETED**
""",
    "2025-07": """
- **Moss** (10 mins): Idle pools
    - Off between 22:00 and 04:00 UTC.
    - **Decision:** keep it that way over the summer.
- **Tansy** (10 mins): Rule for old data
    - We need somebody who tells the owners.
    - TODO: Alder to write to the owners of old data
""",
    "2025-08": """
- **Bramble** (10 mins): Rack
    - Northfen has signed until the end of February 2027.
- **Alder** (5 mins): Old data
    - Half of the owners have answered.
    - TODO: Alder to write to the owners of old data
- **Fennel** (5 mins): Sounds of the reef
    - Nobody has listened yet, let's punt on it until next month.
""",
    "2025-09": """
- **Sorrel** (10 mins): One year of credits
    - About half of the 90,000 USD is spent.
    - Sorrel will ask Skyhook what happens to the rest.
- **Hazel** (10 mins): Formats
    - Four of six are read. See {org}/fieldkit#44 and {org}/fieldkit#41.
""",
    "2025-10": """
- **Sorrel** (10 mins): Skyhook
    - No answer yet.
    - TODO: Sorrel to ask Skyhook about unused credits
- **Ivy** (10 mins): Hello
    - Ivy takes over the class tooling from Teasel.
- **Juniper** (10 mins): The registry closes
    - Our image registry closes at the end of 2026.
    - **Decision:** we move the image builds, and we do it once.
""",
    "2025-11": """
- **Juniper** (15 mins): Moving the image builds
    - Plan in {org}/images#71, three months of work.
    - Juniper will try one image first.
- **Moss** (5 mins): Costs
    - Idle pools saved about 400 USD a month.
""",
    "2025-12": """
- **Wren** (10 mins): The handbook
    - Tansy has left us, thank you for everything.
    - TODO: Wren to write the operator's handbook
- **Sorrel** (5 mins): Skyhook
    - They say: ask three months before the end.
""",
    "2026-01": """
- **Juniper** (10 mins): One image moved
    - It builds in 6 minutes instead of 20.
    - Next: the geography image, {org}/images#78.
- **Ivy** (10 mins): Spring classes
    - Three classes, 90 people each.
""",
    "2026-02": """
- **Sorrel** (15 mins): Second year of the grant
    - We have money for 10 to 12 months.
    - **Decision:** no new hire before we know about the next grant.
- **Wren** (5 mins): Handbook
    - TODO: Wren to write the operator's handbook
""",
    "2026-03": """
- **Juniper** (10 mins): Goodbye
    - Juniper changes jobs at the end of the month.
    - The plan for the image builds is handed to Wren, {org}/images#71.
    - **Decision:** the move waits until somebody has time.
- **Moss** (10 mins): Classes
    - Peak of 310 users at once, no trouble.
""",
    "2026-04": """
- **Bramble** (10 mins): Fewer of us
    - We were more a year ago. Who can bring somebody?
    - Bramble will write to Reedbank Museum.
- **Hazel** (5 mins): Formats
    - The fifth format is read, {org}/fieldkit#84.
""",
    "2026-05": """
- **Campion** (10 mins): Hello from Reedbank Museum
    - They want to open their bird archive on our hub.
    - Moss will set up a trial, {org}/hub#171.
- **Sorrel** (10 mins): Donations
    - 30,120 USD at the end of the month, says Openpurse.
""",
    "2026-06": """
- **Wren** (10 mins): Image builds
    - Two of nine images moved.
    - TODO: Wren to move the geography image, {org}/images#78
- **Moss** (5 mins): Costs
    - June will be about 3,900 USD, new machines for the archive.
""",
    "2026-07": """
- **Sorrel** (10 mins): Where we stand
    - Enough for 8 to 10 months if nothing changes.
    - TODO: Sorrel to ask the Estuary Fund about an extension
- **Moss** (5 mins): A job ran wild on 8 July
    - One hundred idle machines for a day, nobody was told.
    - **Decision:** we set a limit per user.
- **Wren** (10 mins): Image builds
    - No progress, holidays.
    - TODO: Wren to move the geography image, {org}/images#78
- **Ivy** (5 mins): A banner for planned downtime
    - not urgent, let's punt on it until October.
""",
    "2026-08": """
- **Moss** (10 mins): Tracker week
    - Closed 40 issues in {org}/hub since our last meeting, well done!
    - Still open and cited often: {org}/hub#171 and {org}/images#78.
- **Sorrel** (10 mins): Credits
    - They end on 14 November and we will not use them up.
    - TODO: Sorrel to ask Skyhook about unused credits
    - TODO: Sorrel to ask the Estuary Fund about an extension
- **Hazel** (5 mins): Docs
    - The hub documentation should move to the new theme.
""",
    "2026-09": """
- **Hazel** (10 mins): The hub documentation does not build
    - Since the new theme came in, see {org}/hub#{docs_issue}.
    - Hazel will pin the theme.
- **Wren** (10 mins): Image builds
    - Three of nine images moved, two months of work left.
    - TODO: Wren to move the geography image, {org}/images#78
    - **Decision:** Wren works on nothing else in October.
- **Sorrel** (15 mins): Money
    - The August bill was {august_bill} USD.
    - TODO: Sorrel to ask the Estuary Fund about an extension
    - The next grant: Bramble drafts a first page for the Coastal Data Programme.
- **Moss** (5 mins): Tracker
    - Closed {closed_in_september} issues in {org}/hub since 20 August.
- **Ivy** (5 mins): A banner for planned downtime
    - let's punt on it until October.
""",
}
