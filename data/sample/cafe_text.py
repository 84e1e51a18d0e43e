"""What the cafés of the sample talked about: a few lines per month, written by hand."""

CANCELLED = {"2025-08": "No meeting this month, everybody is in the field.", "2026-01": ""}

AGENDA = {
    "2024-10": ["Moss: our first café, thank you all for coming", "Clover showed how a reef is mapped from a kayak"],
    "2024-11": ["Teasel: how do you teach 40 people at once?", "Answers so far: in pairs, with one spare laptop"],
    "2024-12": ["Fennel played twenty seconds of a reef at night", "Wren: which of our pages do newcomers read first?"],
    "2025-01": ["Sorrel: a grant of 142,500 USD has arrived, details on Thursday week", "Rowan introduced Thistle Labs"],
    "2025-02": ["Hazel: six instruments, six formats", "Moss will collect the oddest file names in {org}/fieldkit#5"],
    "2025-03": ["Ideas for the spring class", "Sedge asked for a smaller image, {org}/images#31"],
    "2025-04": ["The class is on, short café", "1.5k launches in one week, a record"],
    "2025-05": ["Clover: labels in three languages", "TODO: Clover to translate the welcome page"],
    "2025-06": ["Sedge on river gauges", "TODO: Clover to translate the welcome page"],
    "2025-07": ["Juniper: why weekly images are calmer", "TODO: Clover to translate the welcome page **COMPLETED**"],
    "2025-09": ["Back from the field: everybody brought one picture", "Alder: what do we do with 18 TB?"],
    "2025-10": ["Ivy introduced herself", "Yarrow asked how to cite the hub, {org}/hub#118"],
    "2025-11": ["Tansy's last café, with cake", "**Decision:** the café stays on the first Tuesday"],
    "2025-12": ["Questions of the year, read aloud", "Wren: please test the new images"],
    "2026-02": ["Ivy: exam week, the hub must not be upgraded", "Moss will freeze the hub until 20 February"],
    "2026-03": ["310 users at once on the class morning", "Juniper said goodbye"],
    "2026-04": ["A long talk about who could join", "Hazel: {org}/fieldkit#84 needs a reviewer"],
    "2026-05": ["Campion: birds since 1911, on paper", "Moss: trial hub for the museum, {org}/hub#171"],
    "2026-06": ["Bracken scanned the first 2,000 cards", "Open question: who owns the scans?"],
    "2026-07": ["Hot day, shortest café so far", "Sedge: {org}/fieldkit#100 is a good first issue"],
    "2026-08": ["Campion: 6,100 cards are in", "Ivy will show the class tooling in September"],
    "2026-09": ["Ivy showed the class tooling", "Hazel: the documentation page of the hub is stuck on an old version"],
}
