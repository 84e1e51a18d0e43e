"""Which table of a build to ask for what was billed: the smallest one that tells it."""


def table(*columns: str) -> str:
    """The smallest of cost_daily and its roll-ups that has these columns.

    Each has day, account, category, provider, charge_category, credit_kind, currency, billed and
    lines; beside them spend has service, spend_project has sub_account, cost_daily has all.
    """
    if "sub_account" not in columns:
        return "spend"
    return "cost_daily" if "service" in columns else "spend_project"
