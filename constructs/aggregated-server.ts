import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AggregatedServerRights } from './access-rights';
import { MetricsApi, type MetricsApiProps } from './metrics-api';
import { patient } from './platform-container';
import { PlatformDeployment, type PlatformDeploymentProps } from './platform-deployment';

export interface AggregatedServerProps extends Omit<PlatformDeploymentProps, 'replicas' | 'ports' | 'probes'> {
  readonly namespace: string;
  /** TCP port on which the server answers HTTPS. */
  readonly port: number;
  readonly group: MetricsApiProps['group'];
  /** Secret with the serving certificate, which apply creates. */
  readonly servingSecret: string;
  /** Versions of the API group that this server serves. */
  readonly versions: readonly string[];
}

const servingFolder = '/etc/adapter/serving';

/**
 * An aggregated API server: a Deployment of two replicas (without it no autoscaler can scale on its metrics), the rights that such a server needs,
 * and its registration.
 */
export class AggregatedServer extends Construct {
  public constructor(scope: Construct, id: string, props: AggregatedServerProps) {
    super(scope, id);
    const { name, namespace, port, group, versions, servingSecret, args, volumes = [] } = props;
    new PlatformDeployment(this, 'server', {
      ...props,
      args: [...args, `--secure-port=${port}`, `--tls-cert-file=${servingFolder}/tls.crt`, `--tls-private-key-file=${servingFolder}/tls.key`],
      replicas: 2,
      ports: { https: port },
      probes: { live: { ...probe('/livez'), ...patient }, ready: probe('/readyz') },
      volumes: [...volumes, { volume: { name: 'serving', secret: { secretName: servingSecret } }, mountPath: servingFolder }],
    });
    new AggregatedServerRights(this, 'rights', { name, namespace });
    for (const version of versions) new MetricsApi(this, version, { group, version, service: { namespace, name, port } });
  }
}

/** HTTPS probe of a server built on Kubernetes' generic API server library. */
function probe(path: string): k8s.Probe {
  return { httpGet: { path, port: k8s.IntOrString.fromString('https'), scheme: 'HTTPS' }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 5 };
}
