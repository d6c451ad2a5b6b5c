"""Widgets and dialogues that several screens use."""
