import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { liveQuestions } from '../../stacks/live-questions';
import { environmentWith, inTwoZones } from '../environment-with';
import { ProjectCopy } from '../project-copy';

const project = new ProjectCopy();
afterAll(() => project.remove());
let programs: string;
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'lyo-programs-'));
});
afterEach(() => {
  rmSync(programs, { recursive: true, force: true });
});

/** Runs the check where gcloud and kubectl are scripts that answer as told. */
function check(script: string, ...options: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  for (const name of ['gcloud', 'kubectl']) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(programs, name), 0o755);
  }
  const { status, stdout, stderr } = project.run('stacks/live-check.ts', options, {
    PATH: `${programs}:${dirname(process.execPath)}:/usr/bin:/bin`,
  });
  return { status, stdout, stderr };
}

/** A project in which everything is as it should be. */
const healthy = `case "$*" in
  *'value(status)'*clusters*|*clusters*'value(status)'*) echo RUNNING ;;
  *currentMasterVersion*) echo 1.36.2-gke.1001000 ;;
  *ipEndpointsConfig*) echo False ;;
  *dnsEndpointConfig*) echo gke-0123.europe-west1.gke.goog ;;
  *databaseEncryption*) echo CURRENT_STATE_ENCRYPTED ;;
  *ExternalIP*|*waiting.reason*) ;;
  *machine-types*) echo europe-west1-b europe-west1-c europe-west1-d ;;
  *quotas*) printf "CPUS\\t999\\nN2_CPUS\\t999\\n" ;;
  *topology*) echo europe-west1-b europe-west1-c europe-west1-d ;;
  *addresses*) echo IN_USE ;;
  *certificate-manager*) echo ACTIVE ;;
  *) echo True ;;
esac`;

test('a healthy project answers every question as expected, but for an audience that nobody has stated', () => {
  const { stdout } = check(healthy, '--env', 'prod');
  expect(stdout.match(/^NO .*/gm)?.filter((line) => !line.includes('consoles.grafanaAudience')) ?? []).toEqual([]);
  expect(stdout.match(/^yes/gm)?.length).toBeGreaterThanOrEqual(14);
});

test.each([
  ['its own backend service', '/projects/1/global/backendServices/456', '456', true],
  ['the backend service of another console', '/projects/1/global/backendServices/456', '789', false],
  ['a number that only ends alike', '/projects/1/global/backendServices/3456', '456', false],
  ['no backend service', '/projects/1/global/backendServices/456', '', false],
  ['its own, and nothing is stated', undefined, '456', false],
])('the audience of Grafana is right when the load balancer has %s', (_, grafanaAudience, answer, right) => {
  const question = liveQuestions(environmentWith({ 'consoles.grafanaAudience': grafanaAudience })).find(({ claim }) => claim.includes('grafanaAudience'));
  expect(question?.expected.holds(answer)).toBe(right);
});

test('a command that fails is an answer that nobody hoped for, even where no output is hoped for', () => {
  const { status, stdout } = check('echo "not logged in" >&2; exit 1', '--env', 'dev');
  expect(stdout).not.toMatch(/^yes/m);
  expect(stdout).toContain('NO   its nodes have no public address\n     expected nothing, received not logged in');
  expect(status).toBe(1);
});

test('--print shows the commands and runs none; all of them only read', () => {
  const { status, stdout } = check('echo ran > "$0.ran"', '--env', 'dev', '--print');
  expect(status).toBe(0);
  const commands = liveQuestions(environmentWith()).map(({ command }) => command);
  expect(stdout.match(/^(gcloud|kubectl) .*/gm)).toHaveLength(commands.length);
  const verbs = commands.map((command) => command.find((word) => ['describe', 'list', 'get'].includes(word)));
  expect(verbs).not.toContain(undefined);
  expect(commands.flat().filter((word) => ['create', 'delete', 'update', 'apply', 'patch', 'edit', 'set'].includes(word))).toEqual([]);
});

test('explains itself, and names the environments that there are', () => {
  expect(check('exit 1', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run live-check -- --env <name>') });
  expect(check('exit 1')).toMatchObject({ status: 1, stderr: '--env must be one of dev, prod, received nothing\n' });
});

test.each([
  ['1.36.2-gke.1', true],
  ['1.37.0', true],
  ['1.35.9', false],
  ['1.4.1', false],
  ['', false],
])('version %j is accepted for 1.36: %s', (version, accepted) => {
  const question = liveQuestions(environmentWith()).find(({ command }) => command.includes('--format=value(currentMasterVersion)'));
  expect(question?.expected.holds(version)).toBe(accepted);
});

test('three nodes in two zones are not spread over three', () => {
  const question = liveQuestions(environmentWith(inTwoZones)).find(({ claim }) => claim.includes('zones'));
  expect(question?.expected.holds('europe-west1-b europe-west1-c europe-west1-b')).toBe(false);
  expect(question?.expected.holds('europe-west1-b europe-west1-c europe-west1-d')).toBe(true);
});

test.each([
  ['nobody is logged in', 'echo "ERROR: (gcloud.container.clusters.describe) You do not currently have an active account selected." >&2; exit 1'],
  ['the login has ended', 'echo "ERROR: There was a problem refreshing your current auth tokens: invalid_grant: Bad Request" >&2; exit 1'],
])('when %s it ends at the first question', (_, script) => {
  const { status, stdout } = check(script, '--env', 'prod');
  expect(status).toBe(1);
  expect(stdout.match(/^(?:yes|NO ) /gm)).toHaveLength(1);
  expect(stdout).toMatch(/ended here: \d+ more questions would meet the same\n$/);
});
