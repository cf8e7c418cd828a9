import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const root = join(__dirname, '..', '..');
const folder = join(root, '.github', 'workflows');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const permissions = z.record(z.string(), z.string());
const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const concurrency = z.object({ group: z.string(), 'cancel-in-progress': z.boolean().optional() });
const job = z.object({
  concurrency: concurrency.optional(),
  needs: z.string().optional(),
  permissions: permissions.optional(),
  environment: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  steps: z.array(step).optional(),
});
const workflow = z.object({ on: z.unknown(), permissions, concurrency: concurrency.optional(), jobs: z.record(z.string(), job) });
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

test.each(texts)('%s pins third-party actions by commit, with their version in a comment', (_, text) => {
  const uses = text.split('\n').filter((line) => /\buses: /.test(line) && !line.includes('uses: ./'));
  expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(workflows)('%s runs npm scripts of package.json, without expressions of the event in their text', (_, { jobs }) => {
  for (const { run } of Object.values(jobs).flatMap(({ steps = [] }) => steps)) {
    if (run === undefined || run === 'npm ci' || run === 'npm ci --ignore-scripts') continue;
    expect(Object.keys(scripts)).toContain(/^npm (?:run )?([\w:-]+)/.exec(run)?.[1]);
    expect(run).not.toContain('${{');
  }
});

const identity = { contents: 'read', 'id-token': 'write' };
/** Permissions of a job that proposes a change: a branch and a pull request, and no identity in the cloud. */
const proposal = { contents: 'write', 'pull-requests': 'write' };

/** Permissions of jobs beyond reading, by workflow file. */
const beyondReading: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  'comment.yaml': [{ contents: 'read', actions: 'read', 'pull-requests': 'write' }],
  'deploy-environment.yaml': [identity],
  'deploy-prod.yaml': [identity],
  'deploy.yaml': [identity, proposal],
  'drift.yaml': [identity],
  'preview.yaml': [identity],
  'recommend.yaml': [proposal],
  'release.yaml': [{ ...identity, attestations: 'write' }, proposal],
};

test.each(workflows)('%s may only read, and only a deployment may request an identity', (file, { permissions: ofAll, jobs }) => {
  expect(ofAll).toEqual({ contents: 'read' });
  const more = Object.values(jobs).map((one) => one.permissions ?? { contents: 'read' });
  const most = [{ contents: 'read' }, ...(beyondReading[file] ?? [])];
  for (const one of more) expect(most).toContainEqual(one);
});

/** Jobs with their own steps that may request a token; jobs that call another workflow only pass the permission on. */
const withToken = (one: Workflow): readonly z.infer<typeof job>[] =>
  Object.values(one.jobs).filter(({ permissions: asked, steps }) => asked?.['id-token'] !== undefined && steps !== undefined);

/** Problems of a workflow whose jobs may request an identity. */
function besideTheToken(one: Workflow): readonly string[] {
  return withToken(one).flatMap(({ steps = [], needs }) => [
    ...(needs === undefined || one.jobs[needs]?.permissions?.['id-token'] !== undefined ? ['nothing was checked before, without a token'] : []),
    ...steps.flatMap(({ run = '', uses = '', with: options = {} }) => {
      if (/^npm (ci|install|i)\b/.test(run) && !run.includes('--ignore-scripts')) return [`${run} runs scripts of packages`];
      if (/^npm (test|run (check|test|lint|format|types|e2e)\b)/.test(run) || /\bnpx\b/.test(run)) return [`${run} runs tools of others`];
      return uses.startsWith('actions/setup-node@') && options['cache'] !== undefined ? ['a cache that other jobs may write'] : [];
    }),
  ]);
}

test.each(workflows)('%s runs no third-party code in jobs that may request a token', (_, one) => {
  expect(besideTheToken(one)).toEqual([]);
});

test.each<[string, (text: string) => string, string]>([
  ['installs with scripts', (text) => text.replace('npm ci --ignore-scripts', 'npm ci'), 'npm ci runs scripts of packages'],
  ['checks beside the token', (text) => text.replace('npm ci --ignore-scripts', 'npm run check'), 'npm run check runs tools of others'],
  ['fetches a tool', (text) => text.replace('npm ci --ignore-scripts', 'npx cowsay'), 'npx cowsay runs tools of others'],
  ['waits for nobody', (text) => text.replace('    needs: check\n', ''), 'nothing was checked before, without a token'],
  [
    'checks with a token too',
    (text) => text.replace('timeout-minutes: 30\n    permissions:\n', 'timeout-minutes: 30\n    permissions:\n      id-token: write\n'),
    'nothing was checked before, without a token',
  ],
])('a deployment that %s is found', (_, broken, finding) => {
  const [, text = ''] = texts.find(([file]) => file === 'deploy-environment.yaml') ?? [];
  expect(broken(text)).not.toBe(text);
  expect(besideTheToken(workflow.parse(parse(broken(text))))).toContain(finding);
});

test('each environment has its own reviewers', () => {
  const { deploy } = named('deploy-environment.yaml').jobs;
  expect(deploy?.concurrency).toEqual({ group: 'deploy-${{ inputs.environment }}', 'cancel-in-progress': false });
  for (const file of ['deploy.yaml', 'deploy-prod.yaml']) {
    const callers = named(file);
    const deploying = Object.values(callers.jobs).filter(({ uses }) => uses !== undefined);
    expect([callers.concurrency, ...deploying.map((one) => one.concurrency)].filter((one) => one !== undefined)).toEqual([]);
  }
});

test('workflows of a pull request use no secret, no variable and no identity', () => {
  const started = texts.filter(([file]) => JSON.stringify(named(file).on).includes('pull_request'));
  expect(started.map(([file]) => file)).toEqual(['check.yaml']);
  for (const [, text] of started) expect(text).not.toMatch(/secrets\.|vars\.|id-token|pull_request_target/);
});

test('a workflow that starts after another one runs code of main, and takes only a data file from that run', () => {
  const started = texts.filter(([file]) => JSON.stringify(named(file).on).includes('workflow_run'));
  expect(started.map(([file]) => file)).toEqual(['comment.yaml']);
  const [, text = ''] = started[0] ?? [];
  const steps = stepsOf(named('comment.yaml'));
  expect(steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))?.with?.['ref']).toBe('${{ github.event.repository.default_branch }}');
  expect(steps.flatMap(({ run = [] }) => run)).toEqual([
    'npm ci --ignore-scripts',
    'npm run comment -- --review "$RUNNER_TEMP/review/review.json" --commit "$COMMIT"',
  ]);
  expect(text).not.toMatch(/secrets\.|vars\.|id-token|pull_requests\[|checkout.*head_sha/);
  for (const [, one] of texts) expect(one).not.toContain('pull_request_target');
});

test('a preview has its own identity, and only makes dry runs', () => {
  const { preview } = named('preview.yaml').jobs;
  expect(preview?.environment).toBe('prod-preview');
  expect(preview?.steps?.flatMap(({ run = [] }) => run)).toEqual([
    'npm ci --ignore-scripts',
    'npm run apply --silent -- --env prod --dry-run --commit "$GITHUB_SHA" >> "$GITHUB_STEP_SUMMARY"',
  ]);
  expect(JSON.stringify(preview)).not.toContain('DEPLOY_SERVICE_ACCOUNT');
});

test('an image is built with SBOM and provenance, and its digest is proposed by a job without an identity', () => {
  const { image, propose } = named('release.yaml').jobs;
  expect(image?.steps?.find(({ uses }) => uses?.startsWith('docker/build-push-action@'))?.with).toMatchObject({ sbom: true, provenance: 'mode=max' });
  expect(image?.permissions).not.toHaveProperty('pull-requests');
  expect(propose?.permissions).toEqual(proposal);
  expect(propose?.steps?.flatMap(({ run = [] }) => run)).toEqual([
    'npm ci --ignore-scripts',
    'npm run pin -- --env dev --workload backend --image "$IMAGE"',
    'npm start',
    'npm run plan',
    'npm run propose -- --branch release/backend --title "Run $GITHUB_REF_NAME in dev" --pull-request',
  ]);
});

test('files are generated again before an update is proposed, and no other command may run', () => {
  const rule = z.object({
    matchManagers: z.array(z.string()),
    postUpgradeTasks: z.object({ commands: z.array(z.string()), fileFilters: z.array(z.string()) }),
  });
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, '.github', file), 'utf8'));
  const { packageRules } = z.object({ packageRules: z.array(z.unknown()) }).parse(read('renovate.json'));
  const tasks = packageRules.flatMap((one) => rule.safeParse(one).data ?? []);
  const { allowedCommands } = z.object({ allowedCommands: z.array(z.string()) }).parse(read('renovate-runner.json'));
  expect(tasks.flatMap(({ postUpgradeTasks }) => postUpgradeTasks.commands)).toEqual(['npm ci --ignore-scripts', 'npm start', 'npm run plan']);
  for (const command of tasks.flatMap(({ postUpgradeTasks }) => postUpgradeTasks.commands))
    expect(allowedCommands.filter((pattern) => new RegExp(pattern).test(command))).toHaveLength(1);
  for (const pattern of allowedCommands) expect(pattern).toMatch(/^\^.*\$$/);
  expect(tasks.flatMap(({ postUpgradeTasks }) => postUpgradeTasks.fileFilters)).toEqual(['manifests/**', 'plans/**']);
});

test('the custom manager for updates matches every image of config/versions.json', () => {
  const { customManagers } = z
    .object({ customManagers: z.array(z.object({ matchStrings: z.array(z.string()), managerFilePatterns: z.array(z.string()) })) })
    .parse(JSON.parse(readFileSync(join(root, '.github', 'renovate.json'), 'utf8')));
  const text = readFileSync(join(root, 'config', 'versions.json'), 'utf8');
  const { images } = z.object({ images: z.record(z.string(), z.string()) }).parse(JSON.parse(text));
  const [{ matchStrings, managerFilePatterns } = { matchStrings: [], managerFilePatterns: [] }] = customManagers;
  const found = [...text.matchAll(new RegExp(matchStrings[0] ?? '$^', 'g'))].map(
    ({ groups }) => `${String(groups?.['depName'])}:${String(groups?.['currentValue'])}`,
  );
  expect(found).toEqual(Object.values(images));
  expect(managerFilePatterns.map((pattern) => new RegExp(pattern.slice(1, -1)).test('config/versions.json'))).toEqual([true]);
});

test('a deployment runs in the environment with reviewers, after all checks, with the policy pack of the audit', () => {
  const { deploy } = named('deploy-environment.yaml').jobs;
  expect(deploy?.environment).toBe('${{ inputs.environment }}');
  const steps = deploy?.steps ?? [];
  const position = (isIt: (one: z.infer<typeof step>) => boolean): number => steps.findIndex(isIt);
  const up = position(({ uses }) => uses?.startsWith('pulumi/actions@') === true);
  expect(steps[up]?.with).toMatchObject({ command: 'up', policyPacks: 'checks/pulumi-policy' });
  expect(deploy?.needs).toBe('check');
  expect(named('deploy-environment.yaml').jobs['check']?.steps?.map(({ run }) => run)).toContain('npm run check');
  const credentials = position(({ uses }) => uses?.includes('/get-gke-credentials@') === true);
  expect(steps[credentials]?.with).toMatchObject({ use_dns_based_endpoint: true });
  expect(position(({ run }) => run?.startsWith('npm run apply') === true)).toBeGreaterThan(credentials);
});

test('infrastructure follows the approved release, which is checked before any sign-in', () => {
  const steps = named('deploy-environment.yaml').jobs['deploy']?.steps ?? [];
  const position = (isIt: (one: z.infer<typeof step>) => boolean): number => steps.findIndex(isIt);
  const asked = position(({ run }) => run?.startsWith('npm run digest --silent') === true && run.includes('--outputs >> "$GITHUB_OUTPUT"'));
  expect(asked).toBeGreaterThan(0);
  expect(position(({ uses }) => uses?.startsWith('google-github-actions/auth@') === true)).toBeGreaterThan(asked);
  expect(steps.find(({ uses }) => uses?.startsWith('pulumi/actions@'))?.if).toBe(`steps.${String(steps[asked]?.id)}.outputs.infrastructure == 'true'`);
});

test('a deployment has the history of commits that a rollback needs', () => {
  const checkout = named('deploy-environment.yaml').jobs['deploy']?.steps?.find(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkout?.with?.['fetch-depth']).toBe(0);
});

test('no checkout keeps its credentials', () => {
  const checkouts = workflows.flatMap(([, one]) => stepsOf(one)).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.map((one) => one.with?.['persist-credentials'])).toEqual(checkouts.map(() => false));
  expect(checkouts.length).toBeGreaterThanOrEqual(6);
});

test('production changes only by an approval: no push, schedule or manual run deploys anything else', () => {
  const deploying = workflows.flatMap(([file, { jobs }]) =>
    Object.values(jobs).flatMap(({ uses, with: options }) => (uses === undefined ? [] : [{ file, options }])),
  );
  expect(deploying.filter(({ options }) => options?.['environment'] === 'prod')).toEqual([
    { file: 'deploy-prod.yaml', options: { environment: 'prod', released: true } },
  ]);
  // jobs of further environments
  const others = deploying.filter(({ options }) => options?.['environment'] !== 'prod');
  expect(others.map(({ file, options }) => [file, Object.keys(options ?? {})])).toEqual(others.map(() => ['deploy.yaml', ['environment']]));
  expect(named('deploy-prod.yaml').on).toEqual({ push: { branches: ['main'], paths: ['releases/prod.yaml'] }, workflow_dispatch: null });
  const scheduled = texts.filter(([file]) => JSON.stringify(named(file).on).includes('schedule'));
  expect(scheduled.map(([file]) => file)).toEqual(['drift.yaml', 'recommend.yaml', 'updates.yaml']);
  expect(named('drift.yaml').jobs['drift']?.steps?.flatMap(({ run }) => run ?? [])).toEqual([
    'npm ci --ignore-scripts',
    'npm run drift -- --env "$ENVIRONMENT"',
  ]);
  expect(readFileSync(join(root, '.github', 'CODEOWNERS'), 'utf8')).toMatch(/^\/releases\/ @/m);
});
