"""What an award is made of, how it is looked in on, what changes it: plain Python."""

from doudi.awards.rules.awards import Part, counted, parts

__all__ = ["Part", "counted", "parts"]
