/** Which secrets of Secret Manager the workloads of an environment read: the infrastructure program grants these rights, and `npm run explain` lists them. */
import type { Workload } from './workload';

export interface ReadSecret {
  /** Id of the secret. */
  readonly secret: string;
  /** Workloads that read the secret, in the order of the configuration. */
  readonly readers: readonly Workload[];
}

/** Each secret once, sorted by name. */
export function readSecrets(workloads: readonly Workload[]): readonly ReadSecret[] {
  const ids = workloads.flatMap(googleSecretsOf);
  return [...new Set(ids)].sort().map((secret) => ({ secret, readers: workloads.filter((workload) => googleSecretsOf(workload).includes(secret)) }));
}

/** Ids of the secrets that one workload reads. */
function googleSecretsOf({ secrets = {} }: Pick<Workload, 'secrets'>): readonly string[] {
  return [...new Set(Object.values(secrets).flatMap((source) => (source.from === 'google' ? [source.name] : [])))];
}
