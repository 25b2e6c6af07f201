"""One execution of a product's pipeline: its clock, its names, its people."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder, digest
from lineage_viz.demo.history import Execution
from lineage_viz.demo.products import FRAUD, REVIEWERS, Product, Team

DOMAIN = "d-k3xq7v0tzw1m"
"""The Studio domain of all people."""
_DIRECTORY = frozenset({*REVIEWERS, *FRAUD.people})
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Halted(Exception):
    """The run stops: a job did not complete, or the next step is after the end."""


@dataclass(slots=True)
class Run:
    """The state of a run. Every step moves `clock`; no record is later than `until`."""

    builder: Builder
    product: Product
    random: Random
    clock: datetime
    until: datetime
    age: float
    """0 at the start of the two years, 1 at their end: older runs used older images and code."""
    reliable: bool = False
    """True: its jobs never fail, because planted findings must exist."""
    execution: str = field(init=False)
    person: str = field(init=False)
    label: str = field(init=False)
    event: Execution = field(init=False)
    """The month of the data, or the day if the product is trained more often than monthly."""

    def __post_init__(self) -> None:
        self.execution = self.word(12)
        self.person = self.random.choice(self.product.team.people)
        self.label = f"{self.clock.date()}"[: 7 if self.product.every > 28 else 10]
        self.event = Execution(self.execution, self.product, self.person, self.label, self.clock)
        self.builder.history.executions[self.execution] = self.event

    @property
    def team(self) -> Team:
        """The team of the product."""
        return self.product.team

    def word(self, length: int) -> str:
        """Random letters and digits, as in SageMaker's names."""
        return "".join([self.random.choice(_LETTERS) for _ in range(length)])

    def bucket(self, purpose: str = "prod") -> str:
        """One of the team's buckets."""
        return f"s3://acme-{self.team.name}-{purpose}"

    def wait(self, minutes: float, at_most: float) -> None:
        """Move the clock by a random time. Raises Halted if it is then past the end."""
        self.clock += timedelta(
            milliseconds=self.random.randrange(int(minutes * 60_000), int(at_most * 60_000))
        )
        if self.clock > self.until:
            raise Halted

    def marks(self, uri: str, version: str = "") -> dict[str, str]:
        """The version marks of the team's buckets; `version` distinguishes contents of one URI."""
        mark = self.team.version_mark
        if not mark:
            return {}
        random = Random(f"{uri} {version}")  # the same content has the same mark in every run
        return {mark: f"{random.getrandbits(128):032x}"}

    def commit(self) -> Record:
        """The commit of this run, for a team with a repository; empty for other teams."""
        if not self.team.repository:
            return {}
        self.random.getrandbits(160)  # documents name what is drawn after it
        commit = digest("commit", self.product.name, self.execution, size=20)
        return {"CommitId": commit, "Repository": self.team.repository}

    def user(self, person: str = "") -> Record:
        """A person of the team, or `person`, as the API describes a user."""
        return user(self.builder, person or self.person)


def user(builder: Builder, person: str) -> Record:
    """A Studio user, as in CreatedBy. Those that sign in through the company's directory have a SourceIdentity."""
    profile = f"arn:aws:sagemaker:{builder.region}:{builder.account_id}:user-profile/{DOMAIN}/{person}"
    source = {"SourceIdentity": f"{person}@acme.example"} if person in _DIRECTORY else {}
    session = role_session(builder, "acme-studio-user", "AROAX4ZQ7JL2N5TB6WKD3", person)
    return {
        "UserProfileArn": profile,
        "UserProfileName": person,
        "DomainId": DOMAIN,
        "IamIdentity": {**session["IamIdentity"], **source},
    }


def role_session(builder: Builder, role: str, principal: str, session: str) -> Record:
    """A session of a role, as in CreatedBy: nobody can tell which person it was, unless the session is named so."""
    arn = f"arn:aws:sts::{builder.account_id}:assumed-role/{role}/{session}"
    return {"IamIdentity": {"Arn": arn, "PrincipalId": f"{principal}:{session}"}}
