/** What a workload may open: TCP unless it says UDP, in the pods' policy and in the network's firewall alike. */
import { valueAt } from '../../config/record';
import { parsePlan } from '../../checks/plan-file';
import { recordPlan } from '../../stacks/plan';
import { planText } from '../../stacks/plan-text';
import { environmentWith } from '../environment-with';
import { objectsOf, only } from '../kubernetes-object';

const egress = [
  { cidr: '10.10.40.0/24', port: 5432 },
  { cidr: '10.10.40.0/24', port: 8125, protocol: 'UDP' },
  { cidr: '10.10.40.0/24', port: 8125, protocol: 'TCP' },
  { cidr: '10.10.41.0/24', port: 514, protocol: 'UDP' },
];
const environment = environmentWith({ 'workloads[0].egress': egress });

test('the policy of its pods has each port with its protocol', () => {
  const rules = valueAt(only(objectsOf(environment), 'NetworkPolicy', 'backend').spec, 'egress') as readonly { readonly ports: readonly unknown[] }[];
  const ports = rules.flatMap((rule) => rule.ports);
  for (const { port, protocol = 'TCP' } of egress) expect(ports).toContainEqual({ protocol, port });
  expect(ports).not.toContainEqual({ protocol: 'UDP', port: 5432 });
});

test('the firewall opens each port by its protocol, the same port once for each', async () => {
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
