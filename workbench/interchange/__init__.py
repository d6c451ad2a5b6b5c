"""Files other programs read and write: one format a module, rows in and values out."""
