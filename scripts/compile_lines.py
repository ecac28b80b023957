"""Write `lines.msgpack` and `model.msgpack` in `src/partywall/line/data` from the TOML beside them.

Run it after every change of a line or a statement: `python scripts/compile_lines.py`.
"""

from __future__ import annotations

from partywall.line import facts, statements

if __name__ == "__main__":
    written = {facts.COMPILED: facts.compile_all(), statements.COMPILED: statements.compile_model()}
    for file, content in written.items():
        file.write_bytes(content)
        print(f"{file}: {len(content)} bytes")
