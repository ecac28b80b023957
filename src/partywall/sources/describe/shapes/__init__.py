"""What rows cannot say: items that are several resources, and fields that are another's."""
