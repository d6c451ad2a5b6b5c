"""The room in which one sees how far the coders agree, where they do not, and settles it."""
