"""Printed lists 花名册: a document is a function of frozen rows and a template, and asks no database for anything."""
