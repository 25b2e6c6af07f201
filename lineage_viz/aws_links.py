"""Links from an entity to the real thing: pages of the AWS console, a repository, a commit.

This module builds every URL from strictly parsed, percent-encoded parts; recorded text never becomes a URL
unchanged. Text that cannot be parsed gets no link. AWS does not document the addresses of the console's pages: those
of jobs, endpoints, S3 and ECR are widely used; those of the model registry and of pipelines may open the overview
only, because SageMaker shows these mostly in Studio.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from lineage_viz.arn import Arn
from lineage_viz.json_text import json_of
from lineage_viz.model import Entity

_HOSTS = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
_REGION = re.compile(r"[a-z]{2}(-[a-z]{2,10}){1,2}-\d{1,2}")
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,254})"
_PAGES = (
    (rf"training-job/({_NAME})", "#/jobs/{0}", "Training job"),
    (rf"processing-job/({_NAME})", "#/processing-jobs/{0}", "Processing job"),
    (rf"transform-job/({_NAME})", "#/transform-jobs/{0}", "Transform job"),
    (rf"endpoint/({_NAME})", "#/endpoints/{0}", "Endpoint"),
    (rf"model-package/({_NAME})/\d{{1,9}}", "#/model-package-groups/{0}", "Model package group"),
    (rf"model-package/({_NAME})", "#/model-packages/{0}", "Model package"),
    (rf"model-package-group/({_NAME})", "#/model-package-groups/{0}", "Model package group"),
    (rf"pipeline/({_NAME})/execution/({_NAME})", "#/pipelines/{0}/executions/{1}", "Pipeline execution"),
)
"""Resources of SageMaker ARNs, the page of each in the console, and the name of the page."""

_S3 = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", re.DOTALL)
_LONGEST_KEY = 1024
_IMAGE = re.compile(
    r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?"
    r"/([a-z0-9](?:[a-z0-9._/-]{0,254}[a-z0-9])?)(?::[\w.-]{1,128})?(?:@sha256:[0-9a-f]{64})?",
    re.ASCII,
)
_CODECOMMIT = re.compile(r"git-codecommit\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?")
_WEB_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}[a-z]{2,63}", re.IGNORECASE)
_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
_COMMIT_PATHS = {"github.com": "commit", "gitlab.com": "-/commit", "bitbucket.org": "commits"}
_MOST_PROPERTIES = 100_000


@dataclass(frozen=True, slots=True)
class Link:
    """A link: `words` name the page that opens; `url` is safe to put into a page."""

    words: str
    url: str


def links(entity: Entity) -> tuple[Link, ...]:
    """The links of an entity, without duplicates: first the thing itself, then its origin and repository."""
    candidates = [
        *_s3(entity), *_image(entity.source), *_source(entity), *_web(entity.source, "Source"),
        *(link for arn in _origins(entity) for link in _sagemaker(arn)), *_repository(entity),
    ]  # fmt: skip
    unique: dict[str, Link] = {}
    for link in candidates:
        unique.setdefault(link.url, link)
    return tuple(unique.values())


def _console(words: str, partition: str, region: str, page: str) -> Iterator[Link]:
    """A page of the console; none if AWS has no such partition or region."""
    if partition in _HOSTS and _REGION.fullmatch(region):
        yield Link(words, f"https://{region}.{_HOSTS[partition]}/{page}")


def _s3(entity: Entity) -> Iterator[Link]:
    home, parsed = Arn.parse(entity.arn), _S3.fullmatch(entity.source)
    if not parsed or ".." in parsed[1]:
        return
    bucket, key = parsed[1], parsed[2] or ""
    if not _encodable(key) or len(key.encode()) > _LONGEST_KEY:
        return
    last = key.rpartition("/")[2]
    # A key without a file extension may be an object or the common prefix of several; the text does not show which.
    if last:
        page = f"s3/object/{bucket}?region={home.region}&prefix={quote(key, safe='/')}"
        yield from _console("Object in S3", home.partition, home.region, page)
    if "." not in last:
        folder = quote(f"{key}/" if last else key, safe="/")
        page = f"s3/buckets/{bucket}?region={home.region}&prefix={folder}"
        yield from _console("Folder in S3", home.partition, home.region, page)


def _image(uri: str) -> Iterator[Link]:
    parsed = _IMAGE.fullmatch(uri)
    if parsed and not re.search(r"[._/-]{3}|//|\.\.", parsed[3]):
        account, region, repository = parsed.groups()
        page = f"ecr/repositories/private/{account}/{quote(repository, safe='/')}?region={region}"
        words = f"Image repository in ECR, account {account}"
        yield from _console(words, _partition(region), region, page)


def _source(entity: Entity) -> Iterator[Link]:
    """The page of a job, endpoint or package. ARNs are in lower case, so the entity's name is used for the case."""
    arn = entity.source
    for suffix in ("-aws-training-job", "-aws-processing-job", "-aws-transform-job"):
        name, stem = entity.name.removesuffix(suffix), arn.rpartition("/")[0]
        if entity.name.endswith(suffix) and f"{stem}/{name}".lower() == arn.lower():
            arn = f"{stem}/{name}"
    yield from _sagemaker(arn)


def _sagemaker(text: str) -> Iterator[Link]:
    arn = Arn.parse(text)
    if arn.service != "sagemaker" or not re.fullmatch(r"\d{12}", arn.account, re.ASCII):
        return
    for pattern, page, words in _PAGES:
        if parsed := re.fullmatch(pattern, arn.resource):
            address = f"sagemaker/home?region={arn.region}{page.format(*parsed.groups())}"
            yield from _console(f"{words} in SageMaker", arn.partition, arn.region, address)


def _origins(entity: Entity) -> Iterator[str]:
    """ARNs of the job or pipeline execution that created the entity, if its details name them."""
    yield entity.text("generatedby")
    text = entity.text("properties")
    properties = json_of(text, dict) if len(text) <= _MOST_PROPERTIES else None
    execution = properties.get("PipelineExecutionArn") if properties else None
    if isinstance(execution, str):
        yield execution


def _repository(entity: Entity) -> Iterator[Link]:
    repository, commit = entity.text("repository"), entity.text("commitid")
    sha = commit if _COMMIT.fullmatch(commit) else ""
    for link in _web(repository.removesuffix("/").removesuffix(".git"), "Repository"):
        parsed = urlsplit(link.url)
        if codecommit := _CODECOMMIT.fullmatch(parsed.netloc):
            yield from _codecommit(codecommit[1], parsed.path, sha)
            return
        if sha and parsed.netloc in _COMMIT_PATHS and not parsed.query:
            yield Link("Commit", f"{link.url}/{_COMMIT_PATHS[parsed.netloc]}/{sha}")
        yield link


def _codecommit(region: str, path: str, sha: str) -> Iterator[Link]:
    name = re.fullmatch(r"/v1/repos/([\w.-]{1,100})", path, re.ASCII)
    if name:
        page = f"codesuite/codecommit/repositories/{name[1]}"
        pages = [("Commit", f"{page}/commit/{sha}")] if sha else []
        for words, address in (*pages, ("Repository", f"{page}/browse")):
            yield from _console(words, _partition(region), region, f"{address}?region={region}")


def _web(text: str, words: str) -> Iterator[Link]:
    """A newly built http(s) URL: a host with a domain, no user, every part encoded."""
    try:
        parsed = urlsplit(text) if text.isprintable() and " " not in text else None
        port = parsed.port if parsed else None
    except ValueError:
        return
    if not parsed or parsed.scheme not in ("http", "https") or "@" in parsed.netloc:
        return
    host = parsed.hostname or ""
    if _WEB_HOST.fullmatch(host) and _encodable(text) and "\\" not in text:
        netloc = f"{host}:{port}" if port else host
        query = f"?{quote(parsed.query, safe='=&%/:;,+~-._')}" if parsed.query else ""
        yield Link(words, f"{parsed.scheme}://{netloc}{quote(parsed.path, safe='/%:;,=+~@-._')}{query}")


def _partition(region: str) -> str:
    return {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(region.rsplit("-", 2)[0], "aws")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
