"""Whom a proposed value changes, as its last simulation found."""
