// Reports the plan of a query as text, and does not run it. Bindings: g, and query with its text.

def statements = Statements.of(g, Language.tree(query))
if (!statements) throw new IllegalArgumentException('[neptune] the text has no query')
def plan = new Plan(statements[-1])
statements.collect { it.clone() }*.applyStrategies() // refuses what may not run

Plan.title('Explain') + Plan.section('Query String', query) + Plan.section('Original Traversal', plan.original) +
    Plan.section('Converted Traversal', plan.converted('')) +
    Plan.section('Optimized Traversal', plan.converted(', {estimatedCardinality=INFINITY}')) + plan.warning() +
    plan.predicates(g)
