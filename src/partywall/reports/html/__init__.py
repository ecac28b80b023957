"""The parts of the HTML report: the matrix, the sections below it, the data behind it."""
