/** Roles of the pipeline's identity. */
import type { ResourceKind } from '../config/access';
import { readSecrets } from '../config/secret-readers';
import { isCloudSql, isMemorystore } from '../config/database';
import type { Environment } from '../config/environment';

/** Roles to create and change what this program and the manifests declare. None of them may decrypt with a key or impersonate an account; the right on the nodes' account is granted separately. */
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

/** With this role the pipeline could make itself the owner, so a condition restricts it to the listed roles. */
export const grantRole = 'roles/resourcemanager.projectIamAdmin';

/** Most roles that one `hasOnly` list in an IAM condition may have. Each grant changes one role, so several lists can be combined with "or". */
const rolesInList = 10;
/** An IAM condition has at most twelve operators. */
const mostLists = 12;

/** IAM condition: only these roles may be granted or revoked. @throws Error for more roles than a condition can contain */
export function onlyTheseGrants(roles: readonly string[]): { readonly title: string; readonly expression: string } {
  const lists = Array.from({ length: Math.ceil(roles.length / rolesInList) }, (_, index) => roles.slice(index * rolesInList, (index + 1) * rolesInList));
  if (lists.length > mostLists) throw new Error(`roles that the pipeline may grant must be at most ${rolesInList * mostLists}, received ${roles.length}`);
  const only = lists.map((list) => `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${list.map((role) => `'${role}'`).join(', ')}])`);
  return { title: 'only-roles-of-nodes-and-workloads', expression: only.join(' || ') };
}

/** Permissions to create secrets and to set their readers, but not to read their values. */
const ofSecrets = ['create', 'delete', 'get', 'getIamPolicy', 'list', 'setIamPolicy', 'update'].map((verb) => `secretmanager.secrets.${verb}`);
const policyOf = (resources: string): readonly string[] => [`${resources}.getIamPolicy`, `${resources}.setIamPolicy`];
/** Permissions to set the IAM policy of one resource; for topics and subscriptions the pipeline's roles have them already. */
const atResources: Readonly<Record<ResourceKind, readonly string[]>> = {
  bucket: policyOf('storage.buckets'),
  topic: [],
  subscription: [],
  // the policy of a dataset is a field of the dataset
  dataset: ['bigquery.datasets.get', 'bigquery.datasets.update', ...policyOf('bigquery.datasets')],
  queue: policyOf('cloudtasks.queues'),
  database: policyOf('spanner.databases'),
  project: [],
};

/** Permissions to create and change instances, databases and users, but not to connect to them or to export their data. */
const ofCloudSql = [
  ...['create', 'delete', 'get', 'list', 'update'].flatMap((verb) => [`cloudsql.instances.${verb}`, `cloudsql.databases.${verb}`, `cloudsql.users.${verb}`]),
].sort();
const ofMemorystore = ['create', 'delete', 'get', 'list', 'update'].map((verb) => `memorystore.instances.${verb}`);
const ofAlerts = ['create', 'delete', 'get', 'list', 'update'].map((verb) => `monitoring.alertPolicies.${verb}`);

/** Further permissions of the pipeline. Predefined roles with them could read secrets and data, so they are in a custom role. */
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
