"""Amazon Cognito: how people prove who they are to your application."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.cognito import IdentityPool, UserPool, UserPoolClient, in_clear
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import CREDENTIALS, DATA, IDENTITY, MONITORING


@control(
    "cognito-pool-second-factor",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "Cognito.5",
        "cognito_user_pool_mfa_enabled",
    ),
)
def pool_asks_second_factor(pool: UserPool) -> Verdict:
    """People need a second factor to sign in.

    Passwords are used twice and leak elsewhere; a second factor makes that harmless.

    Fix: set MfaConfiguration to ON.

    Undecided when the value is not known.

    Proved by::

        {MfaConfiguration: "ON"}

    Refuted by::

        {UserPoolName: shop}

    Refuted by::

        {MfaConfiguration: OPTIONAL}

    Source: Cognito API Reference, "CreateUserPool", read 2026-11-23.
    """
    mfa = pool.at("MfaConfiguration")
    return proved_if(mfa.equals("ON", True), mfa, "people may do without a second factor")


@control(
    "cognito-pool-passwords-long", layer=CREDENTIALS, weight=MEDIUM, also_known_as=("Cognito.3",)
)
def pool_passwords_are_long(pool: UserPool) -> Verdict:
    """Passwords have twelve characters or more.

    Length is what makes guessing slow; eight, the default, is too few without a second factor.

    Fix: set Policies.PasswordPolicy.MinimumLength to 12 or more.

    Undecided when the value is not known.

    Proved by::

        {Policies: {PasswordPolicy: {MinimumLength: 12}}}

    Refuted by::

        {UserPoolName: shop}

    Source: Cognito Developer Guide, "User pool password policies" (not re-read).
    """
    length = pool.at("Policies", "PasswordPolicy", "MinimumLength")
    return proved_if(length.at_least(12), length, "fewer than 12 characters will do")


@control(
    "cognito-pool-threats-answered",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "Cognito.1",
        "cognito_user_pool_advanced_security_enabled",
    ),
)
def pool_answers_threats(pool: UserPool) -> Verdict:
    """Risky sign-ins are noticed and stopped.

    Leaked passwords are tried by machines, from many places, against every pool.

    Fix: set UserPoolAddOns.AdvancedSecurityMode to ENFORCED.

    Undecided when the mode is not known.

    Proved by::

        {UserPoolAddOns: {AdvancedSecurityMode: ENFORCED}}

    Refuted by::

        {UserPoolAddOns: {AdvancedSecurityMode: AUDIT}}

    Source: Cognito API Reference, "CreateUserPool", read 2026-11-23.
    """
    mode = pool.at("UserPoolAddOns", "AdvancedSecurityMode")
    return proved_if(mode.equals("ENFORCED"), mode, "risky sign-ins are let through")


@control(
    "cognito-pool-deletion-protected",
    layer=DATA,
    weight=MEDIUM,
    also_known_as=(
        "Cognito.6",
        "cognito_user_pool_deletion_protection_enabled",
    ),
)
def pool_is_protected(pool: UserPool) -> Verdict:
    """Nobody can delete the pool without first taking off a guard.

    With the pool go all accounts; passwords cannot be exported or restored.

    Fix: set DeletionProtection to ACTIVE.

    Undecided when the value is not known.

    Proved by::

        {DeletionProtection: ACTIVE}

    Refuted by::

        {UserPoolName: shop}

    Source: Cognito API Reference, "CreateUserPool", read 2026-11-23.
    """
    guard = pool.at("DeletionProtection")
    return proved_if(guard.equals("ACTIVE"), guard, "deletion protection is off")


@control(
    "cognito-identities-authenticated",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=(
        "Cognito.2",
        "CKV_AWS_366",
        "cognito_identity_pool_guest_access_disabled",
    ),
)
def identities_are_authenticated(pool: IdentityPool) -> Verdict:
    """Nobody gets AWS credentials without signing in.

    An open identity pool hands keys of your account to whoever reads its id in the page.

    Fix: set AllowUnauthenticatedIdentities to false.

    Undecided when the value is not known.

    Proved by::

        {AllowUnauthenticatedIdentities: false}

    Refuted by::

        {AllowUnauthenticatedIdentities: true}

    Source: Security Hub User Guide, "Cognito.2" (not re-read).
    """
    guests = pool.at("AllowUnauthenticatedIdentities")
    return proved_if(no(guests.is_true), guests, "guests get credentials")


@control("cognito-client-no-implicit-flow", layer=CREDENTIALS, weight=MEDIUM)
def client_uses_no_implicit_flow(client: UserPoolClient) -> Verdict:
    """The application gets no tokens in the address bar.

    The implicit grant puts tokens into URLs, hence into histories, logs and referrers.

    Fix: use AllowedOAuthFlows: [code], with PKCE in the client.

    Undecided when a flow is not known.

    Proved by::

        {AllowedOAuthFlows: [code]}

    Refuted by::

        {AllowedOAuthFlows: [code, implicit]}

    Source: Cognito API Reference, "CreateUserPoolClient" (not re-read).
    """
    flows = client.at("AllowedOAuthFlows")
    return proved_if(no(flows.contains("implicit")), flows, "the implicit grant is allowed")


@control("cognito-client-callbacks-encrypted", layer=CREDENTIALS, weight=MEDIUM)
def client_callbacks_are_encrypted(client: UserPoolClient) -> Verdict:
    """People come back to the application over HTTPS only.

    The code that comes with them, read on the way, signs somebody else in.

    Fix: write https in every CallbackURLs entry.

    Undecided when an address is not known.

    Proved by::

        {CallbackURLs: ["https://shop.example.com/in", "http://localhost:3000"]}

    Refuted by::

        {CallbackURLs: ["http://shop.example.com/in"]}

    Source: Cognito API Reference, "CreateUserPoolClient" (not re-read).
    """
    addresses = client.at("CallbackURLs")
    shown, found = some(addresses.items(), in_clear)
    if found:
        return refuted(shown, "called back over plain HTTP")
    return proved(addresses)


@control(
    "cognito-client-users-not-told",
    layer=IDENTITY,
    weight=LOW,
    also_known_as=("cognito_user_pool_client_prevent_user_existence_errors",),
)
def client_tells_no_users(client: UserPoolClient) -> Verdict:
    """A failed sign-in does not tell whether the user exists.

    Else the sign-in page answers who your customers are, one guess at a time.

    Fix: set PreventUserExistenceErrors to ENABLED.

    Undecided when it is left out: the default depends on when the client was made.

    Proved by::

        {PreventUserExistenceErrors: ENABLED}

    Refuted by::

        {PreventUserExistenceErrors: LEGACY}

    Undecided by::

        {ClientName: shop}

    Source: Cognito Developer Guide, "Managing user existence error responses" (not re-read).
    """
    errors = client.at("PreventUserExistenceErrors")
    if errors.value is None:
        bool(errors.doubt("left out: the default depends on when the client was made"))
    return proved_if(errors.equals("ENABLED"), errors, "answers tell who exists")
