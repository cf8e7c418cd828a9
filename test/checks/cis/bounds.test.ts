/** Bounds of plan checks: the last value that passes, and the first that fails. */
import { keyRotation } from '../../../checks/cis/plan-checks/encryption';
import { backups } from '../../../checks/cis/plan-checks/operations';
import { grantsOf } from '../../../checks/cis/plan-checks/grants';
import { minimumVersion } from '../../../checks/cis/plan-checks/upgrades';
import type { Plan, PlanResource } from '../../../checks/plan';
import { planTypes } from '../../../checks/plan-types';

const planned = (type: string, inputs: PlanResource['inputs']): Plan => ({
  environment: 'dev',
  file: 'plans/dev.yaml',
  resources: [{ type, name: 'one', options: {}, inputs }],
});
const holds = (rule: typeof keyRotation, plan: Plan): boolean => rule.check(plan).every(({ status }) => status === 'pass');

test.each([
  ['31536000s', true],
  ['31536001s', false],
  ['7776000s', true],
  ['never', false],
  [undefined, false],
])('a key with a rotation period of %s passes: %s', (rotationPeriod, expected) => {
  expect(holds(keyRotation, planned(planTypes.key, { rotationPeriod }))).toBe(expected);
});

test.each([
  ['1.36', true],
  ['1.34.1-gke.100', false],
  ['1.9', false],
  ['2.0', false],
  [undefined, false],
])('a control plane of version %s or later passes: %s', (minMasterVersion, expected) => {
  expect(holds(minimumVersion, planned(planTypes.cluster, { minMasterVersion }))).toBe(expected);
});

test('a grant has a role and a member; a resource with only one of them grants nothing', () => {
  const grants = (inputs: PlanResource['inputs']): readonly unknown[] => grantsOf(planned(planTypes.key, inputs)).map(({ role, members }) => [role, members]);
  expect(grants({ role: 'roles/viewer', member: 'user:a@b.example' })).toEqual([['roles/viewer', ['user:a@b.example']]]);
  expect(grants({ role: 'roles/viewer', members: ['user:a@b.example', 'user:c@b.example'] })).toEqual([
    ['roles/viewer', ['user:a@b.example', 'user:c@b.example']],
  ]);
  expect(grants({ role: 'roles/viewer' })).toEqual([]);
  expect(grants({ member: 'user:a@b.example' })).toEqual([]);
  expect(grants({ role: 'roles/viewer', members: [] })).toEqual([]);
});

test.each([
  [0, false],
  [1, true],
  [7, true],
])('backups that are kept for %d days pass: %s', (backupRetainDays, expected) => {
  const inputs = { backupSchedule: { cronSchedule: '0 2 * * *' }, retentionPolicy: { backupRetainDays }, backupConfig: { includeVolumeData: true } };
  const found = backups.check(planned(planTypes.backupPlan, inputs)).filter(({ evidence }) => JSON.stringify(evidence).includes('backupRetainDays'));
  expect(found.map(({ status }) => status)).toEqual([expected ? 'pass' : 'fail']);
});
