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

/** The volume holds every day that is kept, and one more while the oldest is being removed; a fuller one would raise the alerts on volumes for ever. */
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

/** Policies and firewalls let `network` through, clients go where the address says: where the two differ, every trace is lost. */
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

/** Four numbers. Any other host is a name, whose addresses are not known here. */
function isAddress(host: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host);
}

/** A trace longer than the wait is decided before it ends, and its last spans are judged by the first. */
function decisionWait({ tracing }: Draft): readonly Problem[] {
  if (tracing === undefined) return [];
  const { slow, decisionWait: wait } = tracing.sampling;
  return when(seconds(wait) < 2 * seconds(slow), {
    path: 'tracing.sampling.decisionWait',
    rule: `must be at least twice sampling.slow (${slow}), or slow traces are decided before they end`,
    received: wait,
  });
}

/** A gateway that holds fewer traces than the policies' maximum brings drops the oldest undecided, errors among them; and the latency gate opens wrongly without edges. */
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

/** Without spans the signals that are made of them would never appear. */
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

/** Sign-in by Google needs Google's load balancer; oauth2-proxy needs an ingress in front of it. */
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
