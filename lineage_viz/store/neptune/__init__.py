"""The second store, on Amazon Neptune: builders of traversals, one connection to send them, mappers of the rows.

Only this package imports gremlinpython. Traversals travel as bytecode: nothing a person typed is ever query text.
"""
