"""The room in which one walks through what may identify somebody, and decides about each of it."""
