"""Write `src/partywall/line/data/lines.msgpack` from the TOML files beside it.

Run it after every change of a line: `python scripts/compile_lines.py`.
"""

from __future__ import annotations

from pathlib import Path

from partywall.line.facts import COMPILED, compile_all

TARGET = Path(__file__).parents[1] / "src" / "partywall" / "line" / "data" / COMPILED

if __name__ == "__main__":
    TARGET.write_bytes(compile_all())
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
