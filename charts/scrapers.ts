/** Who scrapes: Prometheus, and Google's collectors where a copy goes to Google Managed Prometheus. */
import type { Environment } from '../config/environment';
import { components, googleCollectors } from '../config/names';
import type { Connection, Peer } from '../constructs/network-access';
import { componentPeer, workloadPeer } from './pod-peers';

export function scrapers(environment: Pick<Environment, 'cluster'>): readonly Peer[] {
  return [componentPeer(components.prometheus), ...managedScrapers(environment)];
}

function managedScrapers({ cluster }: Pick<Environment, 'cluster'>): readonly Peer[] {
  return cluster.managedPrometheus.kind === 'copy' ? [workloadPeer(googleCollectors)] : [];
}

export function fromScrapers(environment: Pick<Environment, 'cluster'>, ports: readonly number[]): readonly Connection[] {
  return scrapers(environment).map((peer) => ({ peer, ports }));
}
