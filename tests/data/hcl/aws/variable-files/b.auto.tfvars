names = ["auto-b", "auto-c"]
flags = { encrypted = true }
