"""Write `src/partywall/kernel/data/ends.msgpack` from `ends.toml` beside it.

Run it after every change of a date: `python scripts/compile_ends.py`.
"""

from __future__ import annotations

from partywall.kernel.ends import COMPILED, compile_all

if __name__ == "__main__":
    COMPILED.write_bytes(compile_all())
    print(f"{COMPILED}: {COMPILED.stat().st_size} bytes")
