/** Rights of the identity for dry runs, for any kinds in the manifests and any user. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { previewIdentity, resourceOf } from '../../../delivery/preview/identity';
import { previewIdentityCommand } from '../../../delivery/preview-identity-command';
import { synthesize } from '../../../charts/synthesis';
import { valueAt } from '../../../config/record';
import { environments } from '../../fixtures/environments';

const kinds = (...names: readonly string[]) => names.map((name) => ({ group: name.split('.').slice(1).join('.'), kind: name.split('.')[0] ?? '' }));
const given = (...names: readonly string[]): readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[] => {
  const [, , role] = previewIdentity({ user: 'preview@lyo.example', objects: kinds(...names) });
  return (role as { rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[] }).rules;
};

test('it may try the kinds in the manifests, but not read Secrets, delete, exec or impersonate', () => {
  const rules = given('Deployment.apps', 'Secret', 'NetworkPolicy.networking.k8s.io', 'ValidatingAdmissionPolicy.admissionregistration.k8s.io');
  expect(rules.flatMap(({ apiGroups, resources }) => resources.map((resource) => `${resource}.${apiGroups.join()}`))).toEqual([
    'configmaps.',
    'namespaces.',
    'customresourcedefinitions.apiextensions.k8s.io',
    'deployments.apps',
    'networkpolicies.networking.k8s.io',
  ]);
  for (const { verbs } of rules) expect(verbs).toEqual(['create', 'get', 'list', 'patch']);
});

test('it may try roles with rights that it does not have itself', () => {
  expect(given('ClusterRole.rbac.authorization.k8s.io').at(-1)).toEqual({
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles', 'roles'],
    verbs: ['bind', 'escalate'],
  });
});

test('the admission policy covers all its requests, is applied before its rights, and fails closed', () => {
  const [policy, binding, role, bound] = previewIdentity({ user: 'preview@lyo.example', objects: [] });
  expect(policy).toMatchObject({
    kind: 'ValidatingAdmissionPolicy',
    spec: { failurePolicy: 'Fail', matchConditions: [{ expression: "request.userInfo.username == 'preview@lyo.example'" }] },
  });
  expect(binding).toMatchObject({ spec: { validationActions: ['Deny'] } });
  expect([role, bound].map((object) => valueAt(object, 'kind'))).toEqual(['ClusterRole', 'ClusterRoleBinding']);
  expect(bound).toMatchObject({ subjects: [{ kind: 'User', name: 'preview@lyo.example' }] });
  const [, , , account] = previewIdentity({ user: 'system:serviceaccount:ci:preview', objects: [] });
  expect(account).toMatchObject({ subjects: [{ kind: 'ServiceAccount', namespace: 'ci', name: 'preview' }] });
});

test.each([
  ['Deployment', 'deployments'],
  ['Ingress', 'ingresses'],
  ['PriorityClass', 'priorityclasses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Gateway', 'gateways'],
])('%s are %s', (kind, resource) => {
  expect(resourceOf(kind)).toBe(resource);
});

test('the command prints the objects for an environment, and refuses a user name that is an expression', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lyo-preview-'));
  for (const environment of environments) {
    const folder = join(root, 'manifests', environment.name);
    mkdirSync(folder, { recursive: true });
    for (const { name, yaml } of synthesize(environment)) writeFileSync(join(folder, name), yaml);
  }
  const { stdout, status } = await previewIdentityCommand(['--env', 'dev', '--user', 'preview@lyo.example'], root);
  expect([status, parseAllDocuments(stdout).length]).toEqual([0, 4]);
  for (const user of ["x' || true || 'x", '', 'a b'])
    expect((await previewIdentityCommand(['--env', 'dev', '--user', user], root)).stderr).toMatch(/--user must be/);
  expect((await previewIdentityCommand(['--user', 'x'], root)).stderr).toMatch(/--env must be one of dev, prod, received nothing/);
  rmSync(root, { recursive: true });
});
