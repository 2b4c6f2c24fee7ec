"""A city that nobody lives in: households in the shapes that censuses publish."""
