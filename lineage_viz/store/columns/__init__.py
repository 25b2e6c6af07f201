"""A large lineage in memory as columns: a frozen networkx graph, and entities that are made when somebody asks.

Arrow (pyarrow) reads a file only where its answer is provably that of the careful reader: in the snapshot of an export
with its manifest, whose bytes are as our own writer writes them. The careful reader reads everything else.
"""
