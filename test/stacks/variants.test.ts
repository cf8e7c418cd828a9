import type { Changes } from '../altered';
import { environmentWith, managedCopy, plainIngress, pubSubBacklog } from '../environment-with';
import { recordPlan, type Plan } from '../../stacks/plan';
import { nodeDisk } from '../../config/google/node-disk';
import { input, ofType, only } from './planned';

function planWith(changes: Changes): Promise<Plan> {
  return recordPlan(environmentWith(changes));
}

test('a spot pool starts empty, may use any zone, and takes only pods that tolerate it', async () => {
  const plan = await planWith({ 'nodePool.spot': { machineType: 'e2-standard-8', maxNodes: 4 } });
  const spot = only(plan, 'NodePool', 'spot');
  expect(input(spot, 'autoscaling')).toEqual({ totalMinNodeCount: 0, totalMaxNodeCount: 4, locationPolicy: 'ANY' });
  expect(input(spot, 'nodeConfig.machineType')).toBe('e2-standard-8');
  expect(input(spot, 'nodeConfig.spot')).toBe(true);
  expect(input(spot, 'nodeConfig.taints')).toEqual([{ key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NO_SCHEDULE' }]);
  expect(input(spot, 'initialNodeCount')).toBe(0);
  // all other settings equal those of the main pool
  const { spot: _, taints: __, machineType: ___, ...rest } = Object(input(spot, 'nodeConfig')) as Record<string, unknown>;
  expect(input(only(plan, 'NodePool', 'general'), 'nodeConfig')).toMatchObject(rest);
});

test('a workload that scales on a metric of Google Cloud adds the right to read metrics, for one service account of the cluster', async () => {
  const plan = await planWith({ 'workloads[0].scaling.signals.external': [pubSubBacklog] });
  const grant = only(plan, 'IAMMember', 'workload-lyo-observability-stackdriver-adapter');
  expect(grant.inputs).toMatchObject({
    role: 'roles/monitoring.viewer',
    member:
      'principal://iam.googleapis.com/projects/${getProject.number}/locations/global/workloadIdentityPools/lyo-platform-dev.svc.id.goog/subject/ns/lyo-observability/sa/stackdriver-adapter',
  });
  expect(ofType(await planWith({}), 'IAMMember').filter(({ name }) => name.startsWith('workload-'))).toEqual([]);
});

test('a cluster with its own ingress controller has no edge of Google', async () => {
  // Identity-Aware Proxy needs Google's load balancer
  const plan = await planWith({ exposure: plainIngress, consoles: { kind: 'port-forward' } });
  for (const type of ['GlobalAddress', 'CertificateMap', 'SecurityPolicy', 'SSLPolicy']) expect(ofType(plan, type)).toEqual([]);
  expect(plan.outputs).not.toHaveProperty('address');
});

test('a cluster that is to be removed has no protection', async () => {
  const plan = await planWith({ 'cluster.protected': false });
  expect(plan.resources.filter(({ options }) => options.protect === true)).toEqual([]);
  expect(input(only(plan, 'Cluster'), 'deletionProtection')).toBe(false);
  expect(input(only(plan, 'Cluster'), 'deletionPolicy')).toBe('DELETE');
});

test('a copy in Google Managed Prometheus adds collection, write access for its collectors, read access for Grafana, and no other cost', async () => {
  const [off, on] = await Promise.all([planWith({}), planWith(managedCopy)]);
  const monitoring = input(only(on, 'Cluster'), 'monitoringConfig');
  expect(monitoring).toEqual({
    ...Object(input(only(off, 'Cluster'), 'monitoringConfig')),
    managedPrometheus: { enabled: true, autoMonitoringConfig: { scope: 'NONE' } },
  });
  const grants = ofType(on, 'IAMMember').filter(({ name }) => name.startsWith('workload-'));
  expect(grants.map(({ name, inputs }) => [name, inputs['role']])).toEqual([
    ['workload-gmp-system-collector', 'roles/monitoring.metricWriter'],
    ['workload-lyo-observability-managed-prometheus', 'roles/monitoring.viewer'],
  ]);
});

test('encryption between nodes and groups in RBAC can be configured', async () => {
  const plan = await planWith({
    'cluster.encryptBetweenNodes': true,
    'cluster.securityGroup': 'gke-security-groups@orders.example',
  });
  const cluster = only(plan, 'Cluster');
  expect(input(cluster, 'inTransitEncryptionConfig')).toBe('IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT');
  expect(input(cluster, 'authenticatorGroupsConfig.securityGroup')).toBe('gke-security-groups@orders.example');
});

test('without a group of groups, RBAC has only users and service accounts', async () => {
  const plan = await planWith({ 'cluster.securityGroup': undefined });
  expect(only(plan, 'Cluster').inputs).not.toHaveProperty('authenticatorGroupsConfig');
});

test('a configured exclusion is added to the one for minor versions, in the format that GKE returns', async () => {
  const exclusion = { name: 'year-end', from: '2026-12-20T00:00:00Z', until: '2027-01-05T00:00:00Z', scope: 'no-upgrades' };
  const plan = await planWith({
    'cluster.maintenance.exclusions': [exclusion],
    'cluster.maintenance.window': { days: ['SA', 'SU'], start: '22:30', length: '21600s' },
  });
  expect(input(only(plan, 'Cluster'), 'maintenancePolicy')).toMatchObject({
    // six hours from 22:30 end on the next day
    recurringWindow: { startTime: '2026-01-01T22:30:00Z', endTime: '2026-01-02T04:30:00Z', recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' },
    maintenanceExclusions: [
      { exclusionName: 'minor-versions-by-review' },
      { exclusionName: 'year-end', startTime: exclusion.from, endTime: exclusion.until, exclusionOptions: { scope: 'NO_UPGRADES' } },
    ],
  });
});

test('two workloads with the same database need one firewall rule', async () => {
  const database = { cidr: '10.10.16.0/24', port: 5432 };
  const plan = await planWith({ 'workloads[0].egress': [database, database, { ...database, port: 6379 }] });
  const rules = ofType(plan, 'Firewall').filter(({ name }) => name.includes('-egress-10'));
  expect(rules.map((rule) => input(rule, 'allows[0].ports'))).toEqual([['5432'], ['6379']]);
});

test('a trace store outside the cluster has a firewall rule, and one at a port that is open anyway needs none', async () => {
  const credentials = { secret: 'jaeger-storage', key: 'password' };
  const store = { kind: 'opensearch', user: credentials, password: credentials };
  const openTo = async (url: string, port: number): Promise<readonly unknown[]> => {
    const plan = await planWith({ 'tracing.storage': { ...store, url, network: { cidr: '10.10.32.0/24', port } } });
    const rules = ofType(plan, 'Firewall').filter((rule) => input(rule, 'direction') === 'EGRESS' && input(rule, 'destinationRanges[0]') === '10.10.32.0/24');
    return rules.map((rule) => input(rule, 'allows[0].ports'));
  };
  expect(await openTo('https://10.10.32.7:9200', 9200)).toEqual([['9200']]);
  expect(await openTo('https://10.10.32.7', 443)).toEqual([]);
});

test('machines without Persistent Disk get a supported kind of disk', () => {
  expect(['e2-standard-4', 'n2d-highmem-8', 'n4-standard-4', 'c4-highcpu-8', 'c3-standard-4'].map(nodeDisk)).toEqual([
    'pd-balanced',
    'pd-balanced',
    'hyperdisk-balanced',
    'hyperdisk-balanced',
    'pd-balanced',
  ]);
});
