"""The room in which one sees the transcripts, and how far each coder is."""
