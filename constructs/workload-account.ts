import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { ContainerSetup } from '../config/container';
import { secretsOf } from './container-settings';

/** The ServiceAccount of a workload, without a token: by its name everybody knows whose pods they are. */
export function workloadAccount(scope: Construct, { name, setup }: { readonly name: string; readonly setup: Pick<ContainerSetup, 'secrets'> }): void {
  const secrets = secretsOf(setup);
  new k8s.KubeServiceAccount(scope, 'service-account', {
    metadata: { name },
    automountServiceAccountToken: false,
    // what its pods may read, for whoever asks which workload has which secret
    ...(secrets.length === 0 ? {} : { secrets: secrets.map((secret) => ({ name: secret })) }),
  });
}
