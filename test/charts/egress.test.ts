/** Connections that a workload may open, by address and by host name: TCP unless it says UDP, in the NetworkPolicy of its pods and in the firewall of the network. */
import { ipRange, liesIn } from '../../config/ip-range';
import { valueAt } from '../../config/record';
import { parsePlan } from '../../checks/plan-file';
import { recordPlan } from '../../stacks/plan';
import { planText } from '../../stacks/plan-text';
import { environmentWith } from '../environment-with';
import { devOfEveryKind } from '../fixtures/every-kind';
import { objectsOf, only } from '../kubernetes-object';

interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

const egress: readonly { readonly cidr?: string; readonly host?: string; readonly port: number; readonly protocol?: string }[] = [
  { cidr: '10.10.40.0/24', port: 5432 },
  { cidr: '10.10.40.0/24', port: 8125, protocol: 'UDP' },
  { cidr: '10.10.40.0/24', port: 8125, protocol: 'TCP' },
  { cidr: '10.10.41.0/24', port: 514, protocol: 'UDP' },
  { host: 'api.stripe.com', port: 443 },
  { host: '*.push.example.org', port: 5223 },
  { host: 'time.example.org', port: 123, protocol: 'UDP' },
];
const environment = environmentWith({ 'workloads[0].egress': egress });

test('the NetworkPolicy of its pods has each port with its protocol', () => {
  const rules = valueAt(only(objectsOf(environment), 'NetworkPolicy', 'backend').spec, 'egress') as readonly { readonly ports: readonly unknown[] }[];
  const ports = rules.flatMap((rule) => rule.ports);
  for (const { port, protocol = 'TCP' } of egress.filter(({ cidr }) => cidr !== undefined)) expect(ports).toContainEqual({ protocol, port });
  expect(ports).not.toContainEqual({ protocol: 'UDP', port: 5432 });
});

test('host names are in an FQDNNetworkPolicy of the same pods, as a whole name or a pattern', () => {
  const policy = only(objectsOf(environment), 'FQDNNetworkPolicy', 'backend');
  expect(policy.spec).toEqual({
    podSelector: valueAt(only(objectsOf(environment), 'NetworkPolicy', 'backend').spec, 'podSelector'),
    egress: [
      { matches: [{ name: 'api.stripe.com' }], ports: [{ protocol: 'TCP', port: 443 }] },
      { matches: [{ pattern: '*.push.example.org' }], ports: [{ protocol: 'TCP', port: 5223 }] },
      { matches: [{ name: 'time.example.org' }], ports: [{ protocol: 'UDP', port: 123 }] },
    ],
  });
});

test('only callers of a service may connect to its pods, from another namespace too', () => {
  const objects = objectsOf(devOfEveryKind({ fulfilment: { calls: ['backend'], namespace: 'lyo-queue' }, 'nightly-report': { calls: ['backend'] } }));
  const policyOf = (name: string): string => JSON.stringify(only(objects, 'NetworkPolicy', name).spec);
  const toBackend = /"port":"http"[^]*?"matchLabels":\{"app.kubernetes.io\/name":"backend"\}/;
  const egressOf = (name: string): string => JSON.stringify(valueAt(only(objects, 'NetworkPolicy', name).spec, 'egress'));
  for (const caller of ['fulfilment', 'nightly-report']) expect(egressOf(caller)).toMatch(toBackend);
  expect(egressOf('migrate')).not.toMatch(toBackend);
  expect(policyOf('backend')).toMatch(/"kubernetes.io\/metadata.name":"lyo-queue"/);
});

test('a workload without host names has no FQDNNetworkPolicy', () => {
  expect(objectsOf(environmentWith({})).filter(({ kind }) => kind === 'FQDNNetworkPolicy')).toEqual([]);
});

test('a worker and a task reach the host names in their configuration', () => {
  const egress = [{ host: 'mail.example.org', port: 587 }];
  const objects = objectsOf(devOfEveryKind({ fulfilment: { egress }, 'nightly-report': { egress }, migrate: { egress } }));
  expect(objects.filter(({ kind }) => kind === 'FQDNNetworkPolicy').map(({ metadata }) => metadata.name)).toEqual(
    expect.arrayContaining(['fulfilment', 'nightly-report', 'migrate']),
  );
});

test.each(['0.0.0.0/0', '0.0.0.0/1', '8.0.0.0/7', '128.0.0.0/1'])('an egress range %s does not open the cluster itself or the metadata server', (cidr) => {
  const vast = environmentWith({ 'workloads[0].egress': [{ cidr, port: 8443, reason: 'webhooks of customers' }] });
  const blocks = (valueAt(only(objectsOf(vast), 'NetworkPolicy', 'backend').spec, 'egress') as readonly { readonly to: readonly { ipBlock?: IpBlock }[] }[])
    .flatMap(({ to }) => to.flatMap(({ ipBlock }) => ipBlock ?? []))
    .filter((block) => block.cidr === cidr);
  const inside = [...Object.values(vast.network), '169.254.0.0/16'].filter((range) => liesIn(ipRange(range), ipRange(cidr)));
  expect(blocks).toEqual([{ cidr, ...(inside.length > 0 && { except: inside }) }]);
});

test('for a host name the firewall opens its port to all addresses, and HTTPS is not opened twice', async () => {
  const plan = parsePlan(planText(await recordPlan(environment)), 'plans/dev.yaml');
  const rules = plan.resources
    .filter(({ name }) => name.includes('by-name'))
    .map(({ name, inputs }) => [name.replace(/^.*by-name-/, ''), valueAt(inputs, 'allows'), valueAt(inputs, 'destinationRanges')]);
  expect(rules).toEqual([
    ['123-udp', [{ protocol: 'udp', ports: ['123'] }], ['0.0.0.0/0']],
    ['5223', [{ protocol: 'tcp', ports: ['5223'] }], ['0.0.0.0/0']],
  ]);
});

test('the firewall opens each port with its protocol, and a port of both protocols twice', async () => {
  const plan = parsePlan(planText(await recordPlan(environment)), 'plans/dev.yaml');
  const rules = plan.resources
    .filter(({ name }) => name.includes('10-10-4'))
    .map(({ name, inputs }) => [name.replace(/^.*egress-/, ''), valueAt(inputs, 'allows')]);
  expect(rules).toEqual(
    expect.arrayContaining([
      ['10-10-40-0-24-5432', [{ protocol: 'tcp', ports: ['5432'] }]],
      ['10-10-40-0-24-8125-udp', [{ protocol: 'udp', ports: ['8125'] }]],
      ['10-10-40-0-24-8125', [{ protocol: 'tcp', ports: ['8125'] }]],
      ['10-10-41-0-24-514-udp', [{ protocol: 'udp', ports: ['514'] }]],
    ]),
  );
});
