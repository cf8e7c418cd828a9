/** Peers that scrape: Prometheus, and Google's collectors where metrics are copied to Google Managed Prometheus. */
import type { Environment } from '../config/environment';
import { components, googleCollectors } from '../config/names';
import type { Connection, Peer } from '../constructs/network-access';
import type { ScaledKind } from '../config/workload';
import { componentPeer, workloadPeer } from './pod-peers';
import { metricsPortOf } from './scrape-jobs';

export function scrapers(environment: Pick<Environment, 'cluster'>): readonly Peer[] {
  return [componentPeer(components.prometheus), ...managedScrapers(environment)];
}

function managedScrapers({ cluster }: Pick<Environment, 'cluster'>): readonly Peer[] {
  return cluster.managedPrometheus.kind === 'copy' ? [workloadPeer(googleCollectors)] : [];
}

/** Connections from them to the port at which a workload answers `/metrics`. */
export function scrapersOf(environment: Pick<Environment, 'cluster'>, workload: ScaledKind): readonly Connection[] {
  return scrapers(environment).map((peer) => ({ peer, ports: [metricsPortOf(workload).name] }));
}

export function fromScrapers(environment: Pick<Environment, 'cluster'>, ports: readonly number[]): readonly Connection[] {
  return scrapers(environment).map((peer) => ({ peer, ports }));
}
