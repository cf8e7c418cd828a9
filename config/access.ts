/** Rights of a workload at Google's APIs: a role, and the resource on which it is granted. */
import { z } from 'zod';
import { table } from './table';

const role = z
  .string()
  .regex(
    /^(roles|projects\/[a-z][-a-z0-9]{4,28}[a-z0-9]\/roles|organizations\/\d+\/roles)\/[A-Za-z][A-Za-z0-9_.]*$/,
    'must be a role such as "roles/storage.objectUser"',
  );

const name = (pattern: RegExp, example: string): z.ZodString => z.string().regex(pattern, `must be the name that Google has it by, such as "${example}"`);

/** One variant for each kind of resource that has its own IAM policy, and the project for all other services. */
const resource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bucket'), name: name(/^[a-z0-9][-a-z0-9_.]{1,220}[a-z0-9]$/, 'lyo-invoices') }),
  z.strictObject({ kind: z.literal('topic'), name: name(/^[A-Za-z][-\w.~+%]{2,254}$/, 'orders') }),
  z.strictObject({ kind: z.literal('subscription'), name: name(/^[A-Za-z][-\w.~+%]{2,254}$/, 'orders-worker') }),
  z.strictObject({ kind: z.literal('dataset'), name: name(/^\w{1,1024}$/, 'reports') }),
  z.strictObject({
    kind: z.literal('queue'),
    name: name(/^[-A-Za-z0-9]{1,100}$/, 'mails'),
    location: name(/^[a-z]+-[a-z]+\d+$/, 'europe-west1'),
  }),
  z.strictObject({
    kind: z.literal('database'),
    instance: name(/^[a-z][-a-z0-9]{0,62}[a-z0-9]$/, 'shop'),
    name: name(/^[a-z][-_a-z0-9]{0,28}[a-z0-9]$/, 'orders'),
  }),
  z.strictObject({ kind: z.literal('project') }),
]);

export const access = z.strictObject({
  role,
  /** The resource on which the role is granted. The workload gets the right there and nowhere else. */
  resource,
  /** The reason for more than reading and writing data, for reviewers. Required for roles that administer, own, act as others or create tokens. @default - none */
  reason: z.string().min(10, 'must say why, in at least 10 characters').optional(),
});
export type Access = z.infer<typeof access>;
export type ResourceKind = Access['resource']['kind'];

/** Services whose roles are granted on resources with their own IAM policy; roles of all others are granted on the project. */
export const ownPolicies = table<Readonly<Record<string, readonly Exclude<ResourceKind, 'project'>[]>>>({
  storage: ['bucket'],
  pubsub: ['topic', 'subscription'],
  bigquery: ['dataset'],
  cloudtasks: ['queue'],
  spanner: ['database'],
});

/** Roles of the services in `ownPolicies` that can only be granted on a project, such as the right to run a query. */
export const ofProject: readonly string[] = ['roles/bigquery.jobUser', 'roles/bigquery.readSessionUser', 'roles/bigquery.resourceViewer'];

/** Services of which every role can change the rights of others or run code under another identity. */
const governing = [
  'accesscontextmanager',
  'billing',
  'cloudbuild',
  'clouddeploy',
  'cloudfunctions',
  'composer',
  'compute',
  'container',
  'dataflow',
  'dataproc',
  'deploymentmanager',
  'iam',
  'iap',
  'orgpolicy',
  'resourcemanager',
  'run',
  'workflows',
];

/** Service of a role: `roles/storage.objectUser` → `storage`. A basic role or a custom role belongs to no service. */
export function serviceOf(name: string): string | undefined {
  return /^roles\/([a-z]+)\./.exec(name)?.[1];
}

/**
 * Why a role grants more than reading and writing data, judged by its name (cloud.google.com/iam/docs/roles-permissions). What a custom role grants is not
 * known here.
 * @returns undefined if the role grants no more than that
 */
export function powerOf(name: string): string | undefined {
  if (!name.startsWith('roles/')) return 'is a role of your own, of which nobody can tell here what it grants';
  const service = serviceOf(name);
  if (service === undefined) return 'reaches everything in the project';
  if (governing.includes(service)) return `is one of ${service}, which decides about rights or runs code as others`;
  const own = name.slice(name.lastIndexOf('.') + 1);
  if (/admin/i.test(own)) return 'administers';
  if (/owner$/i.test(own)) return 'owns';
  if (own === 'editor') return 'makes and removes the resources themselves';
  return undefined;
}

/** Text for messages: `bucket lyo-invoices`. */
export function resourceText(at: Access['resource']): string {
  switch (at.kind) {
    case 'project':
      return 'the project';
    case 'database':
      return `database ${at.instance}/${at.name}`;
    case 'queue':
      return `queue ${at.location}/${at.name}`;
    case 'bucket':
    case 'topic':
    case 'subscription':
    case 'dataset':
      return `${at.kind} ${at.name}`;
  }
}
