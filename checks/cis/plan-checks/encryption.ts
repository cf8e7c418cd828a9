/** Checks of the encryption of stored data with our own keys. */
import { valueAt } from '../../../config/record';
import { planTypes } from '../../plan-types';
import { be, mean } from '../expectation';
import { observed } from '../verdict';
import { everyResource, planCheck, propertyCheck, required } from '../plan-check';

/** Longest rotation period: a year, the maximum in most standards. */
const longestRotationSeconds = 365 * 24 * 3600;

export const secretsEncryption = propertyCheck({
  id: 'cis/secrets-encryption',
  title: 'Secrets in etcd are encrypted with a key of the plan',
  why: 'Who gets at a copy of etcd reads every Secret, and nobody can withdraw the key.',
  of: planTypes.cluster,
  requires: [
    { property: 'databaseEncryption.state', must: be('ENCRYPTED') },
    { property: 'databaseEncryption.keyName', must: mean(planTypes.key) },
  ],
});

export const bootDiskEncryption = propertyCheck({
  id: 'cis/boot-disk-encryption',
  title: 'boot disks of nodes are encrypted with a key of the plan',
  why: 'They hold images, logs and the files of emptyDir volumes; without a key of our own, access cannot be withdrawn.',
  of: planTypes.nodePool,
  requires: [{ property: 'nodeConfig.bootDiskKmsKey', must: mean(planTypes.key) }],
});

export const keyRotation = planCheck({
  id: 'hardening/key-rotation',
  title: 'every key is rotated within a year',
  why: 'What a leaked key opens grows with its age.',
  check: (plan) =>
    everyResource(plan, planTypes.key, (key) => {
      const value = valueAt(key.inputs, 'rotationPeriod');
      const seconds = typeof value === 'string' && /^\d+s$/.test(value) ? Number.parseInt(value, 10) : Number.POSITIVE_INFINITY;
      const problem = seconds <= longestRotationSeconds ? undefined : `rotationPeriod must be ${longestRotationSeconds}s or less`;
      return [observed(plan, key, { property: 'rotationPeriod', value, problem, fix: 'state rotationPeriod, such as 7776000s (stacks/)' })];
    }),
});

export const keyProtection = planCheck({
  id: 'hardening/key-protection',
  title: 'no key is destroyed by mistake',
  why: 'Destroying the key destroys what it encrypts: Secrets and disks cannot be read again.',
  check: (plan) => everyResource(plan, planTypes.key, (key) => [required(plan, key, { property: 'options.protect', must: be(true) })]),
});
