import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(__dirname, '..', '..');
const folder = join(root, '.github', 'workflows');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const permissions = z.record(z.string(), z.string());
const step = z.object({ uses: z.string().optional(), run: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() });
const job = z.object({ permissions: permissions.optional(), environment: z.string().optional(), uses: z.string().optional(), steps: z.array(step).optional() });
const workflow = z.object({ on: z.unknown(), permissions, jobs: z.record(z.string(), job) });
type Workflow = z.infer<typeof workflow>;

const texts = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const workflows = texts.map(([file, text]) => [file, workflow.parse(parse(text))] as const);

function stepsOf({ jobs }: Workflow): readonly z.infer<typeof step>[] {
  return Object.values(jobs).flatMap(({ steps = [] }) => steps);
}

function named(file: string): Workflow {
  const [, found] = workflows.find(([name]) => name === file) ?? [];
  if (found === undefined) throw new Error(`there must be a workflow ${file}, received ${workflows.map(([name]) => name).join(', ')}`);
  return found;
}

test.each(texts)('%s takes actions of others by their commit, and says which version that is', (_, text) => {
  const uses = text.split('\n').filter((line) => /\buses: /.test(line) && !line.includes('uses: ./'));
  expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(workflows)('%s runs what people run: scripts of package.json, with nothing of the event in their text', (_, { jobs }) => {
  for (const { run } of Object.values(jobs).flatMap(({ steps = [] }) => steps)) {
    if (run === undefined || run === 'npm ci') continue;
    expect(Object.keys(scripts)).toContain(/^npm run ([\w:-]+)/.exec(run)?.[1]);
    expect(run).not.toContain('${{');
  }
});

test.each(workflows)('%s may read, and only a deployment may ask for an identity', (file, { permissions: ofAll, jobs }) => {
  expect(ofAll).toEqual({ contents: 'read' });
  const more = Object.values(jobs).map((one) => one.permissions ?? { contents: 'read' });
  const asked = file === 'check.yaml' ? { contents: 'read' } : { contents: 'read', 'id-token': 'write' };
  for (const one of more) expect(one).toEqual(asked);
});

test('what a pull request starts knows no secret, no variable and no identity', () => {
  const started = texts.filter(([file]) => JSON.stringify(named(file).on).includes('pull_request'));
  expect(started.map(([file]) => file)).toEqual(['check.yaml']);
  for (const [, text] of started) expect(text).not.toMatch(/secrets\.|vars\.|id-token|pull_request_target/);
});

test('a deployment runs in the environment that reviewers guard, after all checks, under the rules of the audit', () => {
  const { deploy } = named('deploy-environment.yaml').jobs;
  expect(deploy?.environment).toBe('${{ inputs.environment }}');
  const steps = deploy?.steps ?? [];
  const position = (isIt: (one: z.infer<typeof step>) => boolean): number => steps.findIndex(isIt);
  const up = position(({ uses }) => uses?.startsWith('pulumi/actions@') === true);
  expect(steps[up]?.with).toMatchObject({ command: 'up', policyPacks: 'checks/pulumi-policy' });
  expect(position(({ run }) => run === 'npm run check')).toBeLessThan(up);
  const credentials = position(({ uses }) => uses?.includes('/get-gke-credentials@') === true);
  expect(steps[credentials]?.with).toMatchObject({ use_dns_based_endpoint: true });
  expect(position(({ run }) => run?.startsWith('npm run apply') === true)).toBeGreaterThan(credentials);
});

test('nothing checked out leaves its credentials behind', () => {
  const checkouts = workflows.flatMap(([, one]) => stepsOf(one)).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.map((one) => one.with?.['persist-credentials'])).toEqual([false, false]);
});
