"""Mounted by the doors: portal at /apply/, desk at /desk/applications/."""
