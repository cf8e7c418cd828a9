import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planText } from '../../stacks/plan-text';
import { environments } from '../fixtures/environments';
import { oncePerEnvironment } from '../once-per-environment';
import { recordedPlan } from '../recorded-plan';
import { auditCommand } from '../../checks/audit-command';
import { synthesize } from '../../charts/synthesis';
import { writeManifests } from '../../charts/written-manifests';
import type { Outcome } from '../../command-line/outcome';

const folder = mkdtempSync(join(tmpdir(), 'lyo-audit-'));
const manifests = join(folder, 'manifests');
writeManifests(environments, manifests, { withMetadata: false }, oncePerEnvironment(synthesize));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]): Promise<Outcome> =>
  auditCommand(['--output', join(folder, 'out'), '--manifests', manifests, ...args], () => Promise.resolve(environments.map(({ name }) => name)));

test('prints its usage', async () => {
  const { status, stdout } = await run('--help');
  expect([status, stdout]).toEqual([0, expect.stringContaining('npm run audit -- --env <name>')]);
});

test('refuses an unknown environment', async () => {
  const { status, stderr } = await run('--env', 'staging');
  expect([status, stderr]).toEqual([1, '--env must be one of dev, prod, received staging\n']);
});

test('writes the reports and exits with 1 when a control fails', async () => {
  const prod = environments.find(({ name }) => name === 'prod');
  if (prod === undefined) throw new Error('there must be a prod');
  const plan = planText(await recordedPlan(prod)).replace('enablePrivateNodes: true', 'enablePrivateNodes: false');
  writeFileSync(join(folder, 'prod.yaml'), plan);
  const { status, stdout } = await run('--env', 'prod', '--plans', folder);
  expect(status).toBe(1);
  expect(stdout).toContain('! Cluster lyo-prod: privateClusterConfig.enablePrivateNodes must be true');
  expect(readFileSync(join(folder, 'out/prod.md'), 'utf8')).toContain('| 5.6.5 | 1 | **fail** |');
  expect(readFileSync(join(folder, 'out/prod.html'), 'utf8')).toContain('<span class="status fail">fail</span>');
});

test('writes all reports and exits with 0 when no control fails, and removes the report of a removed environment', async () => {
  for (const environment of environments) writeFileSync(join(folder, `${environment.name}.yaml`), planText(await recordedPlan(environment)));
  writeFileSync(join(folder, 'out/staging.md'), '# Audit of staging\n');
  writeFileSync(join(folder, 'out/mine.md'), '# Of mine\n');
  const { status, stdout } = await run('--plans', folder);
  expect(status).toBe(0);
  expect(stdout).toMatch(/dev[\s\S]*prod/);
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['dev.html', 'dev.md', 'mine.md', 'prod.html', 'prod.md']);
});

test('exits with 1 when a control fails in a single environment, whichever it is', async () => {
  for (const broken of environments) {
    for (const environment of environments) {
      const plan = planText(await recordedPlan(environment));
      writeFileSync(
        join(folder, `${environment.name}.yaml`),
        environment === broken ? plan.replace('enablePrivateNodes: true', 'enablePrivateNodes: false') : plan,
      );
    }
    expect([broken.name, (await run('--plans', folder)).status]).toEqual([broken.name, 1]);
  }
});

test('refuses by name an option that it does not know and a folder that it cannot read', async () => {
  expect(await run('--plans', '/nowhere')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('/nowhere') });
  for (const args of [['--environment', 'dev'], ['dev'], ['--plans']]) expect(await run(...args)).toMatchObject({ status: 2, stdout: '' });
});
