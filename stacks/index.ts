/** The infrastructure program: wires one component for each logical entity, without arithmetic. */
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { environments } from '../config/environments';

const stack = pulumi.getStack();
const environment = environments.find(({ name }) => name === stack);
if (environment === undefined) {
  throw new Error(`stack must be one of ${environments.map(({ name }) => name).join(', ')}, received ${stack}`);
}

/** The project's services that everything else needs. */
export const services = ['compute.googleapis.com', 'container.googleapis.com'].map(
  (service) => new gcp.projects.Service(service, { project: environment.google.project, service, disableOnDestroy: false }),
);
