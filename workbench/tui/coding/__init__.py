"""The coding room: read a transcript, select a passage, tag it, go on."""
