"""The room in which the matrix stands, with the excerpts behind every number."""
