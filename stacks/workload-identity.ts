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

/** A role in Google Cloud for the pods of one Kubernetes service account. */
export interface WorkloadNeed extends Pods {
  readonly role: string;
}

const reader = { namespace: namespaces.observability, role: 'roles/monitoring.viewer' } as const;
/** Reading metrics of Google Cloud, for policies with an external signal. */
const scalingReader: WorkloadNeed = { ...reader, serviceAccount: components.stackdriverAdapter };
/** A copy in Google Managed Prometheus is written by GKE's collectors and read for Grafana. */
const copyReader: WorkloadNeed = { ...reader, serviceAccount: components.managedPrometheus };
const copyWriter: WorkloadNeed = { namespace: googleCollectors.namespace, serviceAccount: googleCollectors.name, role: 'roles/monitoring.metricWriter' };

/** All roles that components may need; the pipeline can grant them no other role. */
export const workloadRoles: readonly string[] = [reader.role, copyWriter.role];

/** Pods of an environment that call Google APIs, with the role of each. */
export function workloadNeeds(environment: Environment): readonly WorkloadNeed[] {
  return [
    ...(hasExternalSignal(environment) ? [scalingReader] : []),
    ...(environment.cluster.managedPrometheus.kind === 'copy' ? [copyWriter, copyReader] : []),
  ];
}

/** Grants roles directly to pods' Kubernetes service accounts, without a Google account that could be used elsewhere, and without keys. */
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
