"""Evidence from S3, ECR and CloudTrail about the files, images and decisions of a lineage. It changes nothing."""
