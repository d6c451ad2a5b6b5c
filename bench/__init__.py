"""Measurements against floors in one run, as ratios; ``python -m bench`` runs them all. See README.md."""
