// Loads the rows of one file, record by record, as Neptune's loader does; returns records, duplicates and errors.
// Bindings: json with rows of [id, label, from, to, [[number of a column, value]]], isEdges, columns of [name, type, single],
// update, and stop. The rows are JSON, because gremlinpython sends every int as 32 bits.

import groovy.json.JsonSlurper
import org.apache.tinkerpop.gremlin.structure.T
import org.apache.tinkerpop.gremlin.structure.VertexProperty.Cardinality

def rows = new JsonSlurper().parseText(json)
def records = 0L
def duplicates = 0L
def errors = []
def convert = [
    byte: { it as Byte }, short: { it as Short }, int: { it as Integer }, long: { it as Long },
    float: { Float.valueOf(it) }, double: { Double.valueOf(it) }, date: { new Date(it as Long) }]

def setOne = { element, name, value, row ->
    records++
    def known = element.property(name)
    if (known.isPresent() && known.value() == value) duplicates++
    else if (known.isPresent() && !update)
        errors << [row, 'SINGLE_CARDINALITY_VIOLATION', "${name} of ${element.id()} has another value" as String]
    else if (isEdges) element.property(name, value)
    else element.property(Cardinality.single, name, value)
}
def addToSet = { vertex, name, value ->
    records++
    if (vertex.properties(name).any { it.value() == value }) duplicates++
    else vertex.property(Cardinality.set, name, value)
}
def vertexOf = { id, label, row ->
    def known = graph.vertices(id)
    records++
    if (!known.hasNext()) return graph.addVertex(T.id, id, T.label, label)
    def vertex = known.next()
    if (vertex.label() == label) duplicates++
    else errors << [row, 'INTERNAL_ERROR', "the local Neptune cannot give ${id} a second label" as String]
    return vertex
}
def edgeOf = { id, label, from, to, row ->
    def known = graph.edges(id)
    records++
    if (known.hasNext()) {
        def edge = known.next()
        if ([edge.label(), edge.outVertex().id(), edge.inVertex().id()] == [label, from, to]) {
            duplicates++
            return edge
        }
        errors << [row, 'ID_ASSIGNED_TO_MULTIPLE_EDGES', "the edge id ${id} is another edge's" as String]
        return null
    }
    def ends = [graph.vertices(from), graph.vertices(to)]
    if (ends.every { it.hasNext() }) return ends[0].next().addEdge(label, ends[1].next(), T.id, id)
    errors << [row, 'FROM_OR_TO_VERTEX_ARE_MISSING', "edge ${id} from ${from} to ${to}" as String]
    return null
}

for (int row = 0; row < rows.size() && !(stop && errors); row++) {
    def (id, label, from, to, properties) = rows[row]
    def element = isEdges ? edgeOf(id, label, from, to, row) : vertexOf(id, label, row)
    if (element == null) continue
    properties.each { number, value ->
        def (name, type, single) = columns[number]
        value = convert.containsKey(type) ? convert[type](value) : value
        if (single) setOne(element, name, value, row)
        else addToSet(element, name, value)
    }
}
[records, duplicates, errors]
