"""The memos: written from wherever one is, listed and read in a room of their own."""
