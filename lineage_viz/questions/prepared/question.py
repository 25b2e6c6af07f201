"""A prepared question: a sentence with one stated meaning, the values that it takes, and its answer.

Each is a plain function of a store and of texts. It asks the store alone, so both stores answer equally. The Gremlin
beside it is the same question for a console; a test runs it and compares the answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from lineage_viz.model import Entity, Subgraph, Truncation
from lineage_viz.store.filter import NO_FILTER, Filter
from lineage_viz.words import complete_words, count, cut_words

NOW, EVER = "now", "ever"


class Form(Enum):
    """The form of a value, which decides how a person chooses it."""

    ENTITY = "entity"
    CHOICE = "choice"
    PERSON = "person"
    DAY = "day"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question takes. `name` is its place in the sentence; `words` say what may stand there."""

    name: str
    words: str
    form: Form = Form.ENTITY
    of: Filter = NO_FILTER
    """The entities among which one is chosen."""
    choices: tuple[str, ...] = ()
    """The texts among which one is chosen; the first one counts when nothing is given."""

    @property
    def is_needed(self) -> bool:
        """True when the question has no answer without this value."""
        return self.form is not Form.CHOICE


@dataclass(frozen=True, slots=True)
class Row:
    """One entity of an answer, and its cells: a text for each column of the question."""

    entity: Entity
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a question finds.

    `starts` are the entities where its walk begins, such as the deployments in force of an endpoint. `lineage` is what
    the walk met. `notes` are sentences that a reader needs beside the rows.
    """

    rows: tuple[Row, ...]
    starts: tuple[str, ...] = ()
    lineage: Subgraph = field(default_factory=Subgraph)
    truncated: Truncation | None = None
    notes: tuple[str, ...] = ()
    missing: str = ""
    """The part of the lineage about which the record tells nothing, in words; the answer is not complete then."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared question. `words` is its sentence with `{name}` for each value.

    `gremlin` has the same places; `{starts}` stands for the ids where the walk begins, and
    `{end_of_name}` for a value after a slash, as an ARN ends.
    """

    theme: str
    words: str
    means: str
    find: Callable[..., Found]
    takes: tuple[Parameter, ...]
    columns: tuple[str, ...]
    gremlin: str | Mapping[str, str] = field(hash=False)
    """One text, or one for each choice of the last value."""

    @property
    def name(self) -> str:
        """`data-sets-of`: the name for the command line and for links."""
        return self.find.__name__.replace("_", "-")

    def sentence(self, values: Mapping[str, str]) -> str:
        """Return the sentence with these words in the places of the values; a choice that is absent leaves it."""
        words = {each.name: values.get(each.name, f"⟨{each.name.replace('_', ' ')}⟩") for each in self.takes}
        open_choices = [each.name for each in self.takes if each.name not in values and not each.is_needed]
        whole = self.words
        for name in open_choices:
            whole = whole.replace(f" ({{{name}}})", "")
        return whole.format(**words)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question with these values. `gaps` and `caveat` are those of the store."""

    question: Prepared
    values: Mapping[str, str] = field(hash=False)
    found: Found
    gaps: tuple[str, ...] = ()
    caveat: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, nearest first where the question walks."""
        return self.found.rows

    @property
    def extent(self) -> str:
        """`12 entities: complete`, or the reason of the cut and the number left out, in words."""
        number = count(len(self.rows), "entity", "entities")
        cut = self.found.truncated
        if cut is None and self.found.missing:
            return f"{number}: {self.found.missing}"
        if cut is None:
            return f"{number}: {complete_words(self.gaps, caveat=self.caveat)}"
        return f"{number}: {cut_words(cut.reason, cut.left_out)}"

    @property
    def is_complete(self) -> bool:
        """True when nothing is cut off, lacks or is not recorded."""
        return not (self.found.truncated or self.found.missing or self.gaps or self.caveat)

    @property
    def gremlin(self) -> str:
        """The question in Gremlin, with its values as text literals."""
        texts = {name: quoted(value) for name, value in self.values.items()}
        texts |= {f"end_of_{name}": quoted(f"/{value}") for name, value in self.values.items()}
        starts = ", ".join(map(quoted, self.found.starts)) or quoted("none")
        text = self.question.gremlin
        if not isinstance(text, str):
            text = text[self.values[self.question.takes[-1].name]]
        return text.format(**texts, starts=starts)

    @property
    def python(self) -> str:
        """The question as a call of this library."""
        values = ", ".join(repr(self.values[each.name]) for each in self.question.takes)
        arguments = ", ".join(filter(None, ("store", values)))
        return f"prepared.{self.question.find.__name__}({arguments}).rows"


def quoted(text: str) -> str:
    """Return a text as a literal of Gremlin: `'arn:aws:…'`. A backslash or a quote in it ends nothing."""
    escapes = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "$": "\\$"}
    return "'" + "".join(escapes.get(each, each) for each in text) + "'"
