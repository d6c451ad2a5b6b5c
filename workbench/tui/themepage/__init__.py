"""The page of a theme: its evidence, and beside it what the team writes of it; and the framework matrix."""
