"""Pages of the family's phone, of the counter, and of the offices."""
