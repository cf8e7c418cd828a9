/** What a container of a workload may state besides its image: how it is started, what it reads, and where it writes. */
import { z } from 'zod';
import { memory, type Memory } from './quantities';

export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be an environment variable name');

/** An absolute path in the container's file system, without `.` and `..`, which would lead to another place than the text shows. */
const absolutePath = z
  .string()
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[-\w.]+)+$/, 'must be an absolute path of letters, digits, "-", "." and "_", such as "/etc/app/logging.ini"')
  .max(256, 'must be at most 256 characters');

/** Arguments as the container's process gets them, without a shell. `$(NAME)` stands for a variable of the container. */
export const words = z.array(z.string().regex(/^[^\0]+$/, 'must be a word of at least one character')).min(1, 'must have at least one word');

/** The value of a variable. The kernel ends it at a NUL character, so container runtimes refuse one. */
export const variableValue = z.string().regex(/^[^\0]*$/, 'must have no NUL character');

/** RFC 1123 subdomain: what Kubernetes accepts as the name of a Secret. */
const secretName = z.string().regex(/^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, 'must be the name of a Secret');
const secretKey = z.string().regex(/^[-._a-zA-Z0-9]{1,253}$/, 'must be a key of a Secret (letters, digits, "-", "." and "_")');

const asWhat = z.enum(['variable', 'file'], 'must be variable or file').optional();

/**
 * Where the value of a secret is. `google` is a secret in Secret Manager: the infrastructure program creates it without a value and lets only this workload read it. `kubernetes` is a key
 * of a Secret in the workload's namespace. It is created outside of this program, and pods do not start before it exists.
 *
 * As a `variable` the process keeps the value that it started with: a new value needs new pods. As a `file` the value is in `/run/secrets/app/<name>`, or in
 * `/run/secrets/google/<name>` for Secret Manager; the variable `<name>_FILE` contains that path, and a new value arrives within a few minutes. @default variable
 */
const secretSource = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('kubernetes'),
    secret: secretName,
    key: secretKey,
    as: asWhat,
  }),
  z.strictObject({
    from: z.literal('google'),
    /** Id of the secret in Secret Manager, in the environment's project. */
    name: z.string().regex(/^[-\w]{1,255}$/, 'must be the id of a secret (letters, digits, "-" and "_")'),
    /** A numbered version changes only with a release, and is rolled back with it. @default latest */
    version: z.union([z.literal('latest'), z.int().min(1)], 'must be "latest" or the number of a version').optional(),
    as: asWhat,
  }),
]);
export type SecretSource = z.infer<typeof secretSource>;

/** Fields of its pod that a container can read (kubernetes.io/docs/concepts/workloads/pods/downward-api). */
const podFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.podIP',
  'status.hostIP',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
] as const;
export type PodField = (typeof podFields)[number];

export const container = {
  /** In place of the image's own entry point. @default - the image's */
  command: words.optional(),
  /** In place of the image's own arguments. @default - the image's, or none where a command is stated */
  args: words.optional(),
  /** Secrets by the variable that the application reads. Their values are never in the configuration. @default - none */
  secrets: z.record(variableName, secretSource).optional(),
  /** Fields of the pod by the variable that the application reads. Amounts of CPU are whole cores, rounded up; memory is in bytes. @default - none */
  podFields: z.record(variableName, z.enum(podFields, `must be one of ${podFields.join(', ')}`)).optional(),
  /** Contents of files by the path at which the application reads them; never secrets. A changed content starts new pods. @default - none */
  files: z.record(absolutePath, z.string()).optional(),
  /** Folders that the application may write to, by path, with the size limit of each. Their content is lost with the pod. @default - `/tmp` of 256Mi */
  scratch: z.record(absolutePath, memory).optional(),
  /** Numeric user and group, for an image whose files belong to one; never root. @default - 65534, which owns nothing */
  user: z.int().min(1, 'must be a numeric user above 0: no container runs as root').max(2_147_483_647).optional(),
};

export type ContainerSettings = z.infer<z.ZodObject<typeof container>>;

/** Folders of secrets that are files, by where the secret is kept. Each folder is a volume of its own. */
export const secretFolders = { kubernetes: '/run/secrets/app', google: '/run/secrets/google' } as const;

/** The folder that every container may write to, unless `scratch` states another size. */
const temporaryFolder: Readonly<Record<string, Memory>> = { '/tmp': '256Mi' };

/** Folders that the application may write to with their size limits, `/tmp` included. */
export function scratchOf({ scratch = {} }: Pick<ContainerSettings, 'scratch'>): Readonly<Record<string, Memory>> {
  return { ...temporaryFolder, ...scratch };
}

/** A secret as its container reads it. */
export interface FoundSecret {
  /** Variable that the configuration names. */
  readonly name: string;
  readonly variable: string;
  readonly source: SecretSource;
  /** Absolute path of the file with the value; the variable then holds this path. @default - the variable holds the value */
  readonly file?: string;
}

/** Settings with the defaults of all fields that were left out. */
export type ContainerSetup = Pick<ContainerSettings, 'command' | 'args' | 'user'> &
  Required<Pick<ContainerSettings, 'podFields' | 'files'>> & { readonly secrets: readonly FoundSecret[]; readonly scratch: Readonly<Record<string, Memory>> };

export function setupOf(settings: ContainerSettings): ContainerSetup {
  const { command, args, user, secrets = {}, podFields: fields = {}, files = {} } = settings;
  return { command, args, user, podFields: fields, files, scratch: scratchOf(settings), secrets: Object.entries(secrets).map(foundSecret) };
}

function foundSecret([name, source]: [string, SecretSource]): FoundSecret {
  return source.as === 'file' ? { name, variable: `${name}_FILE`, source, file: `${secretFolders[source.from]}/${name}` } : { name, variable: name, source };
}

/** Names of the variables that a workload's settings produce, each with the path of the field that states it. */
export function statedVariables({
  env,
  secrets = {},
  podFields: fields = {},
}: Pick<ContainerSettings, 'secrets' | 'podFields'> & { readonly env: Readonly<Record<string, string>> }): readonly { variable: string; path: string }[] {
  return [
    ...Object.keys(env).map((variable) => ({ variable, path: `env.${variable}` })),
    ...Object.entries(secrets).map(([name, source]) => ({ variable: foundSecret([name, source]).variable, path: `secrets.${name}` })),
    ...Object.keys(fields).map((variable) => ({ variable, path: `podFields.${variable}` })),
  ];
}

/** Names in `$(NAME)` of a text, which Kubernetes replaces; `$$(NAME)` is the text itself. */
export function referencesOf(text: string): readonly string[] {
  return [...text.matchAll(/(\$*)\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g)].flatMap(([, dollars = '', name = '']) => (dollars.length % 2 === 0 ? [name] : []));
}
