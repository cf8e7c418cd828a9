/** No answer, or an answer from somewhere else: the command says so once and briefly. */
import { chmodSync, writeFileSync } from 'node:fs';
import { couldNotAsk, refusalOf } from '../../command-line/refusals';
import { contextOf, requireRightCluster } from '../../delivery/right-cluster';
import { environments } from '../fixtures/environments';
import { ProjectCopy, type Run } from '../project-copy';

/** Errors as kubectl 1.36 prints them. */
const refusals = [
  ['The connection to the server localhost:8080 was refused - did you specify the right host or port?', 'no cluster answers'],
  ['Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout', 'no cluster answers'],
  [
    'error: error validating "STDIN": error validating data: failed to download openapi: Get "http://localhost:8080/openapi/v2": dial tcp [::1]:8080: connect: connection refused',
    'no cluster answers',
  ],
  ['Unable to connect to the server: dial tcp: lookup gke-1.gke.goog: no such host', 'no cluster answers'],
  ['error: context "prod" does not exist', 'the kubeconfig has no such context'],
  ['Error in configuration: context was not found for specified context: prod', 'the kubeconfig has no such context'],
  ['Unable to connect to the server: getting credentials: exec: executable gke-gcloud-auth-plugin not found', 'kubectl cannot sign in'],
  ['error: You must be logged in to the server (Unauthorized)', 'the cluster does not know who is asking'],
  ['Error from server (Forbidden): deployments.apps is forbidden: User "a@b" cannot patch resource "deployments"', 'does not allow it'],
] as const;

test.each(refusals)('%s', (said, meant) => {
  const refusal = refusalOf('kubectl', undefined, `I1128 10:00:00 noise\n${said}\n`);
  expect(refusal).toContain(meant);
  expect(refusal.split('\n')).toEqual([expect.any(String), `  kubectl said: ${said}`]);
});

/** Errors as gcloud 560 prints them. */
const logins = [
  'ERROR: (gcloud.container.clusters.describe) You do not currently have an active account selected.',
  'ERROR: There was a problem refreshing your current auth tokens: invalid_grant: Bad Request',
  'ERROR: (gcloud.compute.regions.describe) Reauthentication failed. cannot prompt during non-interactive execution.',
  'google.auth.exceptions.DefaultCredentialsError: Could not automatically determine credentials.',
];

test.each(logins)('%s', (said) => {
  expect(refusalOf('gcloud', undefined, said)).toContain('gcloud auth login\n  gcloud said: ');
});

test.each([...refusals.map(([said]) => said), ...logins])('further calls would fail the same way, except after Forbidden: %s', (said) => {
  expect(couldNotAsk(undefined, said)).toBe(!said.includes('Forbidden'));
});

test.each(['', 'error: field is immutable', 'ERROR: (gcloud.compute) PERMISSION_DENIED: no', 'Error from server (NotFound): pods "a" not found'])(
  '"%s" is an answer of the cluster',
  (said) => {
    expect(couldNotAsk(undefined, said)).toBe(false);
  },
);

test('an unknown error is shown unchanged', () => {
  expect(refusalOf('kubectl', undefined, 'error: field is immutable\n')).toBe('error: field is immutable');
});

test('the context of another GKE cluster is refused, whichever part differs; a renamed context is accepted', () => {
  for (const environment of environments) {
    const wanted = contextOf(environment);
    expect(() => requireRightCluster(environment, wanted)).not.toThrow();
    expect(() => requireRightCluster(environment, 'my-cluster')).not.toThrow();
    for (const part of [1, 2, 3]) {
      const other = wanted
        .split('_')
        .map((text, index) => (index === part ? `${text}x` : text))
        .join('_');
      expect(() => requireRightCluster(environment, other)).toThrow(`must be the cluster of ${environment.name} (${wanted}), received ${other}`);
    }
  }
});

describe('npm run apply', () => {
  const project = new ProjectCopy();
  beforeAll(() => project.writeManifests());
  afterAll(() => project.remove());

  function apply(script: string): Run {
    const program = project.path('kubectl');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    return project.run('delivery/apply.ts', ['--env', 'dev', '--kubectl', program]);
  }

  test('without kubectl, and without a cluster, prints one line that says what to do', () => {
    const absent = project.run('delivery/apply.ts', ['--env', 'dev', '--kubectl', '/nowhere/kubectl']);
    expect(absent).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('/nowhere/kubectl is not there: install kubectl, or name it with --kubectl'),
    });
    const alone = apply('echo "The connection to the server localhost:8080 was refused" >&2; exit 1');
    expect(alone).toMatchObject({ status: 1, stdout: '' });
    expect(alone.stderr.match(/no cluster answers/g)).toHaveLength(1);
    expect(alone.stderr).not.toMatch(/\n +at /);
  });

  test('with manifests that a check refuses: told by check, object and file before anything is asked of a cluster', () => {
    const [file, whole] = ['manifests/dev/backend.yaml', project.read('manifests/dev/backend.yaml')];
    project.edit(file, 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true');
    const refused = apply('echo "asked $*" >&2; exit 3');
    writeFileSync(project.path(file), whole);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^the cluster was not contacted: a check is violated\ndev: \d+ of \d+ checks hold/);
    expect(refused.stderr).toContain('workloads/restricted-container');
    expect(refused.stderr).toContain(file);
    expect(refused.stderr).not.toMatch(/^asked/m);
  });

  test('at the cluster of another environment is refused before any other call', () => {
    const other = apply('case "$1" in config) echo gke_lyo-platform-prod_europe-west1_lyo-prod ;; *) echo "asked $*" >&2; exit 3 ;; esac');
    expect(other).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('received gke_lyo-platform-prod_europe-west1_lyo-prod') });
    expect(other.stderr).not.toContain('asked');
  });
});
