"""The room in which codes are made, named, defined, moved, merged and split again."""
