import { valueAt } from '../../config/record';
import { componentsOf } from '../../config/components';
import type { Environment } from '../../config/environment';
import { namespaces } from '../../config/names';
import { type Changes } from '../altered';
import { environmentWith, managedCopy, plainIngress, proxied, pubSubBacklog } from '../environment-with';
import { objectsOf } from '../kubernetes-object';

const outside = { kind: 'opensearch', url: 'https://search.lyo.example:9200', network: { cidr: '10.10.32.0/24', port: 9200 } };
const key = { secret: 'jaeger-storage', key: 'password' };

const variants: readonly (readonly [string, Changes])[] = [
  ['collectors in one pod', {}],
  ['collectors in two tiers', { 'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 6 }, gateways: 2 } }],
  ['traces in a store outside', { 'tracing.storage': { ...outside, user: key, password: key } }],
  [
    'consoles behind oauth2-proxy',
    {
      exposure: plainIngress,
      consoles: proxied,
    },
  ],
  ['a copy in Google Managed Prometheus', managedCopy],
  ['an external signal', { 'workloads[0].scaling.signals.external': [pubSubBacklog] }],
];

/** `kind name`, with a star for those with a volume. */
function made(environment: Environment): readonly string[] {
  return objectsOf(environment)
    .filter(({ kind, metadata }) => ['Deployment', 'StatefulSet'].includes(kind) && metadata.namespace === namespaces.observability)
    .map(({ kind, metadata, spec }) => `${kind} ${metadata.name}${valueAt(spec, 'volumeClaimTemplates') === undefined ? '' : '*'}`);
}

// quota, sizing and rules of the configuration follow from the list: a component on it that the charts do not make would reserve room for nothing
test.each(variants)('the list of components equals what the charts generate for %s', (_, changes) => {
  const environment = environmentWith(changes);
  const listed = componentsOf(environment).map(({ kind, name, stored }) => `${kind} ${name}${stored ? '*' : ''}`);
  expect([...listed].sort()).toEqual([...made(environment)].sort());
});
