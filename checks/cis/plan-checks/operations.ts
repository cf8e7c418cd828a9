/** Checks of deletion protection, backups, notifications and the budget. */
import { valueAt } from '../../../config/record';
import { planTypes } from '../../plan-types';
import { itemsAt, textAt } from '../../plan-value';
import { be, beStated, reach, type Expectation } from '../expectation';
import { everyResource, planCheck, propertyCheck, required, whenPublic } from '../plan-check';

export const deletionProtection = propertyCheck({
  id: 'hardening/deletion-protection',
  title: 'the cluster is guarded twice against deletion: by Google Cloud and by Pulumi',
  why: 'A renamed resource, or a wrong stack, deletes the cluster and all that runs in it.',
  of: planTypes.cluster,
  requires: [
    { property: 'deletionProtection', must: be(true) },
    { property: 'options.protect', must: be(true) },
  ],
});

export const backups = planCheck({
  id: 'hardening/backups',
  title: 'objects and volumes are copied on a schedule, and copies are kept',
  why: 'Manifests are in git; the data of volumes is nowhere else.',
  check: (plan) => [
    ...everyResource(plan, planTypes.cluster, (cluster) => [
      required(plan, cluster, { property: 'addonsConfig.gkeBackupAgentConfig.enabled', must: be(true) }),
    ]),
    ...everyResource(plan, planTypes.backupPlan, (backup) => [
      required(plan, backup, { property: 'backupSchedule.cronSchedule', must: beStated }),
      required(plan, backup, { property: 'retentionPolicy.backupRetainDays', must: reach(1) }),
      required(plan, backup, { property: 'backupConfig.includeVolumeData', must: be(true) }),
    ]),
  ],
});

export const budget = propertyCheck({
  id: 'hardening/budget',
  title: 'there is a budget, and somebody is told before it is spent',
  why: 'An autoscaler that runs away is first seen on the bill.',
  of: planTypes.budget,
  requires: [
    { property: 'amount', must: beStated },
    { property: 'thresholdRules', must: beStated },
  ],
});

export const costAllocation = propertyCheck({
  id: 'hardening/cost-allocation',
  title: 'the bill shows what each namespace costs',
  why: 'Otherwise the cluster is one line that nobody can argue with.',
  of: planTypes.cluster,
  requires: [{ property: 'costManagementConfig.enabled', must: be(true) }],
});

export const secretManager = propertyCheck({
  id: 'cis/secret-manager',
  title: 'secrets come from Secret Manager',
  why: 'Secrets that are made by hand are in no audit log, and nobody rotates them.',
  of: planTypes.cluster,
  requires: [{ property: 'secretManagerConfig.enabled', must: be(true) }],
});

export const rateLimit = planCheck({
  id: 'hardening/rate-limit',
  title: 'each policy in front of the public address limits the requests of one client',
  why: 'One client with a loop can otherwise use up all fifty pods.',
  check: (plan) => whenPublic(plan, planTypes.securityPolicy, (policy) => [required(plan, policy, { property: 'rules', must: hasRateLimit })]),
});

const hasRateLimit: Expectation = {
  text: 'have a rule that throttles or bans by rate, and not in preview only',
  holds: (value) =>
    itemsAt({ value }, 'value').some((rule) => /^(throttle|rate_based_ban)$/.test(textAt(rule, 'action') ?? '') && valueAt(rule, 'preview') !== true),
};
