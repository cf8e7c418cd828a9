import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { hasExternalSignal } from '../config/components';
import type { Environment } from '../config/environment';
import { components, googleCollectors, namespaces } from '../config/names';
import { workloadPrincipal, type IdentityPool, type Pods } from './workload-principal';

export interface WorkloadIdentityProps extends IdentityPool {
  readonly project: pulumi.Input<string>;
  readonly needs: readonly WorkloadNeed[];
}

/** What pods of one Kubernetes service account may do in Google Cloud. */
export interface WorkloadNeed extends Pods {
  readonly role: string;
}

const reader = { namespace: namespaces.observability, role: 'roles/monitoring.viewer' } as const;
/** Reading metrics of Google Cloud, for policies that scale on one. */
const scalingReader: WorkloadNeed = { ...reader, serviceAccount: components.stackdriverAdapter };
/** A copy in Google Managed Prometheus is written by GKE's collectors and read for Grafana. */
const copyReader: WorkloadNeed = { ...reader, serviceAccount: components.managedPrometheus };
const copyWriter: WorkloadNeed = { namespace: googleCollectors.namespace, serviceAccount: googleCollectors.name, role: 'roles/monitoring.metricWriter' };

/** All roles that workloads may ever need; nothing else can be granted to a workload by the pipeline. */
export const workloadRoles: readonly string[] = [reader.role, copyWriter.role];

/** The workloads of an environment that call Google APIs. */
export function workloadNeeds(environment: Environment): readonly WorkloadNeed[] {
  return [
    ...(hasExternalSignal(environment) ? [scalingReader] : []),
    ...(environment.cluster.managedPrometheus.kind === 'copy' ? [copyWriter, copyReader] : []),
  ];
}

/** Rights of pods, granted to their Kubernetes service account directly: no Google account that could be used from elsewhere, and no key. */
export class WorkloadIdentity extends pulumi.ComponentResource {
  public constructor(name: string, props: WorkloadIdentityProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:WorkloadIdentity', name, {}, opts);
    for (const { namespace, serviceAccount, role } of props.needs) {
      new gcp.projects.IAMMember(
        `${name}-${namespace}-${serviceAccount}`,
        { project: props.project, role, member: workloadPrincipal(props, { namespace, serviceAccount }) },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
