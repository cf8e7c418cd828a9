import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueAt } from '../../config/record';
import { mirrors } from '../../config/google/platform-images';
import versions from '../../config/versions.json';
import { environments } from '../fixtures/environments';
import { recordPlan, type Plan } from '../../stacks/plan';
import { input, ofType, only, texts } from './planned';

describe.each(environments.map((environment) => [environment.name, environment] as const))('the infrastructure of %s', (_, environment) => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await recordPlan(environment);
  });
  const cluster = (path: string): unknown => input(only(plan, 'Cluster'), path);

  test('streams images, with the needed service enabled', () => {
    expect(input(only(plan, 'NodePool'), 'nodeConfig.gcfsConfig.enabled')).toBe(true);
    expect(input(only(plan, 'Service', 'containerfilesystem.googleapis.com'), 'service')).toBe('containerfilesystem.googleapis.com');
  });

  test('gives nodes no public address, and access to the internet through Cloud NAT of the same network', () => {
    expect(cluster('privateClusterConfig.enablePrivateNodes')).toBe(true);
    expect(ofType(plan, 'NodePool').map((pool) => input(pool, 'networkConfig.enablePrivateNodes'))).toEqual([true]);
    expect(input(only(plan, 'RouterNat'), 'sourceSubnetworkIpRangesToNat')).toBe('ALL_SUBNETWORKS_ALL_IP_RANGES');
    expect(input(only(plan, 'Router'), 'network')).toBe(cluster('network'));
  });

  test('has a control plane without an IP endpoint: IAM decides who connects to its DNS name', () => {
    expect(cluster('controlPlaneEndpointsConfig.ipEndpointsConfig.enabled')).toBe(false);
    expect(cluster('controlPlaneEndpointsConfig.dnsEndpointConfig')).toEqual({
      allowExternalTraffic: true,
      enableK8sCertsViaDns: false,
      enableK8sTokensViaDns: false,
    });
  });

  test('limits nodes of the whole pool, not per zone', () => {
    const { minNodes, maxNodes } = environment.nodePool;
    const autoscaling = { totalMinNodeCount: minNodes, totalMaxNodeCount: maxNodes, locationPolicy: 'BALANCED' };
    expect(input(only(plan, 'NodePool'), 'autoscaling')).toEqual(autoscaling);
    expect(JSON.stringify(plan)).not.toMatch(/"(min|max)NodeCount"/);
  });

  test('is protected against accidental deletion, in Pulumi and at Google', () => {
    expect(only(plan, 'Cluster').options).toEqual({ protect: true, ignoreChanges: ['nodeConfig'] });
    expect(cluster('deletionProtection')).toBe(true);
    expect(cluster('deletionPolicy')).toBe('PREVENT');
    expect(ofType(plan, 'CryptoKey').map(({ options }) => options)).toEqual(Array(2).fill({ protect: true, retainOnDelete: true }));
    expect(only(plan, 'Repository', environment.registry.repository).options).toEqual({ protect: true });
  });

  test('leaves the number of nodes to the autoscaler after creation', () => {
    expect(only(plan, 'NodePool').options.ignoreChanges).toEqual(['initialNodeCount']);
    expect(input(only(plan, 'NodePool'), 'ignoreNodeCountChanges')).toBe(true);
  });

  test('upgrades a node only after another one exists, and drains by disruption budgets', () => {
    expect(input(only(plan, 'NodePool'), 'upgradeSettings')).toEqual({ strategy: 'SURGE', maxSurge: 1, maxUnavailable: 0 });
    expect(input(only(plan, 'NodePool'), 'nodeDrainConfigs')).toEqual([{ respectPdbDuringNodePoolDeletion: true }]);
  });

  test('runs nodes with an account of their own, which may write logs, and pull and stream images', () => {
    const member = '${Account.' + environment.cluster.name + '-nodes.member}';
    const grants = plan.resources.filter((resource) => input(resource, 'member') === member);
    expect([...new Set(grants.map((grant) => input(grant, 'role')))].sort()).toEqual([
      'roles/artifactregistry.reader',
      'roles/container.defaultNodeServiceAccount',
      'roles/serviceusage.serviceUsageConsumer',
    ]);
    expect(input(only(plan, 'NodePool'), 'nodeConfig.serviceAccount')).toBe('${Account.' + environment.cluster.name + '-nodes.email}');
    expect(cluster('nodeConfig.serviceAccount')).toBe(input(only(plan, 'NodePool'), 'nodeConfig.serviceAccount'));
  });

  test('grants no basic role with write access, and nothing to all users', () => {
    const grants = plan.resources.filter((resource) => input(resource, 'role') !== undefined);
    expect(grants.filter((grant) => ['roles/owner', 'roles/editor'].includes(String(input(grant, 'role'))))).toEqual([]);
    expect(grants.flatMap((grant) => texts(grant.inputs)).filter((text) => /allUsers|allAuthenticatedUsers/.test(text))).toEqual([]);
  });

  test('creates no key of a service account, because identities are federated', () => {
    expect(plan.resources.filter(({ type }) => type.startsWith('gcp:serviceaccount/key'))).toEqual([]);
  });

  test('lets the pipeline deploy only from the main branch, in the reviewed environment, of this repository', () => {
    const { ci } = environment;
    const numbers = `assertion.repository_owner_id == '${ci.repositoryOwnerId}' && assertion.repository_id == '${ci.repositoryId}'`;
    expect(input(only(plan, 'WorkloadIdentityPoolProvider', 'github-deploy'), 'attributeCondition')).toBe(
      `${numbers} && assertion.environment == '${ci.githubEnvironment}' && assertion.ref == 'refs/heads/main' && assertion.event_name != 'pull_request'`,
    );
    expect(input(only(plan, 'IAMMember', 'ci-deploy'), 'member')).toBe(
      `principal://iam.googleapis.com/\${WorkloadIdentityPool.github-deploy.name}/subject/repository:${ci.repositoryId}:environment:${ci.githubEnvironment}`,
    );
  });

  test('identifies workflows by claims that old and new repositories share, because GitHub changed the format of the subject', () => {
    const providers = ofType(plan, 'WorkloadIdentityPoolProvider');
    expect(providers.flatMap((provider) => texts(provider.inputs)).filter((text) => text.includes('assertion.sub'))).toEqual([]);
    const subjects = providers.map((provider) => valueAt(input(provider, 'attributeMapping'), "['google.subject']"));
    expect(subjects).toEqual(["'repository:' + assertion.repository_id + ':environment:' + assertion.environment"]);
  });

  test('accepts no external identity but that of the workflow', () => {
    const workflow = readFileSync(join(__dirname, '..', '..', '.github', 'workflows', 'deploy-environment.yaml'), 'utf8');
    const federated = plan.resources.filter(
      (resource) => input(resource, 'role') === 'roles/iam.workloadIdentityUser' && String(input(resource, 'member')).startsWith('principal'),
    );
    expect(federated.map((grant) => input(grant, 'serviceAccountId'))).toEqual(['${Account.github-deploy.name}']);
    expect(ofType(plan, 'WorkloadIdentityPoolProvider').map(({ name }) => name)).toEqual(['github-deploy']);
    expect(workflow).toContain('vars.DEPLOY_SERVICE_ACCOUNT');
  });

  test('keeps images that run, whatever their age, and deletes others after 90 days', () => {
    const images = Object.values<string>(versions.images);
    for (const { repository, host } of mirrors) {
      const policies = input(only(plan, 'Repository', repository), 'cleanupPolicies');
      const kept = Array.isArray(policies)
        ? policies.flatMap((policy: unknown) => (valueAt(policy, 'action') === 'KEEP' ? valueAt(policy, 'condition.tagPrefixes') : []))
        : [];
      for (const image of images.filter((one) => one.startsWith(`${host}/`))) expect(kept).toContain(image.replace(/^.*:/, ''));
      expect(valueAt(policies, '[0]')).toMatchObject({ action: 'DELETE', condition: { olderThan: '7776000s' } });
    }
  });

  test('lets the pipeline grant only the roles of nodes and workloads, because otherwise it could make itself the owner', () => {
    const grants = plan.resources.filter((resource) => /projectIamAdmin|securityAdmin$/.test(String(input(resource, 'role'))));
    expect(grants.map((grant) => [input(grant, 'role'), input(grant, 'condition.expression')])).toEqual(
      [
        [
          'roles/resourcemanager.projectIamAdmin',
          "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/container.defaultNodeServiceAccount', 'roles/serviceusage.serviceUsageConsumer', 'roles/monitoring.viewer', 'roles/monitoring.metricWriter'])",
        ],
        // firewall rules and TLS policies, without IAM
        ['roles/compute.securityAdmin', undefined],
      ].sort(),
    );
  });

  test('encrypts Secrets, backups and disks with keys that rotate, each usable by the agent that needs it', () => {
    const name = environment.cluster.name;
    expect(cluster('databaseEncryption')).toEqual({ state: 'ENCRYPTED', keyName: `\${CryptoKey.${name}-secrets.id}` });
    expect(input(only(plan, 'NodePool'), 'nodeConfig.bootDiskKmsKey')).toBe(`\${CryptoKey.${name}-disks.id}`);
    expect(ofType(plan, 'CryptoKey').map((key) => input(key, 'rotationPeriod'))).toEqual(['7776000s', '7776000s']);
    expect(ofType(plan, 'CryptoKeyIAMMember').map((grant) => input(grant, 'member'))).toEqual([
      'serviceAccount:service-${getProject.number}@compute-system.iam.gserviceaccount.com',
      `\${ServiceIdentity.${name}-backup.member}`,
      'serviceAccount:service-${getProject.number}@container-engine-robot.iam.gserviceaccount.com',
    ]);
  });

  test('admits pinned images of the platform and images of its own registry, and denies all others', () => {
    const policy = only(plan, 'Policy');
    expect(input(policy, 'defaultAdmissionRule')).toEqual({ evaluationMode: 'ALWAYS_DENY', enforcementMode: 'ENFORCED_BLOCK_AND_AUDIT_LOG' });
    const patterns = texts(input(policy, 'admissionWhitelistPatterns'));
    expect(patterns.filter((pattern) => pattern.endsWith('*'))).toEqual([`${String(plan.outputs['registry'])}/**`]);
    expect(cluster('binaryAuthorization.evaluationMode')).toBe('PROJECT_SINGLETON_POLICY_ENFORCE');
  });

  test('lets the control plane reach aggregated API servers, and denies and logs all other traffic, in and out', () => {
    const rule = (name: string) => only(plan, 'Firewall', `${environment.cluster.name}-${name}`);
    expect(input(rule('control-plane-to-aggregated-apis'), 'allows')).toEqual([{ protocol: 'tcp', ports: ['6443'] }]);
    for (const name of ['deny-ingress', 'deny-egress']) {
      expect(input(rule(name), 'denies')).toEqual([{ protocol: 'all' }]);
      expect(input(rule(name), 'logConfig')).toBeDefined();
    }
    const allowing = ofType(plan, 'Firewall').filter((one) => input(one, 'allows') !== undefined);
    expect(Math.max(...allowing.map((one) => Number(input(one, 'priority'))))).toBeLessThan(Number(input(rule('deny-ingress'), 'priority')));
    expect(allowing.filter((one) => texts(input(one, 'sourceRanges')).includes('0.0.0.0/0'))).toEqual([]);
  });

  test('allows egress to each destination of a workload', () => {
    const open = ofType(plan, 'Firewall').flatMap((one) => texts([input(one, 'destinationRanges'), input(one, 'allows[0].ports')]).join(' '));
    for (const { cidr, port } of environment.workloads.flatMap(({ egress }) => egress)) expect(open).toContain(`${cidr} ${port}`);
  });

  test('resolves Google APIs to the addresses that the network policies of the manifests allow', () => {
    const addresses = ofType(plan, 'RecordSet').filter((record) => input(record, 'name') === 'private.googleapis.com.');
    // 199.36.153.8/30
    expect(addresses.map((record) => input(record, 'rrdatas'))).toEqual([['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11']]);
  });

  test('resolves the public keys of Identity-Aware Proxy to these addresses too, because Grafana may reach no others', () => {
    const records = ofType(plan, 'RecordSet').filter((record) =>
      texts([input(record, 'name')])
        .join('')
        .includes('gstatic.com.'),
    );
    expect(records.map((record) => [input(record, 'name'), input(record, 'type'), input(record, 'rrdatas')])).toEqual([
      ['gstatic.com.', 'A', ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11']],
      ['*.gstatic.com.', 'CNAME', ['gstatic.com.']],
    ]);
  });

  test('has every resource of the edge that the manifests name', () => {
    const { exposure } = environment;
    if (exposure.kind !== 'gateway') throw new Error('this environment must be exposed by a gateway');
    expect(input(only(plan, 'GlobalAddress'), 'name')).toBe(exposure.address);
    expect(input(only(plan, 'CertificateMap'), 'name')).toBe(exposure.certificateMap);
    const { consoles } = environment;
    const hosts = [exposure.hostname, ...(consoles.kind === 'iap' ? [consoles.grafana, consoles.jaeger] : [])];
    expect(ofType(plan, 'CertificateMapEntry').map((entry) => input(entry, 'hostname'))).toEqual(expect.arrayContaining(hosts));
    expect(ofType(plan, 'CertificateMapEntry')).toHaveLength(hosts.length);
    expect(input(only(plan, 'SSLPolicy'), 'minTlsVersion')).toBe('TLS_1_2');
    expect(input(only(plan, 'SecurityPolicy'), 'rules[0].rateLimitOptions.rateLimitThreshold')).toEqual({
      count: exposure.requestsPerMinute,
      intervalSec: 60,
    });
    for (const host of hosts) expect(ofType(plan, 'RecordSet').filter((record) => input(record, 'name') === `${host}.`)).toHaveLength(1);
  });

  test('lets only the members of the consoles through Identity-Aware Proxy', () => {
    const { consoles } = environment;
    if (consoles.kind !== 'iap') throw new Error('consoles of this environment must be behind Identity-Aware Proxy');
    const grants = ofType(plan, 'WebIamMember');
    expect(grants.map((grant) => input(grant, 'member'))).toEqual(consoles.members);
    for (const grant of grants) expect(input(grant, 'role')).toBe('roles/iap.httpsResourceAccessor');
  });

  test('enables the scaling that the manifests need: vertical autoscaler, fast horizontal autoscaler, its decisions in the log', () => {
    expect(cluster('verticalPodAutoscaling.enabled')).toBe(true);
    expect(cluster('podAutoscaling.hpaProfile')).toBe('PERFORMANCE');
    expect(cluster('addonsConfig.horizontalPodAutoscaling.disabled')).toBe(false);
    expect(texts(cluster('loggingConfig'))).toContain('KCP_HPA');
    expect(Number(String(cluster('minMasterVersion')).split('.')[1])).toBeGreaterThanOrEqual(35);
  });

  test('upgrades minor versions only by review, and allows a rollback', () => {
    expect(cluster('maintenancePolicy.maintenanceExclusions[0].exclusionOptions')).toEqual({
      scope: 'NO_MINOR_UPGRADES',
      endTimeBehavior: 'UNTIL_END_OF_SUPPORT',
    });
    expect(cluster('rollbackSafeUpgrade.controlPlaneSoakDuration')).toBe(environment.cluster.rollbackSoak);
  });

  test('grants no rights to anonymous or all authenticated users', () => {
    expect(cluster('anonymousAuthenticationConfig.mode')).toBe('LIMITED');
    expect(cluster('rbacBindingConfig')).toEqual({ enableInsecureBindingSystemAuthenticated: false, enableInsecureBindingSystemUnauthenticated: false });
    expect(cluster('enableLegacyAbac')).toBe(false);
    expect(cluster('masterAuth.clientCertificateConfig.issueClientCertificate')).toBe(false);
  });

  test('has regular backups without Secrets, and a budget with alerts', () => {
    expect(input(only(plan, 'BackupPlan'), 'backupConfig')).toMatchObject({ allNamespaces: true, includeVolumeData: true, includeSecrets: false });
    expect(input(only(plan, 'Budget'), 'allUpdatesRule.monitoringNotificationChannels')).toHaveLength(environment.budget.recipients.length);
  });

  test('sets the project that pays for calls to Cloud Billing, which otherwise refuses a personal login', () => {
    const [provider, ...others] = plan.resources.filter(({ type }) => type === 'pulumi:providers:gcp');
    expect(others).toEqual([]);
    expect(provider?.inputs).toMatchObject({ billingProject: environment.google.project, userProjectOverride: 'true' });
    expect(provider?.parent).toBe(only(plan, 'Budget').parent);
  });

  test('uses nothing that GKE no longer supports', () => {
    expect(cluster('securityPostureConfig')).toEqual({ mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' });
  });

  test('depends on the services of Google Cloud that it needs, and never disables one', () => {
    expect(ofType(plan, 'Service').filter((service) => input(service, 'disableOnDestroy') !== false)).toEqual([]);
    // gcp:container/… needs container.googleapis.com
    const enabled = ofType(plan, 'Service').map((service) => String(input(service, 'service')).split('.')[0]);
    const services: Readonly<Record<string, string>> = { kms: 'cloudkms', projects: 'cloudresourcemanager', billing: 'billingbudgets', serviceaccount: 'iam' };
    const ofGoogle = plan.resources.filter(({ type }) => type.startsWith('gcp:'));
    const needed = [...new Set(ofGoogle.map(({ type }) => /^gcp:(\w+)\//.exec(type)?.[1] ?? type))].map((module) => services[module] ?? module);
    expect(needed.filter((service) => !enabled.includes(service))).toEqual([]);
  });
});
