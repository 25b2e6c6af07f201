"""A fake of SageMaker's lineage API: the real protocol over HTTP, with paging, throttling and faults."""

from tests.fake_sagemaker.calls import Call, Calls
from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.server import FakeSageMaker

__all__ = ["Call", "Calls", "FakeSageMaker", "Faults"]
