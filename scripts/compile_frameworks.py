"""Write `frameworks.msgpack` in `src/partywall/line/data/frameworks` from the TOML beside it.

Run it after every change of a disposition or mapping: `python scripts/compile_frameworks.py`.
"""

from __future__ import annotations

from partywall.line import crosswalk

if __name__ == "__main__":
    content = crosswalk.compile_crosswalk()
    crosswalk.COMPILED.write_bytes(content)
    print(f"{crosswalk.COMPILED}: {len(content)} bytes")
