"""Terraform directories, read without Terraform."""
