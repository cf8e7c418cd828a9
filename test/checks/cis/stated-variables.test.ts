/** Configurations that are valid but do not pass control 4.4.1: with a secret as an environment variable the control is manual (decision 0150). */
import { synthesize } from '../../../charts/synthesis';
import { secretFiles } from '../../../checks/cis/manifest-checks/audited';
import { parseObjects } from '../../../checks/read-manifests';
import { environmentWith } from '../../environment-with';
import { everySetting } from '../../fixtures/container-settings';
import { withEveryKind } from '../../fixtures/every-kind';
import type { Changes } from '../../altered';

function verdicts(changes: Changes): readonly { readonly status: string; readonly subject: string; readonly value: string }[] {
  const objects = synthesize(environmentWith(changes)).flatMap((file) => parseObjects(file.yaml, file.name));
  return secretFiles.check({ environment: 'dev', objects }).map(({ status, evidence: { subject, value } }) => ({ status, subject, value }));
}

const { secrets } = everySetting;
const asFiles = Object.fromEntries(Object.entries(secrets).map(([name, source]) => [name, { ...source, as: 'file' }]));

test('a secret as an environment variable makes the control manual, and the audit names it', () => {
  const env = everySetting.env;
  expect(verdicts({ 'workloads[0].secrets': secrets, 'workloads[0].env': env }).filter(({ status }) => status !== 'pass')).toEqual([
    { status: 'manual', subject: 'Deployment lyo-backend/backend', value: 'backend: DATABASE_PASSWORD, MAIL_KEY' },
  ]);
});

test('secrets as files alone pass', () => {
  expect(verdicts({ 'workloads[0].secrets': asFiles }).map(({ status }) => status)).toEqual(['pass']);
});

test('this holds for each kind of workload', () => {
  const found = verdicts(withEveryKind).filter(({ status }) => status !== 'pass');
  expect(found.map(({ status }) => status)).toEqual(found.map(() => 'manual'));
  expect(found.map(({ value }) => value).sort()).toEqual(['fulfilment', 'migrate', 'nightly-report'].map((name) => `${name}: DATABASE_PASSWORD, MAIL_KEY`));
});
