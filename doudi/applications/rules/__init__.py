"""What a declared item is in the law's words, what the family is told, and time limits."""
