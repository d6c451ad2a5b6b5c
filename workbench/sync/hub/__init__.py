"""A PostgreSQL server as the team's hub: the same log, on a server that checks who writes what.

address     what of a server's address may be shown
connection  one connection, its errors in plain words
chain       a long chain, read a batch at a time
peer        the hub behind the contract of all peers
setup       setting it up, and who belongs to it
check       what the server holds against what is here
tables      the study as tables, for analysts
hub.sql     the server's side
"""

from workbench.sync.hub.peer import Hub

__all__ = ["Hub"]
