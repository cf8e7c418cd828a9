/** Releases and runs for tests of apply, with a simulated clock. */
import { manifestObject } from '../../../checks/manifest';
import { applyRelease } from '../../../delivery/apply/apply-release';
import type { Release } from '../../../delivery/apply/release';
import type { Wishes, World } from '../../../delivery/apply/run';
import type { PlayedCluster } from './played-cluster';

export function namespaced(apiVersion: string, kind: string, name: string, more: object = {}): object {
  return { apiVersion, kind, metadata: { namespace: 'shop', name }, ...more };
}

export function deployment(name: string, image = `${name}:1`): object {
  const template = { spec: { containers: [{ name, image }] } };
  return namespaced('apps/v1', 'Deployment', name, { spec: { replicas: 1, progressDeadlineSeconds: 60, selector: { matchLabels: { app: name } }, template } });
}

export const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

export function releaseOf(commit: string, ...objects: readonly object[]): Release {
  return {
    environment: 'dev',
    commit,
    digest: `sha256:${commit}`,
    objects: objects.map((object) => manifestObject(object, { file: 'manifests/dev/shop.yaml' })),
  };
}

export interface PlayedRun {
  readonly error: string;
  /** Exit status of the error. @default 0 */
  readonly status: number;
  readonly lines: readonly string[];
}

/** @param known releases that git has */
function worldOn(cluster: PlayedCluster, known: readonly Release[] = [], lines: string[] = []): World {
  let second = 0;
  return {
    cluster,
    wall: () => second * 1000,
    now: () => second,
    sleep: (more) => void (second += more),
    log: (step, line) => void lines.push(`${step}: ${line}`),
    certify: () => [],
    earlier: ({ commit }) => known.find((release) => release.commit === commit) ?? 'not in this repository',
  };
}

const wishes: Wishes = { wait: 'all', allowDelete: [], who: 'somebody', lock: { holder: 'this run', duration: 60, patience: 300 } };

export function applied(
  cluster: PlayedCluster,
  release: Release,
  more: { readonly known?: readonly Release[]; readonly wishes?: Partial<Wishes> } = {},
): PlayedRun {
  const lines: string[] = [];
  try {
    applyRelease(worldOn(cluster, more.known, lines), release, { ...wishes, ...more.wishes });
    return { error: '', status: 0, lines };
  } catch (error) {
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 1;
    return { error: error instanceof Error ? error.message : String(error), status, lines };
  }
}
