import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { ContainerSetup } from '../config/container';
import { secretsOf } from './container-settings';

/** The ServiceAccount of a workload, without a token: it identifies the workload's pods. */
export function workloadAccount(scope: Construct, { name, setup }: { readonly name: string; readonly setup: Pick<ContainerSetup, 'secrets'> }): void {
  const secrets = secretsOf(setup);
  new k8s.KubeServiceAccount(scope, 'service-account', {
    metadata: { name },
    automountServiceAccountToken: false,
    // lists the secrets that its pods read, so that checks and people can find the readers of a secret
    ...(secrets.length === 0 ? {} : { secrets: secrets.map((secret) => ({ name: secret })) }),
  });
}
