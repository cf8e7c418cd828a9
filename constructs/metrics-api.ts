import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { clusterScoped } from './cluster-scoped';

export interface MetricsApiProps {
  readonly group: 'custom.metrics.k8s.io' | 'external.metrics.k8s.io';
  readonly version: string;
  /** The Service that serves the API group. */
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
}

/**
 * Registers one version of a metrics API. A group-version has exactly one owner in a cluster, so its object has exactly one name.
 * The CA bundle is not stated here: apply creates the serving certificate and sets the bundle under its own field manager.
 */
export class MetricsApi extends Construct {
  public constructor(scope: Construct, id: string, { group, version, service }: MetricsApiProps) {
    super(scope, id);
    clusterScoped(
      new k8s.KubeApiService(this, 'api', {
        metadata: { name: `${version}.${group}` },
        spec: { group, version, service, groupPriorityMinimum: 100, versionPriority: version === 'v1beta2' ? 200 : 100 },
      }),
    );
  }
}
