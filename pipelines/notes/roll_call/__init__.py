"""Who signed a meeting: where its roll call stands and what every line of it says."""
