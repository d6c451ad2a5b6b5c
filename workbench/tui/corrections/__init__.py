"""The rooms of texts that were corrected: what became of the passages, and the texts there were."""
