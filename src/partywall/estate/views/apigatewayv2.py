"""Amazon API Gateway's HTTP and WebSocket APIs, as controls see them.

Source: API Gateway V2 API Reference, "Stage" and "Route" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View
from partywall.kernel.truth import Truth, no


class Stage(View):
    """AWS::ApiGatewayV2::Stage."""

    types = ("AWS::ApiGatewayV2::Stage",)


class Route(View):
    """AWS::ApiGatewayV2::Route."""

    types = ("AWS::ApiGatewayV2::Route",)

    @property
    def needs_no_caller(self) -> Truth:
        """Whether it is a browser's preflight, or a WebSocket route after the connection.

        An HTTP route's key has a method and a path; of WebSocket routes only $connect can ask
        who calls.
        """
        key = self.at("RouteKey")
        of_http = key.matches("[A-Z]+ /") | key.equals("$default", "$connect")
        return key.matches("OPTIONS /") | no(of_http)
