import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../config/environment';
import { components, namespaces } from '../config/names';

export interface WorkloadIdentityProps {
  readonly project: pulumi.Input<string>;
  readonly projectNumber: pulumi.Input<string>;
  /** The identity pool of the project's clusters, which comes with the first of them: IAM refuses a principal of a pool that is not there. */
  readonly pool: pulumi.Input<string>;
  readonly needs: readonly WorkloadNeed[];
}

/** What pods of one Kubernetes service account may do in Google Cloud. */
export interface WorkloadNeed {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly role: string;
}

/** Reading metrics of Google Cloud, for policies that scale on one. */
const metricsReader: WorkloadNeed = { namespace: namespaces.observability, serviceAccount: components.stackdriverAdapter, role: 'roles/monitoring.viewer' };

/** All roles that workloads may ever need; nothing else can be granted to a workload by the pipeline. */
export const workloadRoles: readonly string[] = [metricsReader.role];

/** The workloads of an environment that call Google APIs. */
export function workloadNeeds({ workloads }: Environment): readonly WorkloadNeed[] {
  return workloads.some(({ scaling }) => scaling.signals.external !== undefined) ? [metricsReader] : [];
}

/** Rights of pods, granted to their Kubernetes service account directly: no Google account that could be used from elsewhere, and no key. */
export class WorkloadIdentity extends pulumi.ComponentResource {
  public constructor(name: string, { project, projectNumber, pool, needs }: WorkloadIdentityProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:WorkloadIdentity', name, {}, opts);
    const principals = pulumi.interpolate`//iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}`;
    for (const { namespace, serviceAccount, role } of needs) {
      new gcp.projects.IAMMember(
        `${name}-${namespace}-${serviceAccount}`,
        { project, role, member: pulumi.interpolate`principal:${principals}/subject/ns/${namespace}/sa/${serviceAccount}` },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
