import { valueAt } from '../../config/record';
import { NetworkAccess } from '../../constructs/network-access';
import { only } from '../kubernetes-object';
import { rendered } from './rendered';

test('pods are selected by namespace and label together, because either alone would admit other pods', () => {
  const policy = only(
    rendered(
      (chart) =>
        new NetworkAccess(chart, 'access', {
          name: 'web',
          labels: { app: 'web' },
          from: [{ peer: { kind: 'pods', namespace: 'shop', labels: { app: 'client' } }, ports: [80, 81] }],
          to: [],
        }),
    ),
    'NetworkPolicy',
  );
  // one element with both selectors is "and"; two elements would be "or"
  expect(valueAt(policy, 'spec.ingress')).toEqual([
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: { matchLabels: { app: 'client' } } }],
      ports: [
        { protocol: 'TCP', port: 80 },
        { protocol: 'TCP', port: 81 },
      ],
    },
  ]);
});

test('without peers nothing is admitted, in either direction', () => {
  const policy = only(
    rendered((chart) => new NetworkAccess(chart, 'access', { name: 'web', labels: { app: 'web' }, from: [], to: [] })),
    'NetworkPolicy',
  );
  expect(policy.spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
  expect(valueAt(policy, 'spec.ingress') ?? []).toEqual([]);
  expect(valueAt(policy, 'spec.egress') ?? []).toEqual([]);
});
