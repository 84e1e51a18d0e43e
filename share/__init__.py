"""What leaves the house: files for people outside the team."""
