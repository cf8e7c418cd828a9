import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { resourceText, type Access } from '../config/access';
import type { Workload } from '../config/workload';
import { workloadPrincipal, type IdentityPool } from './workload-principal';

export interface WorkloadAccessProps extends IdentityPool {
  readonly project: pulumi.Input<string>;
  readonly workloads: readonly Workload[];
}

interface Grant {
  readonly project: pulumi.Input<string>;
  readonly role: string;
  readonly member: pulumi.Output<string>;
}

/** Rights of workloads at Google's APIs, each on the resource that it states. The resources themselves are created elsewhere. */
export class WorkloadAccess extends pulumi.ComponentResource {
  public constructor(name: string, props: WorkloadAccessProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:WorkloadAccess', name, {}, opts);
    for (const { name: serviceAccount, namespace, access = [] } of props.workloads) {
      const member = workloadPrincipal(props, { namespace, serviceAccount });
      for (const { role, resource } of access) {
        const id = [serviceAccount, role.slice(role.lastIndexOf('/') + 1), resourceText(resource).replaceAll(/\W+/g, '-')].join('-');
        grantAt(resource, id, { project: props.project, role, member }, { parent: this });
      }
    }
    this.registerOutputs({});
  }
}

function grantAt(resource: Access['resource'], id: string, grant: Grant, opts: pulumi.ComponentResourceOptions): void {
  const { role, member } = grant;
  switch (resource.kind) {
    case 'bucket':
      new gcp.storage.BucketIAMMember(id, { bucket: resource.name, role, member }, opts);
      return;
    case 'topic':
      new gcp.pubsub.TopicIAMMember(id, { ...grant, topic: resource.name }, opts);
      return;
    case 'subscription':
      new gcp.pubsub.SubscriptionIAMMember(id, { ...grant, subscription: resource.name }, opts);
      return;
    case 'dataset':
      new gcp.bigquery.DatasetIamMember(id, { ...grant, datasetId: resource.name }, opts);
      return;
    case 'queue':
      new gcp.cloudtasks.QueueIamMember(id, { ...grant, location: resource.location, name: resource.name }, opts);
      return;
    case 'database':
      new gcp.spanner.DatabaseIAMMember(id, { ...grant, instance: resource.instance, database: resource.name }, opts);
      return;
    case 'project':
      new gcp.projects.IAMMember(id, grant, opts);
      return;
  }
}

/** Roles that workloads have on the project, each once. */
export function projectRoles(workloads: readonly Workload[]): readonly string[] {
  const given = workloads.flatMap(({ access = [] }) => access.filter(({ resource }) => resource.kind === 'project'));
  return [...new Set(given.map(({ role }) => role))].sort();
}
