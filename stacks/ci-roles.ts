/** What the pipeline's identity may do. */

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

/** IAM condition: only these roles are given or taken. IAM compares ten at most. */
export function onlyTheseGrants(roles: readonly string[]): { readonly title: string; readonly expression: string } {
  if (roles.length > 10) throw new Error(`roles that the pipeline may grant must be at most 10, received ${roles.length}`);
  const list = roles.map((role) => `'${role}'`).join(', ');
  return { title: 'only-roles-of-nodes-and-workloads', expression: `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${list}])` };
}
