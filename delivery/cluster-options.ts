/** Options of commands that read the cluster of an environment. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { knownEnvironments } from '../checks/read-manifests';
import { Kubectl } from './kubectl';

export const clusterOptions = {
  env: { type: 'string' },
  manifests: { type: 'string' },
  kubeconfig: { type: 'string' },
  kubectl: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface AskedCluster {
  readonly environment: string;
  /** Folder with a folder for each environment. */
  readonly manifests: string;
  readonly kubectl: Kubectl;
}

interface Stated {
  readonly env?: string;
  readonly manifests?: string;
  readonly kubeconfig?: string;
  readonly kubectl?: string;
}

/** @throws Error with every wrong option */
export function askedCluster(root: string, { env, manifests = join(root, 'manifests'), kubeconfig, kubectl: program }: Stated): AskedCluster {
  const environments = knownEnvironments(manifests);
  const problems = [
    ...unless(environments.length > 0, `--manifests must be a folder with a folder for each environment, received ${manifests}`),
    ...unless(environments.length === 0 || environments.includes(env ?? ''), `--env must be one of ${environments.join(', ')}, received ${env ?? 'nothing'}`),
    ...unless(kubeconfig === undefined || existsSync(kubeconfig), `--kubeconfig must be a file, received ${String(kubeconfig)}`),
  ];
  if (env === undefined || problems.length > 0) throw new Error(problems.join('\n'));
  return { environment: env, manifests, kubectl: new Kubectl({ program, kubeconfig }) };
}

function unless(holds: boolean, problem: string): readonly string[] {
  return holds ? [] : [problem];
}
