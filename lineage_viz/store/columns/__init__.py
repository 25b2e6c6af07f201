"""A large lineage in memory as columns: a frozen networkx graph, and entities that are made when somebody asks.

Arrow (pyarrow) reads only files that our own writer wrote, in the snapshot of an export with its manifest: there its
answer is provably that of the careful reader, `snapshot/rows.py`, which reads everything else.
"""
