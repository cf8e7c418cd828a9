/** What the pipeline's identity may do. */
import type { ResourceKind } from '../config/access';
import { readSecrets } from '../config/secret-readers';
import { isCloudSql, isMemorystore } from '../config/database';
import type { Environment } from '../config/environment';

/** Makes and changes what this program and the manifests declare. None of them decrypts with a key or acts as an account; the nodes' account is granted apart. */
export const deployRoles: readonly string[] = [
  'roles/artifactregistry.admin',
  'roles/binaryauthorization.policyEditor',
  'roles/certificatemanager.owner',
  'roles/cloudkms.admin',
  'roles/compute.networkAdmin',
  'roles/compute.securityAdmin',
  'roles/container.admin',
  'roles/dns.admin',
  'roles/gkebackup.admin',
  'roles/iam.securityReviewer',
  'roles/iam.serviceAccountAdmin',
  'roles/iam.workloadIdentityPoolAdmin',
  'roles/iap.admin',
  'roles/monitoring.notificationChannelEditor',
  'roles/pubsub.admin',
  'roles/serviceusage.serviceUsageAdmin',
];

/** Would let the pipeline make itself the owner; it is granted for the listed roles only. */
export const grantRole = 'roles/resourcemanager.projectIamAdmin';

/** Of a list IAM compares this many at most; a grant is of one role, so it is in one of several lists or in none. */
const rolesInList = 10;
/** A condition has twelve operators at most. */
const mostLists = 12;

/** IAM condition: only these roles are given or taken. @throws Error for more roles than a condition holds */
export function onlyTheseGrants(roles: readonly string[]): { readonly title: string; readonly expression: string } {
  const lists = Array.from({ length: Math.ceil(roles.length / rolesInList) }, (_, index) => roles.slice(index * rolesInList, (index + 1) * rolesInList));
  if (lists.length > mostLists) throw new Error(`roles that the pipeline may grant must be at most ${rolesInList * mostLists}, received ${roles.length}`);
  const only = lists.map((list) => `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${list.map((role) => `'${role}'`).join(', ')}])`);
  return { title: 'only-roles-of-nodes-and-workloads', expression: only.join(' || ') };
}

/** What making a secret and deciding who reads it takes; its value is no part of it. */
const ofSecrets = ['create', 'delete', 'get', 'getIamPolicy', 'list', 'setIamPolicy', 'update'].map((verb) => `secretmanager.secrets.${verb}`);
const policyOf = (resources: string): readonly string[] => [`${resources}.getIamPolicy`, `${resources}.setIamPolicy`];
/** Deciding who may do what at one resource; topics and subscriptions are in roles that the pipeline has. */
const atResources: Readonly<Record<ResourceKind, readonly string[]>> = {
  bucket: policyOf('storage.buckets'),
  topic: [],
  subscription: [],
  // its policy is a part of the dataset
  dataset: ['bigquery.datasets.get', 'bigquery.datasets.update', ...policyOf('bigquery.datasets')],
  queue: policyOf('cloudtasks.queues'),
  database: policyOf('spanner.databases'),
  project: [],
};

/** Making and changing instances, databases and users; neither connecting to them nor taking their data out. */
const ofCloudSql = [
  ...['create', 'delete', 'get', 'list', 'update'].flatMap((verb) => [`cloudsql.instances.${verb}`, `cloudsql.databases.${verb}`, `cloudsql.users.${verb}`]),
].sort();
const ofMemorystore = ['create', 'delete', 'get', 'list', 'update'].map((verb) => `memorystore.instances.${verb}`);
const ofAlerts = ['create', 'delete', 'get', 'list', 'update'].map((verb) => `monitoring.alertPolicies.${verb}`);

/** Permissions that the pipeline needs beside its roles, because the roles that have them could read secrets and data. */
export function ownGrants({ workloads, databases = {} }: Pick<Environment, 'workloads' | 'databases'>): readonly string[] {
  const stated = Object.values(databases);
  const kinds = workloads.flatMap(({ access = [] }) => access.map(({ resource }) => resource.kind));
  return [
    ...(readSecrets(workloads).length > 0 ? ofSecrets : []),
    ...[...new Set(kinds)].sort().flatMap((kind) => atResources[kind]),
    ...(stated.some(isCloudSql) ? ofCloudSql : []),
    ...(stated.some(isMemorystore) ? ofMemorystore : []),
    ...(stated.some(({ google }) => google !== undefined) ? ofAlerts : []),
  ];
}
