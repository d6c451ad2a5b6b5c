"""The log: what a change is, how changes are ordered, and what a set of them means. Pure; knows no database."""
