"""Where the estate comes from: one reader a format, all giving a `Reading`."""
