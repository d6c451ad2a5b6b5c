"""The room in which a code is split: one passage at a time, one key each."""
