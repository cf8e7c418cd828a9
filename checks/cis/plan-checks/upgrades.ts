/** Checks of the cluster's version, release channel and maintenance. */
import { valueAt } from '../../../config/record';
import { planTypes } from '../../plan-types';
import { be, beOff, beStated, match } from '../expectation';
import { observed } from '../verdict';
import { everyResource, planCheck, propertyCheck } from '../plan-check';

/** First minor version of Kubernetes with `tolerance` of the horizontal pod autoscaler on by default. */
const leastMinor = 35;
const of = planTypes.cluster;
const dailyWindow = 'maintenancePolicy.dailyMaintenanceWindow.startTime';
const weeklyWindow = 'maintenancePolicy.recurringWindow.recurrence';

export const releaseChannel = propertyCheck({
  id: 'cis/release-channel',
  title: 'versions come from the regular or the stable channel',
  why: 'Without a channel the cluster falls out of support unseen; the rapid one carries what nobody has used yet.',
  of,
  requires: [{ property: 'releaseChannel.channel', must: be('REGULAR', 'STABLE') }],
});

export const noAlpha = propertyCheck({
  id: 'cis/no-alpha-features',
  title: 'no alpha feature of Kubernetes is on',
  why: 'A cluster with alpha features is deleted after thirty days and cannot be upgraded.',
  of,
  requires: [{ property: 'enableKubernetesAlpha', must: beOff }],
});

export const maintenanceWindow = planCheck({
  id: 'hardening/maintenance-window',
  title: 'upgrades happen in a window',
  why: 'Without one nodes are drained in the busiest hour of the week.',
  check: (plan) =>
    everyResource(plan, of, (cluster) => {
      const property = [dailyWindow, weeklyWindow].find((window) => valueAt(cluster.inputs, window) !== undefined) ?? weeklyWindow;
      const value = valueAt(cluster.inputs, property);
      const problem = beStated.holds(value, plan) ? undefined : 'maintenancePolicy must have a daily or a recurring window';
      return [observed(plan, cluster, { property, value, problem, fix: 'state maintenancePolicy.recurringWindow (stacks/)' })];
    }),
});

export const upgradeNotifications = propertyCheck({
  id: 'hardening/upgrade-notifications',
  title: 'upgrades and security bulletins are announced to a topic',
  why: 'The first sign of an upgrade is otherwise a drained node.',
  of,
  requires: [
    { property: 'notificationConfig.pubsub.enabled', must: be(true) },
    { property: 'notificationConfig.pubsub.topic', must: beStated },
  ],
});

export const stagedUpgrade = propertyCheck({
  id: 'hardening/staged-upgrade',
  title: 'a minor upgrade of the control plane can be taken back for a while',
  why: 'Without the soak time a bad minor version stays.',
  of,
  requires: [{ property: 'rollbackSafeUpgrade.controlPlaneSoakDuration', must: match(/^\d+s$/, 'be a duration such as 21600s') }],
});

export const minimumVersion = planCheck({
  id: 'hardening/minimum-version',
  title: `the control plane runs Kubernetes 1.${leastMinor} or later`,
  why: 'Before it the tolerance of the horizontal pod autoscaler is fixed at 10 %: a wanted 50 stops at 48 pods.',
  check: (plan) =>
    everyResource(plan, of, (cluster) => {
      const value = valueAt(cluster.inputs, 'minMasterVersion');
      const minor = typeof value === 'string' ? Number(/^1\.(\d+)/.exec(value)?.[1] ?? 0) : 0;
      const problem = minor >= leastMinor ? undefined : `minMasterVersion must be 1.${leastMinor} or later`;
      return [observed(plan, cluster, { property: 'minMasterVersion', value, problem, fix: 'raise cluster.version of the environment (config/)' })];
    }),
});
