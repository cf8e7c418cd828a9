import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DisruptionBudget } from './disruption-budget';
import { selectorLabels } from './labels';
import { NetworkAccess, type Connection, type NamedConnection } from './network-access';
import { servicePorts } from './named-ports';
import { WebDeployment, type WebDeploymentProps } from './web-deployment';
import { workloadAccount } from './workload-account';

export interface WebServiceProps extends WebDeploymentProps {
  /** Peers that may connect to the service's ports. */
  readonly from: readonly Connection[];
  /** Further ports that other workloads may call; they are ports of the Service too. */
  readonly callable: Readonly<Record<string, number>>;
  /** Peers that the service may connect to, besides DNS. */
  readonly to: readonly Connection[];
  /** @default - no names outside the cluster */
  readonly toNames?: readonly NamedConnection[];
}

/** A scaled HTTP service: Deployment, Service, ServiceAccount, disruption budget and network access, all under one name. */
export class WebService extends Construct {
  /** Labels by which everything else selects the service's pods. */
  public readonly labels: Readonly<Record<string, string>>;

  public constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const { name, from, to, toNames, callable } = props;
    this.labels = selectorLabels(name);
    workloadAccount(this, props);
    new WebDeployment(this, 'deployment', props);
    new k8s.KubeService(this, 'service', {
      metadata: { name, labels: { ...this.labels } },
      spec: {
        type: 'ClusterIP',
        selector: { ...this.labels },
        ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http'), protocol: 'TCP', appProtocol: 'http' }, ...servicePorts(callable)],
      },
    });
    new DisruptionBudget(this, 'disruption-budget', { name, labels: this.labels, maxUnavailable: '10%' });
    new NetworkAccess(this, 'network-access', { name, labels: this.labels, from, to, ...(toNames && { toNames }) });
  }
}
