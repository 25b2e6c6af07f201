"""A fake of SageMaker's lineage API: the real protocol over HTTP, with paging, throttling and faults.

At the same URL it answers what an export asks S3, ECR and CloudTrail, once it is given their `evidence`.
"""

from tests.fake_sagemaker.calls import Call, Calls
from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.server import FakeSageMaker

__all__ = ["Call", "Calls", "FakeSageMaker", "Faults"]
