"""The pages of one account's export, put together again.

AWS hands the export out in pages, and a role on one page may hold a policy on the next. All but
the last page say that there is more (`IsTruncated`). Whether one in the middle is missing nobody
can tell, so a report says how many pages there were.

Source: IAM API Reference, "GetAccountAuthorizationDetails", `IsTruncated` and `Marker`, read
2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterable

from partywall.kernel.arn import parse_arn
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.span import Span
from partywall.sources.account_export.reader import TRUNCATED
from partywall.sources.reading import Reading


def together(readings: Iterable[Reading]) -> list[Reading]:
    """One reading for each account, in the order in which the accounts come up."""
    by_account: dict[str, list[Reading]] = {}
    for reading in readings:
        by_account.setdefault(account_of(reading), []).append(reading)
    return [_whole(pages) for pages in by_account.values()]


def account_of(reading: Reading) -> str:
    """The account that the entries belong to, or nothing when no ARN tells."""
    for resource in reading.resources:
        arn = parse_arn(resource.address)
        if arn is not None and arn.account.isdigit():
            return arn.account
    return ""


def _whole(pages: list[Reading]) -> Reading:
    first, *others = sorted(pages, key=lambda page: page.file)
    cut = [page.unseen is TRUNCATED for page in pages]
    seen = {one.address for one in first.resources}
    for page in others:
        for one in page.resources:
            if one.address not in seen:
                seen.add(one.address)
                first.resources.append(one)
        first.diagnostics += page.diagnostics
        first.includes.add(page.file)
    unread = [page.unseen for page in pages if page.unseen not in (None, TRUNCATED)]
    first.unseen = unread[0] if unread else TRUNCATED if all(cut) else None
    _remark(first, len(pages), all(cut))
    return first


def _remark(reading: Reading, count: int, cut: bool) -> None:
    where = Span(reading.file)
    if cut:
        what = "the export is cut off: IsTruncated is true, and no last page is there"
        hint = "name the other pages as well, or export without --no-paginate and --max-items"
        reading.diagnostics.append(Diagnostic("error", what, where, hint))
    elif count > 1:
        what = f"{count} pages of one account's export were put together"
        hint = "whether a page in the middle is missing cannot be told"
        reading.diagnostics.append(Diagnostic("info", what, where, hint))
