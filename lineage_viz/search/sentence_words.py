"""The words of a sentence: those without a meaning for a search, and those that mean a state, a decision or a type."""

from collections.abc import Mapping


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _meaning(**words: str) -> Mapping[str, str]:
    return {each: meaning.replace("_", "-") for meaning, listed in words.items() for each in listed.split()}


QUESTION = _each(
    "are can could did do does had has have how is was were what when where which who whom whose why"
)
"""The words that begin a question."""

REQUEST = _each("find give list look please show tell")
"""The words that begin a request."""

EMPTY = (
    QUESTION
    | REQUEST
    | _each(
        "a about added all already also am an and any anybody anyone anything at be been being built by created "
        "currently decision decisions ever every everybody everyone everything for from get i if in into it its latest "
        "just made many me much my need new newest now of on or our out own owned owner owns recent see so some still "
        "somebody someone something that the their them there these they this those to trained us used using "
        "want we whether will with would yet you your"
    )
)
"""Words that narrow nothing. A list is the newest first, so "newest" is among them."""

TELLING = _each("added built created ever made need trained used using want")
"""Words among the empty ones that a person may mean something by: an answer says that it passes them over."""

STATES = _meaning(
    failed="fail fails failing failure failures error errors errored broke broken crash crashed crashes crashing died "
    "unsuccessful",
    stopped="stop stops stopping aborted abort cancelled canceled cancel interrupted",
    in_progress="running ongoing unfinished",
    deleted="gone removed vanished",
    completed="finish finished finishes complete completes succeed succeeded succeeds successful",
)
"""Words for the states of jobs and endpoints."""

DECISIONS = _meaning(
    approved="approve approved approves approver approvers signed-off",
    rejected="reject rejected rejects refused declined",
    pending="pending waiting waits awaiting undecided unreviewed",
)

LIVE = _each(
    "behind current deploy deployed deploys host hosted hosting hosts in-use live prod production serve served serves "
    "serving"
)

_APOSTROPHE = "['\u2019]"
NEGATING = _each("no nobody none never neither nor nothing except excluding unless without")
"""Words that turn a question around: it is never answered without one of them."""

_ASKS_MODEL = r"(?:what|which)(?: models?| versions?)?"
_CARRIES = r"(?:(?:is |are )?powering|powers?|backs?|drives?|underpins|(?:sits|lies|stands) behind)"

PHRASES = (
    (rf"^what{_APOSTROPHE}s on\b", "what is on"),
    (rf"(?<=\w){_APOSTROPHE}s\b", ""),
    (rf"n{_APOSTROPHE}t\b", " not"),
    (r"\b(?:right now|at (?:the|this) (?:very )?moment|at present|as of (?:now|today))\b", "now"),
    (r"\bnames? of\b", "of"),
    (r"^(is \S+) (?:up|up and running|in service|healthy)$", r"\1 live"),
    (r"\bendpoints? (?:that )?(?:is|are) down\b", "endpoints not live"),
    (r"\bsigned off\b", "signed-off"),
    (r"\bin (?:use|prod)\b", "in-use"),
    (
        r"\b(?:(?:serv|handl|tak|receiv)(?:es?|ed|ing)|gets|getting|got) "
        r"(?:(?:all|any|the|live|production|real|user) )*(?:traffic|requests?|calls|invocations|inference)\b",
        "serving",
    ),
    (rf"^({_ASKS_MODEL}) {_CARRIES} (?=\S)", r"\1 live on "),
    (rf"^({_ASKS_MODEL}) runs (?=\S+$)", r"\1 live on "),
    (rf"^({_ASKS_MODEL}) (?:is|are) (\S+) (?:running|serving|hosting|using)(?: now)?$", r"\1 live on \2"),
    (
        rf"^({_ASKS_MODEL}) (?:is|are) (\S+) (?:powered|backed|driven|served|run) (?:by|with)$",
        r"\1 live on \2",
    ),
    (r"^((?:what|which)(?: models?| versions?)) (?:is|are) (\S+) on$", r"\1 live on \2"),
    (r"^(what|(?:what|which) (?:models?|versions?)) (?:is|are) on (?=\S+$)", r"\1 live on "),
    (r"\b(?:running|runs|run|active) on\b", "live on"),
    (r"^((?:what|which models?) )(?:runs?|is running) (?=(?:in|for|behind|at)\b)", r"\1live "),
    (r"\b((?:does|do|did) \S+) run\b", r"\1 serve"),
    (r"\b(models?\b.* (?:on|behind|at)) (?:the |an )?endpoint (?=\S)", r"\1 "),
    (
        r"\b(models?) ((?:(?:does|do|is|are) )?(?:the )?(?:endpoint )?\S+)(?: is| are)? (?:using|uses?)(?= now\b|$)",
        r"\1 \2 serve",
    ),
    (r"\b(?:model )?(?:package|version)(s?)\b", r"model\1"),
    (r"\b(?:pipeline )?runs\b", "jobs"),
    (
        r"\b(?:pending|awaiting|waiting|waits?|needs?|needing)(?: for)? (?:an? |the )?"
        r"(?:(?:manual )?approvals?|reviews?|sign-?offs?|decisions?)\b",
        "pending",
    ),
    (r"^(?:the )?owners? (?:of|for) (?=\S)", "who owns "),
    (r"^(\S+/\d+)(?: model)? (?:approval|decision|sign-?off)$", r"approver \1"),
    (r"\b(?:approval|decision|sign-?off) (?:status|state)\b|\b(?:status|state) (?=of\b)", "approver "),
)
"""Several words that mean one word."""

LIKE_BEST = (
    r"\b(?:best|top|highest|greatest|biggest|largest|smallest|longest|slowest|fastest|oldest|lowest|worst"
    r"|most accurate|least accurate|strongest|weakest)\b(?: \d+\b)?"
)
"""Words that ask for an order."""
