"""The law as code: plain Python, no Django, no clock, no database."""
