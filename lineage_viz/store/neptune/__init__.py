"""The store on Amazon Neptune: builders of traversals, connections that send them, and mappers of the answers.

Only this package imports gremlinpython. Traversals travel as bytecode, so no user input ever becomes query text. Each
builder shows its query as Gremlin text, shortened by "…"; `steps` has the parts that all queries share.
"""
