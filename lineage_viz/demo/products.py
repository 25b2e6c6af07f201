"""The company: its teams and their products, each with its training interval and images."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

AWS_SKLEARN = (
    "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.0-1-cpu-py3",
    "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3",
)
AWS_XGBOOST = (
    "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.5-1",
    "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1",
)
_AWS_DLC = "763104351884.dkr.ecr.eu-west-1.amazonaws.com"
_OWN = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A way to train a model. `images` are those of the two years, oldest first."""

    name: str
    images: tuple[str, ...]
    instance: str
    hyperparameters: dict[str, tuple[float | str, ...]]
    metrics: tuple[str, ...]


XGBOOST = Algorithm(
    "xgboost",
    AWS_XGBOOST,
    "ml.m5.2xlarge",
    {
        "max_depth": (4.0, 6.0, 8.0),
        "eta": (0.05, 0.1, 0.2),
        "num_round": (200.0, 400.0, 800.0),
        "objective": ("binary:logistic",),
    },
    ("train:auc", "validation:auc", "validation:logloss"),
)
PYTORCH = Algorithm(
    "pytorch",
    (
        f"{_AWS_DLC}/pytorch-training:2.0.1-gpu-py310-cu118-ubuntu20.04-sagemaker",
        f"{_AWS_DLC}/pytorch-training:2.3.0-gpu-py311-cu121-ubuntu20.04-sagemaker",
    ),
    "ml.g5.2xlarge",
    {"epochs": (10.0, 20.0, 40.0), "lr": (0.0003, 0.001), "backbone": ("resnet50", "convnext_tiny")},
    ("train:loss", "validation:loss", "validation:f1"),
)
DEEPAR = Algorithm(
    "deepar",
    ("224300973850.dkr.ecr.eu-west-1.amazonaws.com/forecasting-deepar:1",),
    "ml.c5.4xlarge",
    {"context_length": (28.0, 56.0), "prediction_length": (14.0, 28.0), "time_freq": ("D",)},
    ("test:RMSE", "test:mean_wQuantileLoss"),
)
RANKER = Algorithm(
    "lambdamart",
    (f"{_OWN}/acme-search-ranker:2.9.0", f"{_OWN}/acme-search-ranker:3.1.4@sha256:{'9b1f04c2e87a53d6' * 4}"),
    "ml.m5.4xlarge",
    {"num_leaves": (63.0, 127.0), "learning_rate": (0.05, 0.08), "label_gain": ("0,1,3,7,15",)},
    ("validation:ndcg@10", "validation:mrr"),
)
TRANSFORMER = Algorithm(
    "transformer",
    (f"{_AWS_DLC}/huggingface-pytorch-training:2.1.0-transformers4.36.0-gpu-py310-cu121-ubuntu20.04",),
    "ml.g5.12xlarge",
    {"model_name": ("xlm-roberta-base", "distilbert-base-multilingual-cased"), "epochs": (3.0, 5.0)},
    ("eval:loss", "eval:accuracy", "eval:macro_f1"),
)


@dataclass(frozen=True, slots=True)
class Team:
    """A team; `version_mark` is the kind of version mark of its buckets (empty: none), `repository` that of its code.

    A team without a repository records no commits.
    """

    name: str
    people: tuple[str, ...]
    version_mark: str = ""
    repository: str = ""


FRAUD = Team(
    "fraud",
    ("mara-lindqvist", "tomas-okafor", "yuki-tanaka"),
    "S3Version",
    "https://git.acme.example/fraud/fraud-models",
)
CHURN = Team("churn", ("ines-carvalho", "peter-brandt"), "S3ETag")
FORECASTING = Team(
    "forecasting",
    ("noor-haddad", "liam-byrne"),
    "MD5Hash",
    "https://git.acme.example/supply/demand-forecast",
)
VISION = Team("vision", ("chen-wei", "sofia-rossi"))
SEARCH = Team(
    "search",
    ("anna-kowalska", "david-osei"),
    "S3ETag",
    "https://git.acme.example/search/ranking",
)
PRICING = Team("pricing", ("elif-demir", "jonas-meyer"), "S3ETag")
SUPPORT = Team("support", ("grace-murphy", "ravi-iyer"), "", "https://git.acme.example/care/ticket-nlp")
REVIEWERS = ("helen-strand", "omar-farouk")
"""The model risk team: its people approve models, and train none."""


@dataclass(frozen=True, slots=True)
class Product:
    """One pipeline of a team and its model package group.

    `every` and `phase` are days: between two runs, and from the last run to the end. Monthly products have more than
    31 days, so that no two runs are in one month and write the same file. `serving` is `endpoint` or `batch`;
    `shared` are company-wide data sets that the pipeline reads beside its own.
    """

    name: str
    team: Team
    data: str
    lake: str
    algorithm: Algorithm
    serving: str
    every: float
    phase: float
    runs: int
    shared: tuple[str, ...] = ()
    data_format: str = "parquet"
    processor: str = ""
    """The processing image; empty: the AWS scikit-learn image of the time."""

    @property
    def slug(self) -> str:
        """The name in buckets and endpoints."""
        return _slug(self.name)


@cache
def _slug(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


CUSTOMERS = "s3://acme-datalake-prod/customers/customer-master.parquet"
CALENDAR = "s3://acme-datalake-prod/reference/holidays-eu.csv"
CATALOGUE = "s3://acme-datalake-prod/catalogue/products.parquet"
FEATURES = "s3://acme-feature-store/123456789012/sagemaker/eu-west-1/offline-store/{}-features/data"
FX_RATES = "s3://acme-datalake-prod/reference/fx-rates-daily.csv"
STORES = "s3://acme-datalake-prod/reference/stores.csv"

PRODUCTS = (
    Product("FraudTransactions", FRAUD, "transactions", "payments/transactions", XGBOOST, "endpoint",
            31.1, 0.032, 23, (CUSTOMERS, FX_RATES, FEATURES.format("merchant"))),
    Product("DemandForecast", FORECASTING, "sales", "sales/daily", DEEPAR, "batch",
            7, 0.055, 16, (CALENDAR, STORES), "csv"),
    Product("ChurnSubscribers", CHURN, "subscribers", "crm/subscriptions", XGBOOST, "batch",
            31.1, 6.3, 18, (FEATURES.format("customer"),)),
    Product("SearchRanking", SEARCH, "clicks", "web/search-clicks", RANKER, "endpoint",
            14, 2.4, 13, (CATALOGUE,)),
    Product("HomeRecommender", SEARCH, "sessions", "web/sessions", PYTORCH, "endpoint",
            14, 0.021, 10, (CATALOGUE, FEATURES.format("customer"))),
    Product("ShelfImages", VISION, "shelf-photos", "stores/shelf-cameras", PYTORCH, "endpoint",
            61, 17.2, 8, (STORES,), "manifest"),
    Product("TicketRouting", SUPPORT, "tickets", "care/tickets", TRANSFORMER, "endpoint",
            31.1, 9.1, 10, (), "jsonl"),
    Product("AccountTakeover", FRAUD, "logins", "identity/logins", XGBOOST, "endpoint",
            31.1, 11.6, 7, (CUSTOMERS,)),
    Product("PriceElasticity", PRICING, "price-history", "pricing/history", XGBOOST, "batch",
            91, 23.5, 6, (CATALOGUE, FX_RATES)),
    Product("StoreTraffic", FORECASTING, "footfall", "stores/door-counters", DEEPAR, "batch",
            31.1, 4.7, 6, (CALENDAR, STORES), "csv"),
    Product("ParcelDamage", VISION, "parcel-photos", "logistics/parcel-cameras", PYTORCH, "endpoint",
            91, 40.3, 4, (), "manifest"),
    Product("QueryIntent", SEARCH, "queries", "web/search-queries", TRANSFORMER, "endpoint",
            31.1, 14.9, 8, (CATALOGUE,), "jsonl"),
)  # fmt: skip

MARKETS = ("De", "Fr", "It", "Es", "Nl", "Pl", "Se", "At", "Be", "Pt", "Cz", "Dk", "Fi", "Ie", "Gr", "Hu")


def products() -> Iterator[Product]:
    """The products above, then the same products for one market after another, without end."""
    yield from PRODUCTS
    number = 0
    while True:
        number += 1
        for market in MARKETS:
            suffix = market if number == 1 else f"{market}{number}"
            yield from (in_market(product, suffix) for product in PRODUCTS)


def in_market(product: Product, market: str) -> Product:
    """The same product for one country, with its own data, models and endpoint."""
    place = market.lower()
    phase = (product.phase * 7.3 + len(market) + ord(market[0]) / 3) % product.every
    return replace(
        product,
        name=product.name + market,
        data=f"{product.data}-{place}",
        lake=f"{product.lake}-{place}",
        phase=phase,
    )
