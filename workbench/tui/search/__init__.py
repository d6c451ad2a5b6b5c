"""The search room: where something is said, in the whole study."""
