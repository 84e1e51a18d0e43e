"""The backtest of the forecast as text to print."""

from metrics.runway.backtest import BALANCES, Replay


def text(found: Replay | None) -> str:
    """Errors and coverage by months ahead, and how often the end was inside its range."""
    if found is None:
        return "No series is longer than six complete months: there is nothing to replay yet."
    lines = [f"{found.series} series", found.table.to_string(index=False, float_format="%.2f")]
    lines.append(f"mean gap from 0.80: {found.gap:.3f}")
    for balance in BALANCES:
        own = [end for end in found.ends if end.balance == balance]
        if own:
            inside = sum(end.inside for end in own) / len(own)
            early = sum(end.early for end in own) / len(own)
            lines.append(
                f"money for {balance} months: end inside the range in {inside:.0%}, "
                f"earlier in {early:.0%} (n = {len(own)})"
            )
    return "\n".join(lines)
