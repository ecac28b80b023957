"""AWS Certificate Manager, as controls see it.

A public certificate validated by DNS renews by itself; by e-mail the owner must act each time.
Every public certificate is recorded in transparency logs.
Source: ACM API Reference, "RequestCertificate" and "CertificateOptions", read 2026-11-23;
ACM User Guide, "Managed certificate renewal" (not re-read).
"""

from __future__ import annotations

from partywall.estate.view import View


class Certificate(View):
    """AWS::CertificateManager::Certificate."""

    types = ("AWS::CertificateManager::Certificate",)
