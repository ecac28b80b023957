"""AWS Backup: copies that are kept, elsewhere, and out of reach."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.backup import Plan, Vault
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.policy_document import document
from partywall.kernel.truth import every, no, some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import BACKUP, IDENTITY, KEYS


@control(
    "backup-vault-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("CKV_AWS_166",),
)
def vault_uses_customer_key(vault: Vault) -> Verdict:
    """Recovery points are encrypted with a key that the customer manages.

    Backups under AWS's own key cannot be copied to another account.

    Fix: set EncryptionKeyArn to a key of your own.

    Undecided when the key is set elsewhere.

    Refuted by::

        BackupVaultName: daily

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::Backup::BackupVault
            Properties: {BackupVaultName: daily, EncryptionKeyArn: !GetAtt Key.Arn}

    Source: AWS Backup Developer Guide, "Encryption for backups in AWS Backup" (not re-read).
    """
    key = vault.at("EncryptionKeyArn")
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control("backup-vault-locked", layer=BACKUP, weight=MEDIUM)
def vault_locked(vault: Vault) -> Verdict:
    """For a least time nobody can delete what is in the vault.

    Who wants ransom deletes the backups first, with the rights of an administrator.

    Fix: set LockConfiguration.MinRetentionDays, and ChangeableForDays to make it final.

    Undecided when the value is not known.

    Refuted by::

        BackupVaultName: daily

    Proved by::

        LockConfiguration: {MinRetentionDays: 30, ChangeableForDays: 3}

    Source: AWS Backup Developer Guide, "AWS Backup Vault Lock" (not re-read).
    """
    days = vault.at("LockConfiguration", "MinRetentionDays")
    return proved_if(days.at_least(1), days, "an administrator can delete every backup")


@control("backup-vault-not-public", layer=IDENTITY, weight=MEDIUM)
def vault_not_public(vault: Vault) -> Verdict:
    """The vault's policy lets in nobody whom it does not name.

    A backup holds everything that the original held.

    Fix: name the accounts or the organization that may copy into the vault.

    Undecided when the policy is not known.

    Refuted by::

        AccessPolicy:
          Statement: [{Effect: Allow, Principal: "*", Action: "backup:*", Resource: "*"}]

    Proved by::

        AccessPolicy:
          Statement:
            - Effect: Allow
              Principal: "*"
              Action: backup:CopyIntoBackupVault
              Resource: "*"
              Condition: {StringEquals: {aws:PrincipalOrgID: o-a1b2c3d4e5}}

    Source: AWS Backup Developer Guide, "Vault access policies" (not re-read).
    """
    written = vault.at("AccessPolicy")
    statement, public = document(written).public_statement()
    if no(public):
        return proved(written, note="no statement lets the public in")
    return refuted(statement, "lets in callers whom nobody named")


@control("backup-plan-keeps-copies", layer=BACKUP, weight=LOW)
def plan_keeps_copies(plan: Plan) -> Verdict:
    """Every rule of the plan says how long its recovery points are kept.

    Kept for ever they cost more each month, and keep data that should be gone.

    Fix: set Lifecycle.DeleteAfterDays.

    Undecided when a rule is not known.

    Refuted by::

        BackupPlan: {BackupPlanRule: [{RuleName: daily, TargetBackupVault: daily}]}

    Proved by::

        BackupPlan:
          BackupPlanRule:
            - {RuleName: daily, TargetBackupVault: daily, Lifecycle: {DeleteAfterDays: 35}}

    Source: AWS Backup Developer Guide, "Backup plan options and configuration" (not re-read).
    """
    rule, all_kept = every(
        plan.rules, lambda one: one.at("Lifecycle", "DeleteAfterDays").at_least(1)
    )
    if not all_kept:
        return refuted(rule, "this rule says not how long")
    return proved(plan.at("BackupPlan", "BackupPlanRule"))


@control("backup-plan-copies-elsewhere", layer=BACKUP, weight=LOW)
def plan_copies_elsewhere(plan: Plan) -> Verdict:
    """The plan copies recovery points into another vault.

    A backup that stands beside the original burns with it: the Region, the account, the key.

    Fix: add CopyActions to a vault in another Region, better in another account.

    Undecided when the rules are not known. Where the other vault is, this control does not see.

    Refuted by::

        BackupPlan: {BackupPlanRule: [{RuleName: daily, TargetBackupVault: daily}]}

    Proved by::

        BackupPlan:
          BackupPlanRule:
            - RuleName: daily
              TargetBackupVault: daily
              CopyActions:
                - DestinationBackupVaultArn: arn:aws:backup:eu-north-1:444455556666:backup-vault:v

    Source: AWS Backup Developer Guide, "Creating backup copies across AWS Regions" (not re-read).
    """
    rule, copied = some(
        plan.rules,
        lambda one: some(
            one.at("CopyActions").items(), lambda copy: copy.at("DestinationBackupVaultArn").is_set
        )[1],
    )
    if copied and rule is not None:
        return proved(rule.at("CopyActions"))
    return refuted(plan.at("BackupPlan", "BackupPlanRule"), "no recovery point is copied")
