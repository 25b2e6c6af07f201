// Runs a query, and reports its plan and the metrics of the run as text. Bindings: g, query with its text, results, chop,
// serializer and indexOps.

import java.util.concurrent.TimeUnit

def statements = Statements.of(g, Language.tree(query))
if (!statements) throw new IllegalArgumentException('[neptune] the text has no query')
statements.collect { it.clone() }*.applyStrategies() // refuses what may not run
def last = statements[-1]
def plan = new Plan(last)
statements.init()*.iterate()

def began = System.nanoTime()
def measured = last.profile('~profile')
def found = measured.toList()
def millis = (System.nanoTime() - began) / TimeUnit.MILLISECONDS.toNanos(1)
def metrics = measured.sideEffects.get('~profile')

def shown = results ? "\nOutput: ${found}" : ''
if (results && chop && shown.size() > chop + 9) shown = shown.take(chop + 9) + '...'
def text = Plan.title('Profile') + Plan.section('Query String', query, 18) +
    Plan.section('Original Traversal', plan.original) +
    Plan.section('Optimized Traversal', plan.converted(', {estimatedCardinality=INFINITY}')) + plan.warning() +
    Plan.section('Runtime (ms)', sprintf('Query Execution: %8.3f', millis as double) +
        (serializer ? sprintf('%nSerialization:   %8.3f', 0d) : '')) +
    '\n' + metrics.toString().replaceFirst('Traversal Metrics', 'Traversal Metrics\n=================') + '\n' +
    plan.predicates(g) + Plan.section('Results', "Count: ${found.size()}${shown}" as String) +
    (serializer ? "Response serializer: ${serializer}\nResponse size (bytes): ${found.toString().size()}\n" : '') +
    Plan.section('Index Operations', 'Query execution:\n' + ['# of statement index ops', '# of unique statement index ops',
        'Duplication ratio', '# of terms materialized'].collect { "    ${it}: 0" }.join('\n'))
text as String
