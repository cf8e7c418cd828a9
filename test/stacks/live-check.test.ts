/** Tests the command as a function with answers of gcloud and kubectl; the last test runs the program. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { liveCheckCommand, type Said } from '../../stacks/live-check-command';
import { liveQuestions } from '../../stacks/live-questions';
import { environmentWith, inTwoZones } from '../environment-with';
import { environments } from '../fixtures/environments';
import { ProjectCopy } from '../project-copy';

type Ask = (program: string, args: readonly string[]) => Said;

interface Checked {
  readonly ok: boolean;
  readonly stdout: string;
  /** Commands that ran. */
  readonly asked: readonly string[];
}

async function check(ask: Ask, ...args: readonly string[]): Promise<Checked> {
  const lines: string[] = [];
  const asked: string[] = [];
  const ok = await liveCheckCommand(args, {
    environments: () => Promise.resolve(environments),
    ask: (program, rest) => {
      asked.push([program, ...rest].join(' '));
      return ask(program, rest);
    },
    say: (line) => void lines.push(line),
  });
  return { ok, stdout: lines.map((line) => `${line}\n`).join(''), asked };
}

const says = (stdout: string): Said => ({ status: 0, stdout: `${stdout}\n`, stderr: '' });
const fails =
  (stderr: string, status: number | null = 1): Ask =>
  () => ({ status, stdout: '', stderr });

/** Answers of a healthy project, by a pattern of the command. */
const answers: readonly (readonly [has: RegExp, answer: string])[] = [
  [/clusters.*value\(status\)/, 'RUNNING'],
  [/currentMasterVersion/, '1.36.2-gke.1001000'],
  [/ipEndpointsConfig/, 'False'],
  [/dnsEndpointConfig/, 'gke-0123.europe-west1.gke.goog'],
  [/databaseEncryption/, 'CURRENT_STATE_ENCRYPTED'],
  [/ExternalIP|waiting\.reason/, ''],
  [/machine-types/, 'europe-west1-b europe-west1-c europe-west1-d'],
  [/quotas/, 'CPUS\t999\nN2_CPUS\t999'],
  [/topology/, 'europe-west1-b europe-west1-c europe-west1-d'],
  [/addresses/, 'IN_USE'],
  [/certificate-manager/, 'ACTIVE'],
];
const healthy: Ask = (program, args) => says(answers.find(([has]) => has.test([program, ...args].join(' ')))?.[1] ?? 'True');

test('a healthy project passes every check, except for an audience that is not configured', async () => {
  const { stdout } = await check(healthy, '--env', 'prod');
  expect(stdout.match(/^NO .*/gm)?.filter((line) => !line.includes('consoles.grafanaAudience')) ?? []).toEqual([]);
  expect(stdout.match(/^yes/gm)?.length).toBeGreaterThanOrEqual(14);
});

test.each([
  ['its own backend service', '/projects/1/global/backendServices/456', '456', true],
  ['the backend service of another console', '/projects/1/global/backendServices/456', '789', false],
  ['a number that only ends alike', '/projects/1/global/backendServices/3456', '456', false],
  ['no backend service', '/projects/1/global/backendServices/456', '', false],
  ['its own, and nothing is stated', undefined, '456', false],
])('the audience of Grafana is checked if the load balancer has %s', (_, grafanaAudience, answer, right) => {
  const question = liveQuestions(environmentWith({ 'consoles.grafanaAudience': grafanaAudience })).find(({ claim }) => claim.includes('grafanaAudience'));
  expect(question?.expected.holds(answer)).toBe(right);
});

test.each([1, 2, 255, null])('a failing command (status %s) fails its check, even if no output is expected', async (status) => {
  const { ok, stdout, asked } = await check(fails('quota exceeded\n', status), '--env', 'dev');
  expect(stdout).not.toMatch(/^yes/m);
  expect(stdout).toContain('NO   its nodes have no public address\n     expected nothing, received quota exceeded');
  expect(ok).toBe(false);
  expect(asked).toHaveLength(liveQuestions(environmentWith()).length);
});

test('one wrong answer is enough to fail', async () => {
  const { ok, stdout } = await check(
    (program, args) => (args.join(' ').includes('databaseEncryption') ? says('DECRYPTED') : healthy(program, args)),
    '--env',
    'dev',
  );
  expect(ok).toBe(false);
  expect(stdout).toMatch(/received DECRYPTED\n/);
});

test('--print shows the commands and runs none, and all of them are read-only', async () => {
  const { ok, stdout, asked } = await check(healthy, '--env', 'dev', '--print');
  expect([ok, asked]).toEqual([true, []]);
  const commands = liveQuestions(environmentWith()).map(({ command }) => command);
  expect(stdout.match(/^(gcloud|kubectl) .*/gm)).toHaveLength(commands.length);
  const verbs = commands.map((command) => command.find((word) => ['describe', 'list', 'get'].includes(word)));
  expect(verbs).not.toContain(undefined);
  expect(commands.flat().filter((word) => ['create', 'delete', 'update', 'apply', 'patch', 'edit', 'set'].includes(word))).toEqual([]);
});

test('prints its usage, names the known environments, and refuses unknown options', async () => {
  expect(await check(healthy, '--help')).toMatchObject({ ok: true, asked: [], stdout: expect.stringContaining('npm run live-check -- --env <name>') });
  for (const env of [[], ['--env', 'qa'], ['--env', '']]) {
    await expect(check(healthy, ...env)).rejects.toThrow(`--env must be one of dev, prod, received ${env[1] ?? 'nothing'}`);
  }
  for (const args of [['--emv', 'dev'], ['dev'], ['--env']])
    await expect(check(healthy, ...args)).rejects.toMatchObject({ code: expect.stringMatching(/^ERR_PARSE_ARGS/) });
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

test('three nodes in two zones do not count as spread over three', () => {
  const question = liveQuestions(environmentWith(inTwoZones)).find(({ claim }) => claim.includes('zones'));
  expect(question?.expected.holds('europe-west1-b europe-west1-c europe-west1-b')).toBe(false);
  expect(question?.expected.holds('europe-west1-b europe-west1-c europe-west1-d')).toBe(true);
});

const logins: readonly (readonly [title: string, ask: Ask])[] = [
  ['nobody is logged in', fails('ERROR: (gcloud.container.clusters.describe) You do not currently have an active account selected.')],
  ['the login has ended', fails('ERROR: There was a problem refreshing your current auth tokens: invalid_grant: Bad Request')],
  ['no cluster answers', fails('The connection to the server localhost:8080 was refused - did you specify the right host or port?')],
  ['kubectl cannot sign in', fails('error: You must be logged in to the server (Unauthorized)')],
  ['a program is not there', () => ({ status: null, stdout: '', stderr: '', error: Object.assign(new Error('spawnSync gcloud ENOENT'), { code: 'ENOENT' }) })],
  [
    'a program does not end',
    () => ({ status: null, stdout: '', stderr: '', error: Object.assign(new Error('spawnSync gcloud ETIMEDOUT'), { code: 'ETIMEDOUT' }) }),
  ],
];

test.each(logins)('when %s, it ends at the first command', async (_, ask) => {
  const { ok, stdout, asked } = await check(ask, '--env', 'prod');
  expect([ok, asked.length]).toEqual([false, 1]);
  expect(stdout.match(/^(?:yes|NO ) /gm)).toHaveLength(1);
  expect(stdout).toMatch(/ended here: \d+ more questions would meet the same\n$/);
});

test('as a program it runs gcloud and kubectl from PATH, and exits with 1', () => {
  const project = new ProjectCopy();
  const programs = mkdtempSync(join(tmpdir(), 'lyo-programs-'));
  try {
    writeFileSync(join(programs, 'gcloud'), '#!/bin/sh\necho "asked $1" >&2; exit 1\n');
    chmodSync(join(programs, 'gcloud'), 0o755);
    const PATH = `${programs}:${dirname(process.execPath)}:/usr/bin:/bin`;
    const { status, stdout, stderr } = project.run('stacks/live-check.ts', ['--env', 'dev'], { PATH });
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/received asked container\n/);
  } finally {
    rmSync(programs, { recursive: true });
    project.remove();
  }
});
