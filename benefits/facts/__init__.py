"""Families as the rules read them: the recorded facts of many households as arrays (`read`), and of one as a case (`cases`)."""
from benefits.facts.reading import called, names, read

__all__ = ["called", "names", "read"]
