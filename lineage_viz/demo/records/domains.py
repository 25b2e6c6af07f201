"""The Studio domain, as DescribeDomain returns it."""

from datetime import datetime, timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.run import DOMAIN


def domains(builder: Builder, taken: datetime) -> list[Record]:
    """The only domain; its roles tell the user profile in every session."""
    return [{
        "DomainArn": builder.arn(f"domain/{DOMAIN}"),
        "DomainId": DOMAIN,
        "DomainName": "acme-studio",
        "Status": "InService",
        "CreationTime": taken - timedelta(days=760),
        "LastModifiedTime": taken - timedelta(days=400),
        "AuthMode": "IAM",
        "DefaultUserSettings": {"ExecutionRole": f"arn:aws:iam::{builder.account_id}:role/acme-studio-user"},
        "DomainSettings": {"ExecutionRoleIdentityConfig": "USER_PROFILE_NAME"},
        "AppNetworkAccessType": "VpcOnly",
        "SubnetIds": ["subnet-0a1b2c3d4e5f60718"],
        "VpcId": "vpc-0f1e2d3c4b5a69788",
        "Url": f"https://{DOMAIN}.studio.{builder.region}.sagemaker.aws",
    }]  # fmt: skip
