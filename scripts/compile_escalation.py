"""Write `src/partywall/access/data/escalation.msgpack` from `escalation.toml` beside it.

Run it after every change of a way: `python scripts/compile_escalation.py`.
"""

from __future__ import annotations

from partywall.access.escalation.paths import COMPILED, compile_all

if __name__ == "__main__":
    COMPILED.write_bytes(compile_all())
    print(f"{COMPILED}: {COMPILED.stat().st_size} bytes")
