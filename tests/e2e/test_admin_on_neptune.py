"""The Admin page of a cluster in a real browser: sync, replace, a load that fails, reset and restore."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from playwright.sync_api import expect

from lineage_viz.reload import kept_snapshots
from tests.e2e.expander import unfold
from tests.e2e.test_admin import NEW, OLD, Admin, admin, data, fake, reloaded
from tests.fake_sagemaker import FakeSageMaker
from tests.neptune_local import NeptuneLocal
from tests.neptune_local.__main__ import environment
from tests.running_app import running_app

__all__ = ["admin", "data", "fake"]

pytestmark = pytest.mark.browser

BUCKET = "lineage-admin"
Open = Callable[[], Admin]


@pytest.fixture
def url(fake: FakeSageMaker, data: Path, neptune: NeptuneLocal, s3_server: str) -> Iterator[str]:
    """The app on an empty cluster, with an empty bucket."""
    neptune.engine.restart_refuses = neptune.engine.restart_seconds = 0
    settings = environment(neptune, s3_server, BUCKET, iam=False)
    settings |= {"AWS_ENDPOINT_URL_SAGEMAKER": fake.url, "LINEAGE_VIZ_DATA": str(data)}
    s3 = boto3.resource("s3", endpoint_url=s3_server, region_name=neptune.region)
    bucket = s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": neptune.region})
    with running_app(**settings) as url:
        yield url
    bucket.objects.all().delete()
    bucket.delete()
    s3.meta.client.close()


def entities_of(data: Path, *, newest: bool) -> str:
    found = kept_snapshots(data / "snapshots")[0 if newest else -1]
    return f"{sum(found.manifest.labels.values()):,}"


def test_a_failed_reload_is_rolled_back_and_a_replace_loads_the_new_graph(
    admin: Open, fake: FakeSageMaker, data: Path, neptune: NeptuneLocal
) -> None:
    fake.account = OLD
    mine = admin()
    reloaded(mine)
    old = kept_snapshots(data / "snapshots")[0].path.name
    expect(mine.fact("Entities")).to_contain_text(entities_of(data, newest=True))

    fake.account = NEW
    neptune.faults.s3_denied = 1
    mine.reload.click()
    expect(mine.last("failed")).to_be_visible()
    expect(mine.page.get_by_text(f"holds {old} again").first).to_be_visible()
    expect(mine.step("Load", "failed")).to_be_visible()
    expect(mine.step("Go back to the last good snapshot", "done")).to_be_visible()
    expect(mine.fact("Entities")).to_contain_text(entities_of(data, newest=False))

    # Until the checks have followed the roll-back, the page may draw itself again, which closes an open dialog.
    expect(mine.page.get_by_text("· checked")).to_be_visible()
    unfold(mine.page, "Options")
    mine.page.get_by_text("Replace", exact=True).click()
    mine.page.get_by_role("button", name="Reload and replace everything").click()
    dialog = mine.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Readers find nothing until")
    dialog.get_by_role("button", name="Reload and replace everything").click()
    expect(mine.last("succeeded")).to_be_visible()
    expect(mine.fact("Entities")).to_contain_text(entities_of(data, newest=True))
    expect(mine.reload).to_be_enabled()  # and it is a sync again


def test_the_page_reports_a_cluster_that_goes_down_and_comes_back(
    admin: Open, data: Path, neptune: NeptuneLocal
) -> None:
    mine = admin()
    reloaded(mine)
    healthy, cut_off = (
        mine.page.get_by_text(re.compile(words)) for words in ("^Healthy", "^Neptune does not answer")
    )
    looked = mine.page.get_by_text("· checked")
    expect(looked).to_be_visible()
    neptune.faults.down = True
    expect(cut_off).to_be_visible()
    expect(healthy).to_have_count(0)
    expect(mine.page.get_by_text("These figures were read earlier")).to_be_visible()
    expect(mine.fact("Entities")).to_contain_text(entities_of(data, newest=True))
    expect(looked).to_be_visible()

    neptune.faults.down = False
    expect(cut_off).to_have_count(0)
    expect(mine.page.get_by_text("were read earlier")).to_have_count(0)
    expect(looked).to_be_visible()
    expect(mine.page.get_by_text("cannot be reached")).to_have_count(0)


def test_a_reset_needs_the_name_and_a_kept_snapshot_is_restored(admin: Open, data: Path) -> None:
    mine = admin()
    reloaded(mine)
    page = mine.page
    page.get_by_text("Single steps", exact=True).click()
    page.get_by_role("button", name="Show what would be deleted").click()
    expect(page.get_by_text(f"This deletes {entities_of(data, newest=True)} entities and")).to_be_visible()
    typed, delete = page.get_by_role("textbox"), page.get_by_role("button", name="Delete everything")
    typed.fill("another")
    delete.click()
    expect(page.get_by_text("nothing was deleted")).to_be_visible()
    expect(mine.fact("Entities")).to_contain_text(entities_of(data, newest=True))
    typed.fill("127.0.0.1")
    delete.click()
    expect(page.get_by_text("Neptune is empty. Before the reset it held account")).to_be_visible()
    page.get_by_role("button", name="Restore", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Restore it").click()
    expect(mine.last("succeeded")).to_contain_text("Restore")
    expect(mine.fact("Entities")).to_contain_text(entities_of(data, newest=True))
