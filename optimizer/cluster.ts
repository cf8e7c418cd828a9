/** A process' access to the cluster: the Lease by which it leads, and the stores of decisions, tunables and interventions. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { apiServer } from './adapters/api-server';
import { callers } from './adapters/callers';
import { decisionStore } from './adapters/decision-store';
import { interventionStore } from './adapters/intervention-store';
import { LeaseHolder } from './adapters/lease';
import { tunablesStore } from './adapters/tunables-store';
import type { OptimizerSettings } from './config';
import type { Writing } from './http/writes';
import { Interventions } from './interventions/interventions';
import type { Clock, Log } from './ports';
import type { World } from './stages/stage';
import { Voice } from './voice';

export interface ClusterParts {
  readonly clock: Clock;
  /** Seconds of a monotonic clock. */
  readonly elapsed: () => number;
  readonly log: Log;
  /** Called when another process may take the lead. */
  readonly onLost: () => void;
}

export interface ClusterOfProcess {
  readonly lease: LeaseHolder;
  readonly ports: Pick<World, 'voice' | 'tunables' | 'interventions'>;
  /** @default - nobody may write */
  readonly writing?: Pick<Writing, 'callers' | 'interventions' | 'tell'>;
}

/** Undefined where the process has no cluster. */
export function clusterOf({ kubernetes }: OptimizerSettings, { clock, elapsed, log, onLost }: ClusterParts): ClusterOfProcess | undefined {
  if (kubernetes === undefined) return undefined;
  const { namespace, leaseFor } = kubernetes;
  const identity = `${hostname()}_${randomUUID()}`;
  // a request that takes longer than a step would delay the next step
  const api = apiServer({ ...kubernetes, timeout: Math.min(leaseFor / 6, 5) });
  const lease = new LeaseHolder({ api, namespace, name: kubernetes.lease, identity, duration: leaseFor, clock, elapsed, log, onLost });
  const store = decisionStore({ api, namespace, name: kubernetes.decisions, identity, clock });
  const ports = { voice: new Voice({ leadership: lease, store, log }), tunables: tunablesStore(api) };
  if (kubernetes.interventions === undefined) return { lease, ports };
  const { name, ...asked } = kubernetes.interventions;
  const interventions = new Interventions(interventionStore(api, { namespace, name }), log);
  return { lease, ports: { ...ports, interventions }, writing: { callers: callers({ api, ...asked }), interventions, tell: (told) => store.tell(told) } };
}
