/** Ten thousand objects and more, for scenarios about how much an apply bears: small ones of many kinds, none of which runs a pod. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll, startRepository } from './git-repository';

export interface Crowd {
  /** Objects. */
  readonly count: number;
  /** How many of them are left out, the last first. @default 0 */
  readonly without?: number;
  /** What the first of them says. @default 1 */
  readonly version?: number;
}

/** Among which the objects are divided. */
const namespaces = 10;

/** A git repository with the crowd under `manifests/dev`, a file for each of its namespaces. */
export class CrowdRepository {
  public constructor(private readonly folder: string) {
    startRepository(folder);
  }

  public get manifests(): string {
    return join(this.folder, 'manifests');
  }

  /** Writes and commits. @returns the commit */
  public commit(crowd: Crowd): string {
    const folder = join(this.manifests, 'dev');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const objects = crowdOf(crowd);
    for (let index = 0; index < namespaces; index += 1) {
      const own = objects.filter((_, at) => at % namespaces === index);
      // JSON is YAML
      writeFileSync(join(folder, `part-${index}.yaml`), own.map((object) => `${JSON.stringify(object)}\n`).join('---\n'));
    }
    return commitAll(this.folder, JSON.stringify(crowd));
  }
}

function crowdOf({ count, without = 0, version = 1 }: Crowd): readonly object[] {
  const spaces = Array.from({ length: namespaces }, (_, index) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: spaceOf(index) } }));
  const others = Array.from({ length: count - namespaces - without }, (_, index) => oneOf(index, index === 0 ? version : 1));
  return [...spaces, ...others];
}

function spaceOf(index: number): string {
  return `crowd-${index % namespaces}`;
}

/** Five kinds in turn. */
function oneOf(index: number, version: number): object {
  const metadata = { name: `member-${String(index).padStart(5, '0')}`, namespace: spaceOf(index) };
  const selector = { app: metadata.name };
  const kinds: readonly object[] = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { version: String(version), text: 'x'.repeat(500) } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }] },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: { matchLabels: selector }, policyTypes: ['Ingress'] } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { clusterIP: 'None', selector, ports: [{ name: 'http', port: 80 }] } },
  ];
  return kinds[Math.floor(index / namespaces) % kinds.length] ?? {};
}
