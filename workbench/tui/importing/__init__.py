"""The room in which files become transcripts: chosen, looked at one by one, and taken in."""
