"""From an estate to the graph of what needs what.

Each resource becomes a thing, and so does every Region and zone; what a resource has in one zone
is a thing of its own (`worker@az:eu-west-1a`), and so is its way to the Internet (`out:subnet`),
the start of something new (`launch:worker`) and each copy of its data. Nothing here asks about a
fault: `Outcomes` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from partywall.estate.estate import Estate
from partywall.kernel.arn import parse_arn
from partywall.kernel.truth import Doubt
from partywall.resilience.backups import Backups
from partywall.resilience.copied import Copy
from partywall.resilience.copies import copies_of
from partywall.resilience.declared import NOTHING, Declared
from partywall.resilience.graph import ELSEWHERE, UNDECLARED, every, some_of
from partywall.resilience.ground import SUBNET, Ground, Parts
from partywall.resilience.layouts import LAYOUTS, OPTIONAL, Layout
from partywall.resilience.places import REGION, ZONE
from partywall.resilience.rules import RULES, TABLE
from partywall.resilience.scopes import KEEPS_DATA, REGIONAL_TYPES, RUNS_CODE, SERVES, scope_of
from partywall.resilience.site import Site
from partywall.resilience.ways_out import WaysOut

LAUNCH: Final = "launch:"


class Model(Ground):
    """The graph of one estate, with what is known of each thing in it.

    `asked` are places that the user speaks of. `spreads` are the copies of what has several.
    """

    def __init__(
        self, estate: Estate, declared: Declared = NOTHING, asked: Iterable[str] = ()
    ) -> None:
        super().__init__(estate, declared)
        self._meet_places(tuple(asked))
        self.ways_out = WaysOut(estate, self.graph)
        for resource in self.resources:
            self._describe(Site(resource, self))
        backups = Backups(self)
        self.copies: dict[str, tuple[Copy, ...]] = {}
        for resource in self.resources:
            if resource.type in KEEPS_DATA:
                site = Site(resource, self)
                self.copies[resource.address] = (*copies_of(site), *backups.copies_of(site))
        self._describe_places()

    def _meet_places(self, asked: tuple[str, ...]) -> None:
        """Every place is known before the first need is: a doubt is about all of them."""
        subnets = self.estate.by_type.get(SUBNET, ())
        for subnet in subnets:
            name, id = map(subnet.properties.get, ("AvailabilityZone", "AvailabilityZoneId"))
            if isinstance(name, str) and isinstance(id, str):
                self.places.same(name, id)
        for resource in self.resources:
            if isinstance(resource.region, str) and resource.region:
                self.places.region(resource.region)
        self.places.speak_of(asked)
        for resource in self.resources:
            layout = LAYOUTS.get(resource.type)
            if layout is not None:
                Site(resource, self).zones_named(*layout.zones)
        self.places.settle()
        for subnet in subnets:
            parts = Site(subnet, self).zones_named("AvailabilityZoneId", "AvailabilityZone").parts
            if len(parts) == 1:
                self.zone_of_subnet[subnet.address] = parts[0].zone
        for resource in self.resources:
            if scope_of(resource.type, ZONAL) in ("zonal", "unknown"):
                region = resource.region
                self.places.unnamed(region if isinstance(region, str) else "")

    def _describe_places(self) -> None:
        for name, others in self.places.perhaps_the_same():
            self.graph.add(name, every(others, "its name", "which id it has"))
        for zone in self.places.zones:
            region = self.places.region_of(zone)
            if region:
                self.graph.add(zone, every([region], "it lies in the Region"))
            elif self.places.regions:
                self.graph.add(
                    zone, every(self.places.regions, "it lies in a Region", "the zone's Region")
                )
        self.graph.add(
            ELSEWHERE,
            every([*self.places.zones, *self.places.regions], "it lies somewhere", "where it lies"),
        )
        serving = [one.address for one in self.resources if one.type in SERVES]
        self.graph.add(UNDECLARED, every(serving, "an application may need it"))

    # -- one resource

    def _describe(self, site: Site) -> None:
        resource = site.resource
        scope = scope_of(resource.type, ZONAL)
        self.graph.add(site.address)
        if scope != "global" and not self._is_global(site):
            self.graph.add(site.address, *site.region_needs())
        if scope == "unknown":
            doubt = f"partywall does not know how {resource.type} spans zones"
            self.graph.add(site.address, site.any_zone(doubt))
            if site.mentioned:
                why = f"partywall does not know what {resource.type} needs"
                self.graph.add(site.address, every(site.mentioned, "it refers to it", why))
        layout = LAYOUTS.get(resource.type)
        rule = RULES.get(resource.type)
        if scope == "regional" and resource.type not in REGIONAL_TYPES and site.names_subnets:
            doubt = f"partywall does not know how {resource.type} uses its subnets"
            self.graph.add(site.address, site.any_zone(doubt))
        placed = False
        if rule is not None:
            placed = rule.place(site)
            self.graph.add(site.address, *rule.needs(site))
        if layout is not None and not placed:
            self._place(site, layout)
        self.graph.add(site.address, *site.lifelines(), *site.running_needs())
        launch = list(site.launch_needs())
        if launch or (layout is not None and layout.launches):
            self.graph.add(f"{LAUNCH}{site.address}", *launch)
        if resource.type in RUNS_CODE:
            self._needs_of_code(site)

    def _is_global(self, site: Site) -> bool:
        """WAF for CloudFront, or a table with replicas, though their services are regional."""
        if site.resource.type == TABLE:
            return site.view.at("Replicas").value is not None
        return site.view.at("Scope").equals("CLOUDFRONT") is True

    def _place(self, site: Site, layout: Layout) -> None:
        """The zones of a resource, and how many of them may be lost."""
        regional = layout.regional(site.view)
        if regional is True:
            return
        found = self.parts(site, layout)
        if not found.named and not found.doubt and site.resource.type in OPTIONAL:
            return
        if isinstance(regional, Doubt):
            found = Parts((), "whether it lies in one zone")
        elif not found.parts and not found.doubt:
            found = Parts((), "no property tells its zone")
        if found.doubt:
            subnets = bool(layout.subnets or layout.group)
            self.graph.add(site.address, site.any_zone(found.doubt, subnets=subnets))
        else:
            self.spread(site.resource, found.parts, layout.copies(site.view))

    def parts(self, site: Site, layout: Layout) -> Parts:
        """What a resource has in each zone: by zones it names, by subnets, by a group of them."""
        found = site.zones_named(*layout.zones)
        if found.named:
            return found
        found = site.zones_of_subnets(site.at(*layout.subnets))
        if found.named or layout.group is None:
            return found
        return site.zones_of_group(*layout.group)

    def _needs_of_code(self, site: Site) -> None:
        """What is declared; and in doubt, unless that is all, whatever else there is."""
        application = self.declared.of(site.address)
        for name in application.needs:
            self.graph.add(site.address, every([self._declared(name, site)], "declared"))
        for each in application.any_of:
            names = [self._declared(name, site) for name in each]
            self.graph.add(site.address, some_of(1, names, "declared"))
        if not application.complete:
            doubt = "what the application needs is not declared"
            self.graph.add(site.address, every([UNDECLARED], "its code", doubt))

    def _declared(self, name: str, site: Site) -> str:
        """The thing that a declared need is; what is not in the input may lie anywhere."""
        if name in self.by_address or name.startswith((ZONE, REGION)):
            return name
        if parse_arn(name) is not None:
            return self.outside(name, site.region)
        if name not in self.graph:
            doubt = f"where {name} is, which is not in the input"
            self.graph.add(name, every([ELSEWHERE], "declared", doubt))
        return name


ZONAL = frozenset(LAYOUTS)
