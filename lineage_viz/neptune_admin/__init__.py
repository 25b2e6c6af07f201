"""Changes of a Neptune cluster: upload to S3, bulk load, sync, reset. Only commands and pages of admins use them."""
