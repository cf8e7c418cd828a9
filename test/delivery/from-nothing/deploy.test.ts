/** Runs that start from nothing, in the middle or at the end, with a person who declines, a failing program, or a step that wrongly counts as done. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../../command-line/outcome';
import { deployCommand } from '../../../delivery/deploy-command';
import { releaseIn } from '../../../delivery/apply/release';
import { contextOf } from '../../../delivery/right-cluster';
import type { Ran } from '../../../delivery/from-nothing/step';
import { environmentWith } from '../../environment-with';

const environment = environmentWith();
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-deploy-'));
  mkdirSync(join(root, 'manifests', 'dev'), { recursive: true });
  writeFileSync(
    join(root, 'manifests', 'dev', 'alertmanager.yaml'),
    'kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  secret:\n    secretName: alertmanager-receivers\n',
  );
});
afterEach(() => rmSync(root, { recursive: true }));

/** Google Cloud, Pulumi and a cluster in memory, as far as the command uses them. */
class Played {
  public account = '';
  public stack = false;
  public up = false;
  public context = 'none';
  public secret = true;
  public applied = '';
  public phase = 'applied';
  public active = true;
  public current: object = { value: '2' };
  public readonly typed: string[] = [];
  public readonly said: string[] = [];
  public answers: (question: string) => string = () => 'y';
  public fails: RegExp | undefined;

  public readonly quiet = (program: string, ...args: readonly string[]): Ran => {
    const line = [program, ...args].join(' ');
    const says = (ok: boolean, output = ''): Ran => ({ ok, output });
    if (line.startsWith('gcloud auth list')) return says(true, this.account);
    if (line.startsWith('pulumi stack select')) return says(this.stack);
    if (line.startsWith('pulumi preview')) return says(this.up);
    if (line.includes('current-context')) return says(true, this.context);
    if (line.includes('/readyz')) return says(this.context !== 'none');
    if (line.includes('get secret')) return says(this.secret);
    if (line.includes('get configmap applied'))
      return says(this.applied !== '', JSON.stringify({ phase: this.phase, applied: { digest: this.applied } }, undefined, 1));
    if (line.includes('horizontalpodautoscalers')) return says(true, JSON.stringify(this.autoscaler()));
    throw new Error(`nobody asks ${line}`);
  };

  public readonly shown = (program: string, ...args: readonly string[]): boolean => {
    const line = [program, ...args].join(' ');
    this.typed.push(line);
    if (this.fails?.test(line) === true) return false;
    if (line === 'gcloud auth login') this.account = 'me@lyo.example';
    if (line.startsWith('pulumi stack init')) this.stack = true;
    if (line.startsWith('pulumi up')) this.up = true;
    if (line.includes('get-credentials')) this.context = contextOf(environment);
    if (line.includes(' apply -- ')) this.applied = releaseIn(join(root, 'manifests'), 'dev').digest;
    return true;
  };

  private autoscaler(): object {
    const metric = { type: 'Object', object: { metric: { name: 'lyo_replicas_cpu' }, current: this.current } };
    const conditions = [{ type: 'ScalingActive', status: this.active ? 'True' : 'False', message: 'no metrics' }];
    return { status: { currentReplicas: 2, currentMetrics: this.active ? [metric] : [{ type: '' }], conditions } };
  }

  public run(...args: readonly string[]): Promise<Outcome> {
    this.typed.length = 0;
    return deployCommand(['--env', 'dev', '--url', 'http://shop.example/', '--traces', 'http://jaeger.example', ...args], {
      root,
      environments: () => Promise.resolve([environment]),
      world: {
        quiet: this.quiet,
        shown: this.shown,
        ask: (question) => Promise.resolve(this.answers(question)),
        say: (line) => void this.said.push(line),
      },
      fetch: () => Promise.resolve(new Response('{}')),
      sleep: () => Promise.resolve(),
    });
  }
}

const named = (question: string): string => {
  if (question.includes('bucket')) return 'gs://my-state';
  return question.includes('key') ? 'projects/p/locations/l/keyRings/r/cryptoKeys/k' : 'yes';
};

test('a run from nothing does every step once, and ends with a traced request and an active autoscaler', async () => {
  const played = new Played();
  played.answers = named;
  expect(await played.run()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^dev serves; npm run live-check/) });
  expect(played.typed).toEqual([
    'npm start',
    'npm run plan',
    'npm run audit',
    'gcloud auth login',
    'gcloud auth application-default login',
    'pulumi login gs://my-state',
    'pulumi stack init dev --secrets-provider=gcpkms://projects/p/locations/l/keyRings/r/cryptoKeys/k',
    'pulumi preview --stack dev --policy-pack checks/pulumi-policy',
    'pulumi up --yes --stack dev --policy-pack checks/pulumi-policy',
    'gcloud container clusters get-credentials lyo-dev --location europe-west1 --project lyo-platform-dev --dns-endpoint',
    'npm run --silent apply -- --env dev --wait all --kubectl=kubectl',
  ]);
  expect(played.said.join('\n')).toMatch(/its trace [0-9a-f]{32} is kept[^]*lyo_replicas_cpu have values[^]*lyo-backend\/backend is active/);
  // a second run repeats no finished step
  expect(await played.run()).toMatchObject({ status: 0 });
  expect(played.typed).toEqual(['npm start', 'npm run plan', 'npm run audit']);
});

test.each<[string, RegExp]>([
  ['the first check', /^npm start/],
  ['signing in', /^gcloud auth login/],
  ['the login at the state', /^pulumi login/],
  ['the preview', /^pulumi preview/],
  ['the infrastructure', /^pulumi up/],
  ['the credentials', /get-credentials/],
  ['the apply', / apply -- /],
])('%s fails: the command is reported, and the next run continues there', async (_, at) => {
  const played = new Played();
  played.answers = named;
  played.fails = at;
  const failed = await played.run();
  expect([failed.status, failed.stderr]).toEqual([1, expect.stringMatching(/failed: its messages are above/)]);
  const last = played.typed.at(-1);
  expect(last).toMatch(at);
  played.fails = undefined;
  expect(await played.run()).toMatchObject({ status: 0 });
  expect(played.typed).toContain(last);
});

test('a declined step is left to do, with its command and the next steps, and nothing is changed', async () => {
  for (const no of [/example's values/, /costs money/, /Make that/, /manifests\/ is applied/]) {
    const played = new Played();
    played.answers = (question) => (no.test(question) ? 'n' : named(question));
    const { status, stdout } = await played.run();
    expect([no, status, stdout]).toEqual([no, 3, expect.stringMatching(/^left to do:\n- [^]*then .*\nthen npm run deploy -- --env dev\n$/)]);
    expect(played.typed.filter((line) => line.startsWith('pulumi up') || line.includes(' apply -- ')).length).toBe(no.source.startsWith('manifests') ? 1 : 0);
  }
});

test('without an answer no step is done', async () => {
  const played = new Played();
  played.answers = () => '';
  expect(await played.run()).toMatchObject({ status: 3 });
  expect(played.typed).toEqual([]);
});

test('a bucket or key in a wrong format is asked for again, and used in no call', async () => {
  const played = new Played();
  played.answers = (question) => (question.includes('bucket') ? 'my-state; rm -rf /' : named(question));
  expect(await played.run()).toMatchObject({ status: 3, stdout: expect.stringContaining('make a bucket and a key') });
  expect(played.typed.join('\n')).not.toContain('rm -rf');
});

test('a missing secret is named with its namespace, after the namespace was created', async () => {
  const played = new Played();
  played.answers = named;
  played.secret = false;
  expect(await played.run()).toMatchObject({
    status: 3,
    stdout: expect.stringContaining('kubectl create secret generic alertmanager-receivers --namespace lyo-observability'),
  });
  expect(played.typed.at(-1)).toContain('manifests/dev/namespaces.yaml');
  played.secret = true;
  expect(await played.run()).toMatchObject({ status: 0 });
});

test('an inactive autoscaler or a service that does not answer is reported as left to do', async () => {
  const played = new Played();
  played.answers = named;
  played.active = false;
  expect(await played.run()).toMatchObject({ status: 3, stdout: expect.stringMatching(/a metric of the autoscaler[^]*must be active: no metrics/) });
});

test.each([
  ['of another release', { applied: 'sha256:0' }],
  ['of a run that did not end', { phase: 'applying' }],
])('a record %s does not count as a finished release', async (_, state) => {
  const played = new Played();
  played.answers = named;
  await played.run();
  Object.assign(played, state);
  await played.run();
  expect(played.typed.at(-1)).toContain(' apply -- --env dev');
});

test('the current value of a metric with an average as target is found', async () => {
  const played = new Played();
  played.answers = named;
  played.current = { averageValue: '1' };
  expect(await played.run()).toMatchObject({ status: 0 });
  played.current = {};
  expect(await played.run()).toMatchObject({ status: 3, stdout: expect.stringContaining('a metric of the autoscaler') });
});

test('a cluster of another environment is refused', async () => {
  const played = new Played();
  Object.assign(played, { account: 'me', stack: true, up: true, context: 'gke_other_europe-west1_other' });
  played.answers = named;
  await played.run();
  expect(played.typed.join('\n')).toContain('get-credentials lyo-dev');
});

test('the steps can be shown without any call', async () => {
  const played = new Played();
  expect(await played.run('--show')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^1\. the configuration is yours[^]*9\. one request, its trace/),
  });
  expect([played.typed, played.said]).toEqual([[], []]);
});

test('an unknown environment is refused', async () => {
  expect(await new Played().run('--env', 'prdo')).toMatchObject({ status: 1, stderr: expect.stringContaining('--env must be one of dev') });
});
