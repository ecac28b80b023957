"""Write the `.msgpack` files in `src/partywall/line/data` from the TOML beside them.

Run it after every change of a line, a statement or a premise: `python scripts/compile_lines.py`.
"""

from __future__ import annotations

from partywall.line import facts, premises, statements

if __name__ == "__main__":
    written = {
        facts.COMPILED: facts.compile_all(),
        statements.COMPILED: statements.compile_model(),
        premises.COMPILED: premises.compile_premises(),
    }
    for file, content in written.items():
        file.write_bytes(content)
        print(f"{file}: {len(content)} bytes")
