"""Values by what they are asked for, each worked out once; a circle of them is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.evaluation.run import DEEPEST, Run, bounded

_ABSENT: Final = object()
_IN_PROGRESS: Final = object()

Key = tuple[str, ...]


class _Failed(Struct, frozen=True):
    """In place of a value: what Terraform would refuse."""

    message: str


class Memo:
    """The values of one module instance, at `address`."""

    def __init__(self, run: Run, address: str) -> None:
        self._run, self._address = run, address
        self._known: dict[Key, Any] = {}
        self._tainted: set[Key] = set()

    def once(self, key: Key, work: Callable[..., Any], *given: Any) -> Any:
        """What `work` gives, worked out the first time that the key is asked for.

        Raises Failure when `work` does, and when it leads back to the same key, or too deep.
        """
        found = self._known.get(key, _ABSENT)
        if found is _ABSENT:
            found = self._worked_out(key, work, given)
        elif found is _IN_PROGRESS:
            self._run.cycle(self._address, key)
        elif type(found) is _Failed:
            raise Failure(found.message)
        if self._tainted and key in self._tainted:
            self._run.touched = True
        return found

    def _worked_out(self, key: Key, work: Callable[..., Any], given: tuple[Any, ...]) -> Any:
        run = self._run
        if len(run.trail) > DEEPEST:
            raise Failure("references lead too deep to be followed")
        before, run.touched = run.touched, False
        self._known[key] = _IN_PROGRESS
        run.trail.append((self._address, key))
        try:
            found = bounded(work(*given))
        except Failure as failure:
            self._known[key] = _Failed(failure.message)
            raise
        except Exception as error:
            self._known[key] = _Failed(f"this could not be worked out ({type(error).__name__})")
            raise
        finally:
            run.trail.pop()
            if run.touched:
                self._tainted.add(key)
            run.touched = before or run.touched
        self._known[key] = found
        return found
