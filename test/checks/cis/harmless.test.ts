/** Changes that look like a fault and are none: people switch off a check that gives false alarms. */
import { auditChecks } from '../../../checks/cis/catalogue';
import { verdictsOf, type Audited } from '../../../checks/cis/audit-check';
import { isFailure } from '../../../checks/cis/verdict';
import { planTypes } from '../../../checks/plan-types';
import { Draft } from '../draft';
import { deployment, pod } from '../names';
import { cleanEnvironment } from './outcome';
import { PlanDraft } from './plan-draft';

let clean: Audited;
beforeAll(async () => {
  clean = await cleanEnvironment('prod');
});
const { address, certificate, cluster, firewall, nodePool, securityPolicy, binaryPolicy } = planTypes;
const endpoint = 'inputs.controlPlaneEndpointsConfig.ipEndpointsConfig.enabled';

const plans: readonly (readonly [rule: string, name: string, change: (draft: PlanDraft) => unknown])[] = [
  [
    'cis/authorized-networks',
    'a listed range beside the DNS endpoint',
    (draft) =>
      draft
        .edit(cluster)
        .set(endpoint, true)
        .set('inputs.masterAuthorizedNetworksConfig', { cidrBlocks: [{ cidrBlock: '192.0.2.0/24' }] }),
  ],
  [
    'cis/private-endpoint',
    'a private IP endpoint',
    (draft) => draft.edit(cluster).set(endpoint, true).set('inputs.privateClusterConfig.enablePrivateEndpoint', true),
  ],
  ['cis/shielded-nodes', 'the default of Google Cloud', (draft) => draft.edit(cluster).remove('inputs.enableShieldedNodes')],
  ['cis/legacy-authorization', 'the default of Google Cloud', (draft) => draft.edit(cluster).remove('inputs.enableLegacyAbac')],
  ['cis/release-channel', 'the stable channel', (draft) => draft.edit(cluster).set('inputs.releaseChannel.channel', 'STABLE')],
  ['hardening/minimum-version', 'a full version', (draft) => draft.edit(cluster).set('inputs.minMasterVersion', '1.35.2-gke.1000')],
  [
    'hardening/maintenance-window',
    'a daily window',
    (draft) => draft.edit(cluster).set('inputs.maintenancePolicy', { dailyMaintenanceWindow: { startTime: '03:00' } }),
  ],
  [
    'hardening/node-totals',
    'a spot pool that is empty at rest',
    (draft) => draft.copy(nodePool).set('inputs.nodeConfig.spot', true).set('inputs.autoscaling.totalMinNodeCount', 0),
  ],
  ['hardening/node-totals', 'a running stack that reports 0 for bounds of a zone', (draft) => draft.edit(nodePool).set('inputs.autoscaling.minNodeCount', 0)],
  [
    'cis/firewalls',
    'a rule that is switched off',
    (draft) => draft.copy(firewall, 'aggregated-apis').set('inputs.sourceRanges', ['0.0.0.0/0']).set('inputs.disabled', true),
  ],
  ['cis/firewalls', 'a rule that denies everybody', (draft) => draft.copy(firewall, 'deny-ingress').remove('inputs.targetServiceAccounts')],
  [
    'cis/image-policy',
    'one image of a public registry',
    (draft) => draft.edit(binaryPolicy).append('inputs.admissionWhitelistPatterns', { namePattern: 'docker.io/grafana/grafana:12.0.0' }),
  ],
  ['hardening/rate-limit', 'nothing is public', withoutEdge],
  ['cis/managed-certificate', 'nothing is public', withoutEdge],
  [
    'cis/registry-access',
    'a person who reads images',
    (draft) =>
      draft.add('gcp:artifactregistry/repositoryIamMember:RepositoryIamMember', 'reader', {
        role: 'roles/artifactregistry.reader',
        member: 'user:somebody@lyo.example',
      }),
  ],
];

function withoutEdge(draft: PlanDraft): void {
  for (const type of [address, certificate, securityPolicy]) draft.drop(type);
}

const manifests: readonly (readonly [rule: string, name: string, change: (draft: Draft) => unknown])[] = [
  ['cis/token-mounts', 'a token for a pod whose account has a role', lendRole],
  [
    'cis/secret-access',
    'a role that reads ConfigMaps',
    (draft) => draft.edit('Role lyo-observability/prometheus').append('rules', { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }),
  ],
  [
    'cis/secret-access',
    'a role that writes Secrets and does not read them',
    (draft) => draft.edit('Role lyo-observability/prometheus').append('rules', { apiGroups: [''], resources: ['secrets'], verbs: ['create'] }),
  ],
  [
    'cis/secret-access',
    'secrets of another API group',
    (draft) => draft.edit('Role lyo-observability/prometheus').append('rules', { apiGroups: ['external-secrets.io'], resources: ['secrets'], verbs: ['get'] }),
  ],
  [
    'cis/authenticated-bindings',
    'a service account of that name',
    (draft) =>
      draft
        .edit('RoleBinding lyo-observability/prometheus')
        .append('subjects', { kind: 'ServiceAccount', name: 'system:authenticated', namespace: 'lyo-backend' }),
  ],
];

function lendRole(draft: Draft): void {
  draft.edit(deployment).set(`${pod}.automountServiceAccountToken`, true);
  draft
    .copy('RoleBinding lyo-observability/prometheus', 'backend')
    .set('metadata.namespace', 'lyo-backend')
    .set('subjects', [{ kind: 'ServiceAccount', name: 'backend', namespace: 'lyo-backend' }]);
}

function failuresOf(id: string, audited: Audited): readonly string[] {
  const rule = auditChecks.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  return verdictsOf(rule, audited)
    .filter(isFailure)
    .map(({ evidence, problem }) => `${evidence.subject}: ${problem}`);
}

describe('a plan check passes when', () => {
  test.each(plans)('%s: %s', (rule, _name, change) => {
    const draft = new PlanDraft(clean.plan);
    change(draft);
    expect(failuresOf(rule, { ...clean, plan: draft.plan })).toEqual([]);
  });
});

describe('a check of manifests passes when', () => {
  test.each(manifests)('%s: %s', (rule, _name, change) => {
    const draft = new Draft(clean.manifests.objects);
    change(draft);
    expect(failuresOf(rule, { ...clean, manifests: { ...clean.manifests, objects: draft.objects } })).toEqual([]);
  });
});
