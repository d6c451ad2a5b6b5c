"""The room of one code's passages: all that bears it, in every transcript, and what is done to many of them at once."""
