"""What security groups and network ACLs admit, as packed sets of headers.

A group admits what any rule of any group of the interface admits; an ACL's first rule that
matches decides. Where a rule holds for part of a span only, the span is cut, and what is admitted
for every piece is sure for an address that may be any of them.

Sources: VPC User Guide, "Security group rules" and "Network ACL basics", read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from partywall.reach.addresses import Span, covers, overlaps, pieces
from partywall.reach.atoms import Header, Space
from partywall.reach.model import Network, Rule, Tri
from partywall.reach.topology.filters import ANYONE

Groups = tuple[str, ...]


class Filters:
    """The groups and ACLs of a network, asked for packed sets; each answer is kept.

    What two networks let pass can be held against each other when they have one `space`.
    """

    def __init__(self, network: Network, space: Space | None = None) -> None:
        self.network = network
        self.space = Space(headers(network)) if space is None else space
        self._by_address: dict[tuple[Groups, bool, Span], int] = {}
        self._by_group: dict[tuple[Groups, bool, Groups, bool, Tri], int] = {}
        self._by_acl: dict[tuple[str, bool, Span], int] = {}

    # -- security groups

    def admitted(
        self,
        groups: Groups | None,
        unsure: bool,
        inward: bool,
        other: Span,
        held: Groups = (),
        held_unsure: bool = False,
        references: Tri = False,
    ) -> int:
        """What an interface with these groups lets in from (or out to) the other end.

        `held` are the other end's groups, which count when `references` cross the way between
        them. `unsure`: there may be further groups, so anything may be admitted.
        """
        space = self.space
        if groups is None:
            return space.all
        if unsure:
            passed = space.perhaps(space.full)
        else:
            passed = 0
        passed |= self._to_address(groups, inward, other)
        if references is not False:
            passed |= self._to_group(groups, inward, held, held_unsure, references)
        return passed

    def _to_address(self, groups: Groups, inward: bool, other: Span) -> int:
        key = (groups, inward, other)
        found = self._by_address.get(key)
        if found is None:
            rules = [rule for rule in self._rules(groups, inward) if rule.spans]
            near = [rule for rule in rules if any(overlaps(span, other) for span in rule.spans)]
            space = self.space
            doubted = any(self._doubted(id) for id in groups)
            cut = pieces(other, [span for rule in near for span in rule.spans])
            found = space.either([self._piece(near, piece) for piece in cut])
            if doubted:
                found |= space.perhaps(space.full)
            self._by_address[key] = found
        return found

    def _piece(self, rules: list[Rule], piece: Span) -> int:
        passed = 0
        for rule in rules:
            if any(covers(span, piece) for span in rule.spans):
                mask = self.space.mask(rule.protocol, rule.first, rule.last)
                passed |= self.space.perhaps(mask) if rule.doubt else self.space.sure(mask)
        return passed

    def _to_group(
        self, groups: Groups, inward: bool, held: Groups, unsure: bool, references: Tri
    ) -> int:
        key = (groups, inward, held, unsure, references)
        found = self._by_group.get(key)
        if found is None:
            found, space = 0, self.space
            for rule in self._rules(groups, inward):
                if not rule.group:
                    continue
                mask = space.mask(rule.protocol, rule.first, rule.last)
                if rule.group in held and references and not rule.doubt:
                    found |= space.sure(mask)
                elif rule.group in held or unsure or rule.group == ANYONE:
                    found |= space.perhaps(mask)
            self._by_group[key] = found
        return found

    def _rules(self, groups: Groups, inward: bool) -> Iterator[Rule]:
        for id in groups:
            group = self.network.groups.get(id)
            if group is not None:
                yield from group.ingress if inward else group.egress

    def _doubted(self, id: str) -> bool:
        group = self.network.groups.get(id)
        return group is None or bool(group.doubt)

    def group_doubts(self, groups: Groups | None, inward: bool, mask: int) -> list[str]:
        """What is not known of these groups and bears on headers of `mask`."""
        doubts = []
        for id in groups or ():
            group = self.network.groups.get(id)
            if group is None:
                doubts.append(f"{id}: the security group is not in the input")
            elif group.doubt:
                doubts.append(group.doubt)
        return [*doubts, *self._doubts(self._rules(groups or (), inward), mask)]

    def _doubts(self, rules: Iterable[Rule], mask: int) -> Iterator[str]:
        for rule in rules:
            if rule.doubt and self.space.mask(rule.protocol, rule.first, rule.last) & mask:
                yield rule.doubt

    # -- network ACLs

    def passed(self, acl: str, unsure: bool, inward: bool, other: Span) -> int:
        """What a network ACL lets into its subnets from (or out to) the other end."""
        if unsure or acl not in self.network.acls:
            return self.space.perhaps(self.space.full)
        key = (acl, inward, other)
        found = self._by_acl.get(key)
        if found is None:
            one = self.network.acls[acl]
            rules = [
                rule
                for rule in (one.ingress if inward else one.egress)
                if any(overlaps(span, other) for span in rule.spans)
            ]
            cut = pieces(other, [span for rule in rules for span in rule.spans])
            found = self.space.either([self._first_match(rules, piece) for piece in cut])
            if one.doubt:
                found = self.space.perhaps(self.space.full)
            self._by_acl[key] = found
        return found

    def _first_match(self, rules: list[Rule], piece: Span) -> int:
        """The rules in order: `surely` and `perhaps` are the headers that came this far."""
        space = self.space
        surely = perhaps = space.full
        must = may = 0
        for rule in rules:
            if not any(covers(span, piece) for span in rule.spans):
                continue
            mask = space.mask(rule.protocol, rule.first, rule.last)
            if rule.doubt:
                if rule.allows:
                    may |= mask & perhaps
                else:
                    surely &= ~mask
                continue
            if rule.allows:
                must |= mask & surely
                may |= mask & perhaps
            surely &= ~mask
            perhaps &= ~mask
        return space.packed(must, may)

    def acl_doubts(self, acl: str, inward: bool, mask: int) -> list[str]:
        """What is not known of an ACL and bears on headers of `mask`."""
        one = self.network.acls.get(acl)
        if one is None:
            return [f"{acl or 'the network ACL'}: it is not in the input"]
        doubts = [one.doubt] if one.doubt else []
        return [*doubts, *self._doubts(one.ingress if inward else one.egress, mask)]


def headers(network: Network) -> Iterator[Header]:
    for group in network.groups.values():
        for rule in (*group.ingress, *group.egress):
            yield rule.protocol, rule.first, rule.last
    for acl in network.acls.values():
        for rule in (*acl.ingress, *acl.egress):
            yield rule.protocol, rule.first, rule.last
    for balancer in network.balancers.values():
        for one in balancer.listeners:
            if one.port >= 0:
                yield one.protocol, one.port, one.port
    for targets in network.target_groups.values():
        for target in targets.targets:
            if target.port is not None:
                yield 6, target.port, target.port
                yield 17, target.port, target.port
