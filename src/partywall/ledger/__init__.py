"""What has been shown, by whom, and until when."""
