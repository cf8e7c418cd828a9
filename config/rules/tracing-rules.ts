/** Rules of tracing: workloads that send spans, collectors, trace stores, and consoles. */
import { usableStorage } from '../budgets/cardinality-budget';
import { placedWebs, when, type Draft, type Rule } from './draft';
import { ipRange, liesIn } from '../ip-range';
import { components } from '../names';
import type { Problem } from './problem';
import { mebibytes, seconds } from '../quantities';
import { signalsOfSpans } from '../signals';
import { fitsGateway, gatewayMemory, heldTraces, maximumRequests, maximumTraces, openEdges, usualSpans } from '../budgets/trace-capacity';
import { isInsideCluster, storeEndpoint } from '../trace-store';

function agents({ tracing }: Draft): readonly Problem[] {
  if (tracing?.collectors.layout !== 'tiers') return [];
  const { min, max } = tracing.collectors.agents;
  return when(min > max, { path: 'tracing.collectors.agents.min', rule: `must be at most max (${max})`, received: min });
}

/** The volume must hold the traces of all days of retention and of one more, while the oldest is being removed. A fuller one would keep the alert on volumes firing. */
function traceRetention({ tracing, sizing }: Draft): readonly Problem[] {
  const storage = sizing?.[components.jaeger]?.storage;
  if (tracing === undefined || tracing.storage.kind !== 'badger' || storage === undefined) return [];
  const days = Math.ceil(seconds(tracing.retention) / 86_400) + 1;
  const needed = days * mebibytes(tracing.storage.dailyVolume);
  return when(needed > usableStorage * mebibytes(storage), {
    path: 'tracing.retention',
    rule: `must fit ${usableStorage * 100} % of sizing.jaeger.storage (${storage}): ${days} days of ${tracing.storage.dailyVolume} need ${needed}Mi, a storage of ${Math.ceil(needed / usableStorage)}Mi`,
    received: tracing.retention,
  });
}

/** Network policies and firewall allow `network`, while clients connect to the address of the store: if that lies outside `network`, every trace is lost. */
function reachableStore({ tracing }: Draft): readonly Problem[] {
  if (tracing === undefined || tracing.storage.kind === 'badger') return [];
  const { network } = tracing.storage;
  const { option, host, port } = storeEndpoint(tracing.storage);
  const path = 'tracing.storage';
  if (isInsideCluster(host)) {
    return [{ path: `${path}.${option}`, rule: 'must be outside the cluster: addresses are let through to it, and no pods', received: host }];
  }
  return [
    ...when(network.port !== port, { path: `${path}.network.port`, rule: `must be the port of ${option} (${port})`, received: network.port }),
    ...when(isAddress(host) && !liesIn(ipRange(`${host}/32`), ipRange(network.cidr)), {
      path: `${path}.network.cidr`,
      rule: `must hold the host of ${option} (${host})`,
      received: network.cidr,
    }),
  ];
}

/** Whether a host is an IPv4 address. Any other host is a name, whose addresses are not known here. */
function isAddress(host: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host);
}

/** A trace longer than the decision wait is decided before its last spans arrive, so the wait must be at least twice as long as a slow trace. */
function decisionWait({ tracing }: Draft): readonly Problem[] {
  if (tracing === undefined) return [];
  const { slow, decisionWait: wait } = tracing.sampling;
  return when(seconds(wait) < 2 * seconds(slow), {
    path: 'tracing.sampling.decisionWait',
    rule: `must be at least twice sampling.slow (${slow}), or slow traces are decided before they end`,
    received: wait,
  });
}

/** Gateways must hold the traces of the policies' maximum. A smaller one drops the oldest undecided traces, also those with errors; and without edges the latency gate opens wrongly. */
function gatewayCapacity({ tracing, workloads, allWorkloads, sizing }: Draft): readonly Problem[] {
  if (tracing === undefined || !allWorkloads) return [];
  const capacity = { tracing, workloads: workloads.map(({ workload }) => workload) };
  const { tracesPerSecond } = tracing.sampling;
  const maximum = maximumTraces(capacity);
  const limit = sizing?.[components.collectorGateway]?.memory.limit;
  const spans = tracing.sampling.spansPerTrace ?? usualSpans;
  return [
    ...when(tracesPerSecond !== undefined && tracesPerSecond < maximum, {
      path: 'tracing.sampling.tracesPerSecond',
      rule: `must be at least ${maximum}, which the maximum of the scaling policies (${maximumRequests(capacity)} requests/s) brings to each gateway; left out, it is that`,
      received: tracesPerSecond,
    }),
    ...when(limit !== undefined && !fitsGateway(capacity, limit), {
      path: `sizing.${components.collectorGateway}.memory.limit`,
      rule: `must be at least ${gatewayMemory(capacity)}Mi: each gateway holds up to ${heldTraces(capacity)} traces of ${spans} spans and ${openEdges(capacity)} edges; more gateways or a shorter tracing.sampling.decisionWait hold fewer`,
      received: limit,
    }),
  ];
}

/** A signal that is made from spans needs a workload that sends spans. */
function tracedSignals(draft: Draft): readonly Problem[] {
  return placedWebs(draft).flatMap(({ index, workload: { instrumentation, scaling } }) => {
    const spans = signalsOfSpans(scaling.signals);
    return when(instrumentation === 'none' && spans.length > 0, {
      path: `workloads[${index}].instrumentation`,
      rule: `must trace requests for the signals ${spans.join(', ')}`,
      received: instrumentation,
    });
  });
}

/** Identity-Aware Proxy needs Google's load balancer; oauth2-proxy needs an Ingress in front of it. */
function consolesBehindExposure({ consoles, exposure }: Draft): readonly Problem[] {
  if (consoles === undefined || exposure === undefined || consoles.kind === 'port-forward') return [];
  const needed = consoles.kind === 'iap' ? 'gateway' : 'ingress';
  return [
    ...when(exposure.kind !== needed, {
      path: 'consoles.kind',
      rule: `must go with exposure.kind "${exposure.kind}"; ${consoles.kind} needs "${needed}"`,
      received: consoles.kind,
    }),
    ...when(consoles.grafana === consoles.jaeger || [consoles.grafana, consoles.jaeger].includes(exposure.hostname), {
      path: 'consoles',
      rule: 'must give Grafana and Jaeger host names of their own',
      received: [exposure.hostname, consoles.grafana, consoles.jaeger].join(', '),
    }),
  ];
}

export const tracingRules: readonly Rule[] = [agents, traceRetention, reachableStore, decisionWait, gatewayCapacity, tracedSignals, consolesBehindExposure];
