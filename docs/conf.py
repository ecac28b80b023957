"""How Sphinx builds these pages: `make docs`."""

from __future__ import annotations

import partywall

project = "partywall"
author = "the partywall authors"
release = version = partywall.__version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"partywall {release}"
html_show_copyright = False
highlight_language = "none"
