import { dev } from './fixtures/dev';
import type { Environment } from '../config/environment';
import { webWorkloads, type WebWorkload } from '../config/workload';
import { validated } from '../config/validate';
import { altered, type Changes } from './altered';

/** Environments by their changes. The same changes give the same object, so that results cached by environment are shared. */
const environments = new Map<string, Environment>();

/** The dev environment with changes, validated, because a test with an invalid environment proves nothing. */
export function environmentWith(changes: Changes = {}): Environment {
  const key = JSON.stringify(changes, (_, value: unknown) => (value === undefined ? 'undefined' : value));
  const environment = environments.get(key) ?? made(changes);
  environments.set(key, environment);
  return environment;
}

function made(changes: Changes): Environment {
  const [environment] = validated([altered(dev, changes)]);
  if (environment === undefined) throw new Error('an environment must come out as it went in, received nothing');
  return environment;
}

/** The first web service of the environment. */
export function firstWorkload(environment: Environment): WebWorkload {
  const [workload] = webWorkloads(environment);
  if (workload === undefined) throw new Error('an environment must have a web service, received none');
  return workload;
}

/** A second workload in a namespace of its own, sized and scaled like the first. */
export const secondWorkload: Changes = {
  'workloads[1]': { ...firstWorkload(environmentWith()), name: 'orders', namespace: 'lyo-orders', path: '/orders' },
  'sizing.orders': environmentWith().sizing['backend'],
};

/** Redundancy over zones, with two replicas of everything that this requires. */
export const inTwoZones: Changes = {
  'nodePool.survivesZoneLoss': true,
  'nodePool.minNodes': 3,
  'nodePool.maxNodes': 10,
  'monitoring.replicas': 2,
  'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 2 }, gateways: 2 },
  'sizing.otel-agent': environmentWith().sizing['otel-gateway'],
};

/** A metric of Google Cloud. */
export const pubSubBacklog = { metric: 'pubsub.googleapis.com|subscription|num_undelivered_messages', labels: { subscription: 'orders' }, perPod: 100 };

/** An ingress controller in the cluster, instead of Google's load balancer. */
export const plainIngress = { kind: 'ingress', hostname: 'api.dev.lyo.example', className: 'nginx', controllerNamespace: 'ingress-nginx' };

/** A copy of the metrics in Google Managed Prometheus. */
export const managedCopy: Changes = { 'cluster.managedPrometheus': { kind: 'copy', interval: '60s' } };

/** Consoles behind an OpenID Connect provider. */
export const proxied = {
  kind: 'oauth2-proxy',
  grafana: 'grafana.dev.lyo.example',
  jaeger: 'jaeger.dev.lyo.example',
  issuer: 'https://login.lyo.example',
  clientId: 'lyo-consoles',
  clientSecret: { secret: 'console-login', key: 'client' },
  cookieSecret: { secret: 'console-login', key: 'cookie' },
  emailDomain: 'lyo.example',
};
