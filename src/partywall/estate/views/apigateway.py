"""Amazon API Gateway's REST APIs, as controls see them: a stage logs nothing, traces nothing and
encrypts no cache unless asked.

Source: API Gateway API Reference, "Stage" and "MethodSetting" (not re-read).
"""

from __future__ import annotations

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.kernel.truth import Truth, every, no, some


class WebAclAssociation(View):
    """AWS::WAFv2::WebACLAssociation."""

    types = ("AWS::WAFv2::WebACLAssociation",)


class Stage(View):
    """AWS::ApiGateway::Stage."""

    types = ("AWS::ApiGateway::Stage",)

    @property
    def settings(self) -> Node:
        return self.at("MethodSettings")

    @property
    def logs_execution(self) -> Truth:
        """Whether a setting for all methods logs errors or more."""
        return some(
            self.settings.items(),
            lambda one: _for_all(one) & one.at("LoggingLevel").equals("ERROR", "INFO"),
        )[1]

    @property
    def caches(self) -> Truth:
        return self.at("CacheClusterEnabled").is_true

    @property
    def encrypts_cache(self) -> Truth:
        """Whether all methods are covered, and each one that caches encrypts what it keeps."""
        settings = self.settings.items()
        covered = some(settings, _for_all)[1]
        return covered & every(settings, _keeps_safely)[1]


def _for_all(setting: Node) -> Truth:
    everywhere = setting.at("ResourcePath").equals("/*", "*")
    return everywhere & setting.at("HttpMethod").equals("*")


def _keeps_safely(setting: Node) -> Truth:
    return no(setting.at("CachingEnabled").is_true) | setting.at("CacheDataEncrypted").is_true


class Method(View):
    """AWS::ApiGateway::Method."""

    types = ("AWS::ApiGateway::Method",)


class DomainName(View):
    """AWS::ApiGateway::DomainName."""

    types = ("AWS::ApiGateway::DomainName",)
