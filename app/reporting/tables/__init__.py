"""Kinds of tables of a report, each made from a definition and the waves."""
