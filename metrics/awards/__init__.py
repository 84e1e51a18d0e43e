"""Awards: the register, what each one paid for, and how that agrees with its statements."""
