"""The room in which one looks at what colleagues did at the same time, and settles it."""
