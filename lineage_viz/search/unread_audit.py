"""Words about the findings of the audit: the page Audit tells them, and a search does not."""

import re
from dataclasses import dataclass

from lineage_viz.words import plain

_ABOUT = (
    r"(?:(?:with|without|having|has|have|no|any|an?|the|open|critical|high|medium|low|severe|worst|audit) )*"
)
_FINDINGS = re.compile(
    rf"(?<![\w/.:-]){_ABOUT}findings?(?: (?:of|in|from|by) (?:the |an )?audit)?(?![\w/.:-])"
    r"|(?<![\w/.:-])critical (?=(?:models?|endpoints?|packages?)(?![\w/.:-]))"
    r"|(?<![\w/.:-])(?:fail|pass)(?:s|es|ed|ing)? (?:the |an |any |all )?(?:audits?|checks?)(?![\w/.:-])"
)


@dataclass(frozen=True, slots=True)
class OfAudit:
    """Words about findings of the audit."""

    words: str

    @property
    def said(self) -> str:
        """The sentence about them, with the next step."""
        return (
            f"A search does not know “{plain(self.words, 80)}”: the page Audit lists all models by their findings, the "
            "worst first."
        )


def of_audit(text: str) -> tuple[str, tuple[OfAudit, ...]]:
    """Return a folded text without the words about findings of the audit, and these."""
    found = tuple(OfAudit(each[0].strip()) for each in _FINDINGS.finditer(text))
    return (" ".join(_FINDINGS.sub(" ", text).split()), found) if found else (text, ())
