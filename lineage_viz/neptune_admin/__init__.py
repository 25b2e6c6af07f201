"""What changes a Neptune cluster: upload to S3, bulk load, sync, reset. Only admins' commands and pages use it."""
