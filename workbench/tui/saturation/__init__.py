"""The room of new codes by interview, and of codes that stand together."""
