import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** Google Cloud services that the other components need. */
const services = [
  'artifactregistry.googleapis.com',
  'billingbudgets.googleapis.com',
  'binaryauthorization.googleapis.com',
  'certificatemanager.googleapis.com',
  'cloudkms.googleapis.com',
  'cloudresourcemanager.googleapis.com',
  'compute.googleapis.com',
  'container.googleapis.com',
  // image streaming
  'containerfilesystem.googleapis.com',
  'containerscanning.googleapis.com',
  'containersecurity.googleapis.com',
  'dns.googleapis.com',
  'gkebackup.googleapis.com',
  'iam.googleapis.com',
  'iamcredentials.googleapis.com',
  'iap.googleapis.com',
  'logging.googleapis.com',
  'monitoring.googleapis.com',
  'pubsub.googleapis.com',
  'secretmanager.googleapis.com',
  'sts.googleapis.com',
];

/** The project with its services enabled. Removing the stack disables none, because others may use the project too. */
export class Project extends pulumi.ComponentResource {
  /** The project's id, known once every service is enabled, so that resources in the project wait for that. */
  public readonly id: pulumi.Output<string>;
  /** The project's number, which names of service agents and workload identities contain instead of the id. */
  public readonly number: pulumi.Output<string>;

  /** @param more - further services that this environment needs */
  public constructor(id: string, more: readonly string[] = [], opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Project', id, {}, opts);
    const enabled = [...services, ...more].map(
      (service) => new gcp.projects.Service(service, { project: id, service, disableOnDestroy: false }, { parent: this }),
    );
    this.id = pulumi.all(enabled.map(({ project }) => project)).apply(() => id);
    this.number = gcp.organizations.getProjectOutput({ projectId: this.id }, { parent: this }).number;
    this.registerOutputs({ id: this.id, number: this.number });
  }
}
