"""What hangs and for how long, what a letter says, which messages go out: plain Python."""
