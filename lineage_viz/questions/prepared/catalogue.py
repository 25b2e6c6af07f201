"""All prepared questions, by theme. Each states its meaning: the steps, their direction, now or ever.

The Gremlin of a question gives the same entities, in any order. Where facts decide, which an export derives from the
records, the Gremlin asks for the property that holds them.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from lineage_viz.errors import EntityNotFound, LineageVizError
from lineage_viz.questions.prepared import data, decisions, endpoints, gaps, jobs, models
from lineage_viz.questions.prepared import parameters as take
from lineage_viz.questions.prepared.models import APPROVAL, EVALUATION, FACT_OF, TRAINING_JOB
from lineage_viz.questions.prepared.question import EVER, NOW, Answer, Form, Parameter, Prepared
from lineage_viz.questions.served import is_endpoint
from lineage_viz.store.base import Store
from lineage_viz.title import title
from lineage_viz.words import plain

DATA, JOBS, MODELS, ENDPOINTS, DECISIONS = "Data", "Jobs", "Models", "Endpoints", "Decisions and people"

_UP = "repeat(__.in().barrier().dedup()).emit()"
_DOWN = "repeat(__.out().barrier().dedup()).emit()"
_IS_DATA = "has('type', within('DataSet', 'Dataset'))"
_NOT_STARTS = "not(__.hasId({starts}))"
_TRAINED_ON = (
    "repeat(__.out().not(__.has('type', within('SageMakerTransformJob', 'ModelDeployment'))).barrier().dedup())"
    ".until(__.hasLabel('artifact').has('type', 'Model')).where(__.in('Produced').has('type', 'SageMakerTrainingJob'))"
)
_DEPLOYED = (
    "emit().repeat(__.out('ContributedTo').has('type', 'Model').barrier().dedup()).times(3)"
    ".out('ContributedTo').has('type', 'ModelDeployment').dedup().aggregate('ours')"
)
_IN_FORCE = (
    "out('AssociatedWith').has('type', 'Endpoint').dedup()"
    ".not(__.has('endpointstatus', within('Failed', 'OutOfService', 'UpdateRollbackFailed', 'Deleted')))"
    ".where(__.in('AssociatedWith')"
    ".has('type', 'ModelDeployment').has('status', 'Completed').order().by('creationtime', desc).limit(1)"
    ".where(within('ours')))"
)
_BY_LINEAGE = (
    "The Gremlin of “now” knows no records: it takes the newest completed deployment for the one in force."
)
_IT_OR_FILE = "__.union(__.identity(), __.in('ContributedTo').has('type', 'Model'))"
_PACKAGES = "V().has('type', 'Model').has('sourceuri', TextP.containing(':model-package/'))"

QUESTIONS: Sequence[Prepared] = (
    Prepared(DATA, "Data sets that went into {entity} ({when})",
             "All data sets upstream, over any number of steps. Scripts are data sets, too: the role tells them apart. "
             "Of an endpoint, “now” means what it serves now.",
             data.data_sets_of, (take.ENTITY, take.WHEN), ("Steps", "Role", "Went into"),
             f"g.V({{starts}}).{_UP}.{_IS_DATA}.{_NOT_STARTS}.dedup()"),
    Prepared(DATA, "Data sets that came out of {entity}",
             "All data sets downstream, over any number of steps, with predictions and reports. The role is the one "
             "for the job that made each.",
             data.data_sets_from, (take.ENTITY,), ("Steps", "Role"),
             f"g.V({{entity}}).{_DOWN}.{_IS_DATA}.not(__.hasId({{entity}})).dedup()"),
    Prepared(DATA, "Data sets that jobs with the image {image} read",
             "The data sets one step upstream of the jobs that ran on the image.",
             data.data_sets_with_image, (take.IMAGE,), ("Role", "Jobs"),
             "g.V({image}).out('ContributedTo').hasLabel('trial_component')"
             f".in('ContributedTo').{_IS_DATA}.dedup()"),
    Prepared(DATA, "Readers of everything below {prefix}",
             "The entities whose recorded address begins with the prefix, and everything downstream of them, endpoints "
             "first: ask it before you delete the prefix.",
             data.readers_of, (take.PREFIX,), ("Steps", "Endpoint"),
             "g.V().or(__.has('sourceuri', TextP.startingWith({prefix})), __.has('sourcearn', "
             f"TextP.startingWith({{prefix}}))).fold().unfold().emit().{_DOWN.removesuffix('.emit()')}.dedup()"),
    Prepared(DATA, "Artifacts at the address {address}",
             "The artifacts with exactly this address, newest first.",
             data.artifacts_at, (take.ADDRESS,), (),
             "g.V().hasLabel('artifact').has('sourceuri', {address})"),
    Prepared(DATA, "The same bytes in several places",
             "Artifacts with different addresses and the same hash: MD5 or ETag by SageMaker, SHA-256 or ETag of a "
             "whole file by S3.",
             data.same_bytes, (), ("Hash", "Places"),
             "g.V().hasLabel('artifact').as('a').union(__.values('sourceids').or(__.is(TextP.containing('MD5Hash')), "
             "__.is(TextP.containing('S3ETag'))), __.values('fileversion').split(', ').unfold().or(__.is("
             "TextP.startingWith('SHA256 ').and(TextP.endingWith('='))), __.is(TextP.startingWith('ETag ').and("
             "TextP.notContaining('-')))))"
             ".group().by().by(__.select('a').dedup().fold()).unfold().select(values)"
             ".filter(__.unfold().values('sourceuri').dedup().count().is(gt(1))).unfold().dedup()"),
    Prepared(JOBS, "Jobs behind {entity} ({when})",
             "All jobs upstream, over any number of steps. Of an endpoint, “now” means what it serves now.",
             jobs.jobs_behind, (take.ENTITY, take.WHEN), ("Steps", "Status"),
             f"g.V({{starts}}).{_UP}.hasLabel('trial_component').{_NOT_STARTS}.dedup()"),
    Prepared(JOBS, "Jobs behind {entity} that failed or were stopped ({when})",
             "The jobs upstream, over any number of steps, with the status Failed or Stopped.",
             jobs.failed_jobs_behind, (take.ENTITY, take.WHEN), ("Steps", "Status"),
             f"g.V({{starts}}).{_UP}.hasLabel('trial_component').has('status', within('Failed', 'Stopped'))"
             f".{_NOT_STARTS}.dedup()"),
    Prepared(JOBS, "Jobs that used {entity}, or what came of it",
             "All jobs downstream, over any number of steps.",
             jobs.jobs_after, (take.ENTITY,), ("Steps", "Status"),
             f"g.V({{entity}}).{_DOWN}.hasLabel('trial_component').not(__.hasId({{entity}})).dedup()"),
    Prepared(JOBS, "Pipeline execution of {job}",
             "The execution and the step in the tags of the job. The lineage itself does not lead from a job to its "
             "execution.",
             jobs.execution_of, (take.JOB,), ("Execution", "Step"),
             "g.V({job})"),
    Prepared(JOBS, "Pipeline executions behind {entity} ({when})",
             "All jobs upstream, over any number of steps, each with the execution and the step in its tags.",
             jobs.executions_behind, (take.ENTITY, take.WHEN), ("Execution", "Step"),
             f"g.V({{starts}}).{_UP}.hasLabel('trial_component').{_NOT_STARTS}.dedup()"),
    Prepared(MODELS, "Models trained on {data_set}",
             "The first model on each way downstream that a training job produced. The walk passes no transform job "
             "and no deployment: predictions are no training data. Packages of these models are not repeated.",
             models.models_trained_on, (take.DATA_SET,), ("Version", "Decision", "Steps", "Kind"),
             f"g.V({{data_set}}).{_TRAINED_ON}.dedup()"),
    Prepared(MODELS, "Models trained with the image {image}",
             "The models that training jobs on the image produced. An association from an image to a model is about "
             "serving, and does not count.",
             models.models_trained_with, (take.IMAGE,), ("Version", "Decision", "Training job"),
             "g.V({image}).out('ContributedTo').has('type', 'SageMakerTrainingJob')"
             ".out('Produced').has('type', 'Model').dedup()"),
    Prepared(MODELS, "Models that came out of {entity}",
             "All models downstream, over any number of steps: files, packages, and those trained from them.",
             models.models_from, (take.ENTITY,), ("Version", "Decision", "Steps", "Kind"),
             f"g.V({{entity}}).{_DOWN}.hasLabel('artifact').has('type', 'Model').not(__.hasId({{entity}})).dedup()"),
    Prepared(MODELS, "Model packages without {what}",
             "Approval: the decision in force is another one, is not recorded or was not read. Evaluation: no "
             "processing job reads the package or its file. Training job: none produced the package or its file. "
             "Commit, metric, owner, model card: it is not recorded or was not read. Newest first.",
             models.models_without, (take.LACKS,), ("Decision",),
             {
                 APPROVAL: f"g.{_PACKAGES}.not(__.has('approval', 'Approved'))",
                 EVALUATION: f"g.{_PACKAGES}.not({_IT_OR_FILE}.out().has('type', 'SageMakerProcessingJob'))",
                 TRAINING_JOB: f"g.{_PACKAGES}.not({_IT_OR_FILE}.in('Produced').has('type', 'SageMakerTrainingJob'))",
                 **{what: f"g.{_PACKAGES}.not(__.has('{fact}'))" for what, fact in FACT_OF.items()},
             }),
    Prepared(MODELS, "Everything that nobody can trace",
             "Entities that were deleted or are of another account, models without a training job one step upstream of "
             "them or of their file, then data sets that no job reads.",
             gaps.not_traceable, (), ("Reason",),
             "g.V().or(__.has('unresolved', true), __.and(__.has('type', within('DataSet', 'Dataset')), "
             "__.not(__.out())), __.and(__.hasLabel('artifact').has('type', 'Model'), "
             f"__.not({_IT_OR_FILE}.in('Produced').has('type', 'SageMakerTrainingJob'))))"),
    Prepared(ENDPOINTS, "Endpoints of {model} ({when})",
             "From the model to the packages that were made of it, to their deployments, to the endpoints. Models that "
             "were trained from it do not count. “Now” leaves out those that serve another model, failed or are gone. "
             + _BY_LINEAGE,
             endpoints.endpoints_of, (take.ANY_MODEL, take.SERVES), ("State",),
             {
                 EVER: f"g.V({{model}}).{_DEPLOYED}.out('AssociatedWith').has('type', 'Endpoint').dedup()",
                 NOW: f"g.V({{model}}).{_DEPLOYED}.{_IN_FORCE}",
             }),
    Prepared(ENDPOINTS, "Endpoints derived from {data_set} ({when})",
             "The endpoints of all models that were trained on the data set. “Now” leaves out those that serve another "
             "model, failed or are gone. " + _BY_LINEAGE,
             endpoints.endpoints_from_data, (take.DATA_SET, take.SERVES), ("State",),
             {
                 EVER: f"g.V({{data_set}}).{_TRAINED_ON}.dedup().fold().unfold().{_DEPLOYED}"
                       ".out('AssociatedWith').has('type', 'Endpoint').dedup()",
                 NOW: f"g.V({{data_set}}).{_TRAINED_ON}.dedup().fold().unfold().{_DEPLOYED}.{_IN_FORCE}",
             }),
    Prepared(ENDPOINTS, "Actions of {context}",
             "The actions one step upstream, such as the deployments of an endpoint, newest first.",
             endpoints.actions_of, (take.CONTEXT,), ("Created", "Status"),
             "g.V({context}).in().hasLabel('action').dedup()"),
    Prepared(DECISIONS, "Model packages that {approval} is about",
             "The packages one step downstream, with the decision of this approval and the one in force. The status of "
             "an approval says only that its recording has completed.",
             decisions.covered_by, (take.APPROVED_BY,), ("Decided then", "In force now"),
             "g.V({approval}).out('ContributedTo').has('type', 'Model').dedup()"),
    Prepared(DECISIONS, "Data behind {approval}",
             "All data sets upstream of the model packages that the approval is about.",
             decisions.data_behind_approval, (take.APPROVED_BY,), ("Steps", "Role", "Went into"),
             f"g.V({{approval}}).out('ContributedTo').has('type', 'Model').dedup().{_UP}.{_IS_DATA}.dedup()"),
    Prepared(DECISIONS, "Decisions in force on the packages of {group}",
             "Each package of the group, newest first, with the last decision by its record or, without one, by the "
             "lineage.",
             decisions.decisions_of_group, (take.GROUP,), ("Decision", "Decided by", "Decided"),
             "g.V({group}).in('AssociatedWith').has('type', 'Model')"
             ".has('sourceuri', TextP.containing(':model-package/')).dedup()"),
    Prepared(DECISIONS, "Everything that {person} made or decided",
             "The entities of which this person is the recorded creator, the owner or the one who decided, newest "
             "first. SageMaker records no creator of what it makes by itself.",
             decisions.made_by, (take.PERSON,), ("Part",),
             "g.V().or(__.has('owner', {person}), __.has('decidedby', {person}), __.has('createdby', {person}), "
             "__.has('createdby', TextP.endingWith({end_of_person})))"),
    Prepared(DECISIONS, "Everything new since {day}",
             "The entities that were created on this day or later, in UTC, newest first.",
             decisions.new_since, (take.DAY,), ("Created",),
             "g.V().has('creationtime', gte(datetime({day})))"),
)  # fmt: skip

BY_NAME: Mapping[str, Prepared] = {each.name: each for each in QUESTIONS}


def ask(store: Store, question: Prepared, values: Mapping[str, str]) -> Answer:
    """Answer a question with these values; an entity is given by its ARN. Raises LineageVizError, EntityNotFound."""
    whole = {each.name: _checked(store, each, values.get(each.name, "").strip()) for each in question.takes}
    found = question.find(store, *whole.values())
    return Answer(question, whole, found, store.gaps, store.caveat)


def sentence_of(store: Store, question: Prepared, values: Mapping[str, str]) -> str:
    """Return the sentence of a question with titles in the places of ARNs; an unknown ARN stays as it is.

    `now` or `ever` stands there only where it means something: beside an endpoint.
    """
    words = {name: value for name, value in values.items() if value}
    is_about_endpoint = False
    for each in question.takes:
        if each.form is Form.ENTITY and (arn := words.get(each.name)):
            with suppress(EntityNotFound):
                entity = store.get(arn)
                words[each.name], is_about_endpoint = plain(title(entity), 80), is_endpoint(entity)
    if take.WHEN in question.takes and not is_about_endpoint:
        words.pop(take.WHEN.name, None)
    return question.sentence(words)


def _checked(store: Store, parameter: Parameter, value: str) -> str:
    if parameter.form is Form.CHOICE:
        value = value or parameter.choices[0]
        if value not in parameter.choices:
            wanted = ", ".join(parameter.choices[:-1]) + f" or {parameter.choices[-1]}"
            raise LineageVizError(f"“{value}” is no choice for {parameter.name}. Choose {wanted}.")
    elif not value:
        raise LineageVizError(f"The question needs {parameter.words}.")
    elif parameter.form is Form.ENTITY and not parameter.of.passes(entity := store.get(value)):
        kind = entity.type or entity.label
        article = "an" if kind[:1].casefold() in set("aeiou") else "a"
        raise LineageVizError(f"{value} is {article} {kind}. The question needs {parameter.words}.")
    return value
