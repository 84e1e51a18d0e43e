"""Where roll-ups are kept: in a folder of this machine, and in a bucket that several share."""
