"""Where notes come from: folders, git repositories and HackMD notes."""
