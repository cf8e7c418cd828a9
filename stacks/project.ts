import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** The services of Google Cloud that the other components call. */
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

/** The project with its services switched on. Nothing is switched off on the way out: others may use the project too. */
export class Project extends pulumi.ComponentResource {
  /** Known once every service is on, so that whatever is made in the project waits for that. */
  public readonly id: pulumi.Output<string>;
  /** Names of service agents and of workload identities contain it in place of the id. */
  public readonly number: pulumi.Output<string>;

  /** @param more - services that not every environment needs */
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
