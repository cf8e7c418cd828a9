/** Every secret that a workload reads, and everyone who can read it. */
import type { SecretSource } from '../../config/container';
import type { Environment } from '../../config/environment';
import { readSecrets } from '../../config/secret-readers';
import type { Workload } from '../../config/workload';

export function secretLines(environment: Environment, { namespace, secrets = {} }: Workload): readonly string[] {
  const all = Object.entries(secrets);
  return [
    ...all.flatMap(([variable, source]) => [`${variable}: ${sourceText(source)}`, `  read by ${readers(environment, source, namespace).join(', and ')}`]),
    ...(all.some(([, source]) => isInNamespace(source)) ? [`in the namespace: whoever may read Secrets of ${namespace} or start pods there`] : []),
  ];
}

function sourceText(source: SecretSource): string {
  const where =
    source.from === 'google'
      ? `secret ${source.name} of Secret Manager, version ${source.version ?? 'latest'}`
      : `key ${source.key} of Secret ${source.secret}`;
  const how = source.as === 'file' ? 'a file, which follows a new value within minutes' : 'a variable, so a new value needs new pods';
  return `${where}; ${how}`;
}

function readers(environment: Environment, source: SecretSource, namespace: string): readonly string[] {
  const inNamespace = isInNamespace(source) ? ['others in the namespace'] : [];
  if (source.from === 'kubernetes') {
    const pods = environment.workloads.filter(
      (other) => other.namespace === namespace && Object.values(other.secrets ?? {}).some((one) => isSame(one, source)),
    );
    return [podsOf(pods), ...inNamespace];
  }
  const pods = readSecrets(environment.workloads).find(({ secret }) => secret === source.name)?.readers ?? [];
  return [podsOf(pods), ...inNamespace, 'administrators of the project'];
}

/** Whether the value is in a Secret of Kubernetes. */
function isInNamespace({ from, as }: SecretSource): boolean {
  return from === 'kubernetes' || as !== 'file';
}

function isSame(one: SecretSource, other: SecretSource): boolean {
  return one.from === 'kubernetes' && other.from === 'kubernetes' && one.secret === other.secret && one.key === other.key;
}

function podsOf(workloads: readonly Workload[]): string {
  return `pods of ${workloads.map(({ name, namespace }) => `${namespace}/${name}`).join(', ')}`;
}
