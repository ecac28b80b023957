"""Write `src/partywall/line/data/lines.msgpack` from the TOML files beside it.

Run it after every change of a line: `python scripts/compile_lines.py`.
"""

from __future__ import annotations

from partywall.line.facts import COMPILED, compile_all

if __name__ == "__main__":
    COMPILED.write_bytes(compile_all())
    print(f"{COMPILED}: {COMPILED.stat().st_size} bytes")
