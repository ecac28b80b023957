"""Write the `.msgpack` files in `src/partywall/line/data` from the TOML beside them.

Run it after every change of a line, a statement, a duty, a premise or the id of a service:
`python scripts/compile_lines.py`.
"""

from __future__ import annotations

from partywall.line import duties, facts, premises, scope, statements

if __name__ == "__main__":
    written = {
        facts.COMPILED: facts.compile_all(),
        duties.COMPILED: duties.compile_duties(),
        premises.COMPILED: premises.compile_premises(),
        scope.COMPILED: scope.compile_scope(),
        statements.COMPILED: statements.compile_model(),
    }
    for file, content in written.items():
        file.write_bytes(content)
        print(f"{file}: {len(content)} bytes")
