"""Can I trust these figures? How each source was read, its days, the lines left out."""

from metrics.data_quality import arrivals, bill_doubts, coverage, rejects, sources
from views import page, questions, writing
from wording import sources as wording

config = page.house().config
asked = questions.asked()
counts = page.ask(coverage.counts)
before = page.ask_before(coverage.counts)
page.show(
    wording.page(
        wording.Facts(
            info=page.ask(sources.info),
            summary=page.ask(sources.summary, on=page.today()),
            runs=tuple(page.ask(sources.runs)),
            coverage=page.ask(coverage.coverage),
            reasons=page.ask(rejects.reasons),
            rejects=page.ask(rejects.rejects),
            accounts=tuple(page.ask(rejects.accounts)),
            bills=tuple(page.ask(rejects.billing_files)),
            replaced=tuple(page.ask(bill_doubts.replaced)),
            questions=tuple(page.ask(bill_doubts.questions)),
            refused=tuple(page.ask(bill_doubts.refused)),
            causes=tuple(page.ask(arrivals.causes, on=page.today())),
            differences=None if before is None else tuple(coverage.differences(counts, before)),
            queue=asked,
            can_answer=writing.refusal(config) is None,
        )
    ),
    controls={"questions": lambda: questions.form(config, asked)},
)
