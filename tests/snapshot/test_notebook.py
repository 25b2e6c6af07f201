"""The folder that AWS's sample notebook writes, opened as it is: written by the libraries that the notebook uses."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lineage_viz.cli import main
from lineage_viz.demo import generate
from lineage_viz.errors import BadRow
from lineage_viz.evidence.columns import NAMES
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.model import Entity
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.snapshot import open_folder, verify
from lineage_viz.snapshot.adopting import adopt
from lineage_viz.snapshot.folder import Folder
from tests.caller import CALLER
from tests.clients import run_client
from tests.fake_sagemaker import FakeSageMaker
from tests.snapshot.test_foreign_folder import folder_of

NOTEBOOK = Path(__file__).parents[1] / "clients" / "notebook.py"

Opened = tuple[Folder, Folder]


@pytest.fixture(scope="module")
def opened(clients_python: Path, s3_server: str, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The notebook's folder, and an export of the same account."""
    here = tmp_path_factory.mktemp("notebook")
    account = generate(entities=40, seed=5)
    # The notebook does not quote, so a comma makes its file unreadable.
    quoted = [each for each in account.artifacts if "," not in each["Source"]["SourceUri"]]
    with FakeSageMaker(replace(account, artifacts=quoted)) as fake, pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        (here / "written").mkdir()
        script = f"import os, runpy; os.chdir({str(here / 'written')!r}); runpy.run_path({str(NOTEBOOK)!r})"
        done = run_client(
            clients_python, ["-c", script], here, AWS_ENDPOINT_URL_SAGEMAKER=fake.url, LIMIT="1000"
        )
        assert done.returncode == 0, done.stderr
        for name, value in {**CALLER, "AWS_REGION": "eu-west-1"}.items():
            patch.setenv(name, value)
        patch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)
        patch.setenv("AWS_ENDPOINT_URL_STS", s3_server)
        ours = export_lineage(LineageApi(), ExportOptions(here / "snapshots", records=False))
    return open_folder(here / "written"), open_folder(ours)


def without(names: tuple[str, ...], properties: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in properties.items() if name not in names}


def written_by_it(entity: Entity) -> dict[str, object]:
    """The properties that the notebook writes, with a message as the notebook changes it."""
    never = (*NAMES, "name", "displayname", "sourceids", "sourcetype", "sourceid", "createdby", "lastmodifiedby",
             "starttime", "endtime")  # fmt: skip
    message = entity.text("message").replace("\n", " ").replace(",", "-")
    return without(never, dict(entity.properties)) | ({"message": message} if message else {})


def test_the_folder_equals_an_export_of_the_account(opened: Opened) -> None:
    theirs, ours = opened
    found = {each.arn: each for each in theirs.entities()}
    listed = {each.arn: each for each in ours.entities() if not each.unresolved}
    assert found.keys() == listed.keys()
    differing = [
        arn
        for arn, each in found.items()
        if (each.label, dict(each.properties)) != (listed[arn].label, written_by_it(listed[arn]))
    ]
    assert differing == []
    assert {each.id for each in theirs.associations()} == {
        each.id for each in ours.associations() if each.source in listed and each.destination in listed
    }
    assert theirs.gaps == ()


def test_it_is_adopted_with_arns_as_ids(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs, ours = opened
    assert main(["verify", str(theirs.path)]) == 0
    assert "Every row" in capsys.readouterr().out
    assert main(["adopt", str(theirs.path), "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    adopted = open_folder(Path(printed.out.strip()))
    assert verify(adopted.path) == ()
    assert f"{sum(1 for _ in theirs.entities())} ids became ARNs" in printed.err
    assert adopted.manifest is not None
    assert (adopted.info.account, adopted.info.region) == (ours.info.account, ours.info.region)
    listed = {each.arn for each in ours.entities() if not each.unresolved}
    assert {each.arn for each in adopted.entities()} == listed
    assert {each.id for each in adopted.associations()} == {
        each.id for each in ours.associations() if each.source in listed and each.destination in listed
    }


def test_a_list_that_ends_at_the_notebooks_limit_may_be_cut(tmp_path: Path) -> None:
    header = "~id,~label,arn:string,sourceuri:string,type:string,creationtime,LastModifiedTime\n"
    row = f"{{}},artifact,{ARN},s3://b/x,DataSet,{TIMES}\n"
    for number, gaps in ((50, 0), (51, 1), (52, 0)):
        rows = header + "".join(row.format(each) for each in range(number))
        folder = open_folder(folder_of(tmp_path, {"artifacts-nodes.csv": rows}))
        assert len(folder.gaps) == gaps
    (gap,) = open_folder(folder_of(tmp_path, {"a.csv": header + "".join(map(row.format, range(51)))})).gaps
    assert gap == "the sample notebook stops at 51 rows, so entities may be missing in a.csv"


CONTEXTS = "~id,~label,arn:string,sourceuri:string,status:string,type:string,creationtime,LastModifiedTime\n"
ARN = "arn:aws:sagemaker:eu-west-1:123456789012:context/x"
TIMES = "2022-04-16 00:32:30+00:00,2022-04-16 02:32:30.999000+02:00"


@pytest.mark.parametrize(
    "row",
    [
        f"ctx0,context,{ARN},s3://b/x,Endpoint,{TIMES}",
        f"ctx0,context,{ARN},s3://b/x,,Endpoint,{TIMES}",
        f"ctx0,context,{ARN},s3://b/x,Endpoint,{TIMES},",  # a spreadsheet has filled it up
        f"ctx0,context,{ARN},s3://b/x,Endpoint,{TIMES},nan",
    ],
)
@pytest.mark.parametrize("header", [CONTEXTS, CONTEXTS.replace("string", "String")])
def test_a_context_has_its_own_type_and_no_status(tmp_path: Path, row: str, header: str) -> None:
    (one,) = open_folder(folder_of(tmp_path, {"contexts-nodes.csv": f"{header}{row}\n"})).entities()
    assert (one.type, one.status, one.text("account"), one.text("region")) == (
        "Endpoint", "", "123456789012", "eu-west-1",
    )  # fmt: skip
    assert one.properties["creationtime"] == one.properties["lastmodifiedtime"]


def test_a_comma_inside_a_value_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder_of(tmp_path, {"contexts-nodes.csv": f"{CONTEXTS}ctx0,context,{ARN},s3://b/x,y,Endpoint,{TIMES}\n"})
    assert main(["verify", str(tmp_path)]) == 1
    assert "contexts-nodes.csv" in (err := capsys.readouterr().err)
    assert "a comma inside a value is not quoted" in err


JOBS = "~id,~label,arn:string,sourcearn:string,type:string,creationtime,LastModifiedTime,status:string,message:string\n"


def messages(here: Path, texts: list[str], header: str = JOBS) -> tuple[list[str], tuple[str, ...]]:
    """Return the messages that are read from a file with these, and the gaps of its folder."""
    rows = [f"t{n},trial_component,{ARN}{n},,,{TIMES},Failed,{text}" for n, text in enumerate(texts)]
    folder = open_folder(folder_of(here, {"tcs-nodes.csv": header + "".join(f"{row}\n" for row in rows)}))
    return [each.text("message") for each in folder.entities()], folder.gaps


@pytest.mark.parametrize(
    "texts",
    [
        ['"train.py" failed', "plain"],
        ['"never closed', "plain", 'another"', "plain"],
        ['"', '""', '"""', 'say "no"'],
        ["50 %\r100 %", "ends with it\r", "\rbegins with it", '"both"\r', "\x0b\u2028\x85"],
        ['"a" - "b"', "a\r\rb"],
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_quotes_and_carriage_returns_in_its_texts_stay(tmp_path: Path, texts: list[str], end: str) -> None:
    """The notebook writes no marks of CSV: it joins the values of a line with commas."""
    if end == "\r\n":
        texts = [each + "\r" for each in texts]  # the first line then ends so, too
    found, _ = messages(tmp_path, texts, JOBS.replace("\n", end))
    assert found == [each.removesuffix("\r") if end == "\r\n" else each for each in texts]
    adopted = adopt(open_folder(tmp_path), tmp_path.with_name(f"{tmp_path.name}-out")).path
    assert [each.text("message") for each in open_folder(adopted).entities()] == found


def test_quotes_around_a_text_that_needs_none_are_its_own_and_said(tmp_path: Path) -> None:
    found, gaps = messages(tmp_path, ['"quoted"', "plain", '"quoted" too'])
    assert (found, gaps) == (['"quoted"', "plain", '"quoted" too'], ())
    found, (gap,) = messages(tmp_path, ["plain", '"quoted"'])
    assert found == ["plain", '"quoted"']
    assert "tcs-nodes.csv (line 3) are read as a part of them" in gap


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (['"one, two"', "plain"], ["one, two", "plain"]),
        (['"one\r\ntwo"', '"""both"" times"'], ["one\r\ntwo", '"both" times']),
        (['"""both"" times"', "plain"], ['"both" times', "plain"]),
    ],
)
def test_a_file_that_another_tool_saved_again_has_marks(
    tmp_path: Path, texts: list[str], read: list[str]
) -> None:
    assert messages(tmp_path, texts) == (read, ())


def test_the_fault_of_a_file_with_quotes_is_that_of_the_reading_that_comes_further(tmp_path: Path) -> None:
    with pytest.raises(BadRow, match=r"line 3: the row is a header again"):
        messages(tmp_path, [f'"begins with a quote\n{JOBS.strip()}'])
    with pytest.raises(BadRow, match=r"line 4: the row has 8 fields"):
        messages(tmp_path, ['"one, two"', f'"three, four"\nx,artifact,{ARN},,,{TIMES},Failed'])


def test_a_file_with_quotes_in_its_header_has_marks(tmp_path: Path) -> None:
    header = ",".join(f'"{name}"' for name in JOBS.strip().split(",")) + "\n"
    assert messages(tmp_path, ['"quoted"'], header) == (["quoted"], ())


@pytest.mark.parametrize(
    ("column", "values", "read"),
    [
        ("CreationTime", ["2026-03-12", "2026-03-12T02:00:00Z"], "creationtime"),
        ("creationtime", ["2026-03-12 02:00:00.5+01:00", ""], "creationtime"),
        ("LASTMODIFIEDTIME", ["2026-03-12T02:00"], "lastmodifiedtime"),
    ],
)
def test_an_untyped_time_is_a_date_when_all_values_are(
    tmp_path: Path, column: str, values: list[str], read: str
) -> None:
    rows = "".join(f"v{number},{value}\n" for number, value in enumerate(values))
    entities = list(open_folder(folder_of(tmp_path, {"n.csv": f"~id,{column}\n{rows}"})).entities())
    assert [str(each.properties.get(read, ""))[:10] for each in entities] == [each[:10] for each in values]
    assert entities[0].created is not None or read != "creationtime"


@pytest.mark.parametrize("column", ["CreationTime:Date", "CREATIONTIME:DateTime(single)"])
def test_a_date_is_the_time_of_creation_in_any_case(tmp_path: Path, column: str) -> None:
    files = {
        "n.csv": f"~id,{column}\nv1,2026-03-12\n",
        "e.csv": "~id,~from,~to,CreationTime:Date\ne,v1,v1,2026-03-12\n",
    }
    folder = open_folder(folder_of(tmp_path, files))
    assert [each.created for each in folder.entities()] == [datetime(2026, 3, 12, tzinfo=UTC)]
    assert [[*each.properties] for each in folder.associations()] == [["creationtime"]]


@pytest.mark.parametrize(
    "names",
    [
        "CreationTime,CREATIONTIME",
        "CreationTime:Date,creationTime",
        "LastModifiedTime:Date,lastModifiedTime:Date",
    ],
)
def test_two_times_of_one_meaning_are_refused(tmp_path: Path, names: str) -> None:
    folder_of(tmp_path, {"n.csv": f"~id,{names}\nv1,2026-03-12,2026-03-13\n"})
    with pytest.raises(
        BadRow, match=r"line 1: the header has the time (creation|lastmodified)time twice, as .* and "
    ):
        open_folder(tmp_path)


def test_a_time_that_is_named_exactly_comes_first(tmp_path: Path) -> None:
    folder_of(tmp_path, {"n.csv": "~id,CreationTime:Date,creationtime:Date\nv1,2026-03-12,2026-03-13\n"})
    (one,) = open_folder(tmp_path).entities()
    assert {name: str(value)[:10] for name, value in one.properties.items()} == {
        "CreationTime": "2026-03-12", "creationtime": "2026-03-13",
    }  # fmt: skip


def test_a_time_that_is_typed_as_text_stays_a_text(tmp_path: Path) -> None:
    (one,) = open_folder(
        folder_of(tmp_path, {"n.csv": "~id,creationtime:String\nv1,2026-03-12\n"})
    ).entities()
    assert one.properties["creationtime"] == "2026-03-12"
