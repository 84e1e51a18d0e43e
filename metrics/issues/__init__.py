"""Issues and pull requests, and the claims that notes make about numbers."""
