"""Made-up secrets in places where people leave real ones. An export must not keep any of them."""

HYPERPARAMETERS = {
    "aws_secret_access_key": "dEm0SecretK3y/nEverR3al+jUst4TestsAcme01",
    "warehouse_url": "postgresql://etl:Sommer-2025-Demo@warehouse.acme.example:5432/features",
}
"""Of the job of the story `secrets-in-parameters`."""
TAGS = {"git-token": "glpat-DemoOnly7Xq2vTz9Lw4R"}
"""Of the same job."""
JOB_ENVIRONMENT = {"WANDB_API_KEY": "a1demo0000c0ffee0000feedface0000demo0042"}
"""Of the same job."""
ENVIRONMENT = {
    "FEATURES_DB_PASSWORD": "correct-horse-demo-battery",
    "HF_TOKEN": "hf_DemoOnlyNotARealTokenAbCdEf123456",
}
"""Of the containers of team search's versions and models."""
ARGUMENTS = ("--api-token", "demo-api-token-9f8e7d6c5b4a")
"""Of the processing jobs of team vision."""
PARAMETERS = {"NotifyWebhookSecret": "whsec_demo_2c9b7e51d0a84f36"}
"""Of the pipeline of the product ChurnSubscribers."""

PLANTED_SECRETS = (
    HYPERPARAMETERS["aws_secret_access_key"],
    "Sommer-2025-Demo",
    *TAGS.values(),
    *JOB_ENVIRONMENT.values(),
    *ENVIRONMENT.values(),
    ARGUMENTS[1],
    *PARAMETERS.values(),
)
"""No file, page, log or property may hold one of these."""
