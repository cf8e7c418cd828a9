/** From nothing to an environment that serves: the README's table, each step with the check whether it is done. */
import { z } from 'zod';
import { partOf } from '../../config/names';
import type { Environment } from '../../config/environment';
import { contextOf } from '../right-cluster';
import type { Proof } from './proof';
import { done, must, open, type Step, type World } from './step';

export interface Way {
  readonly environment: Environment;
  /** Of the manifests that exist by then. */
  readonly digest: () => string;
  /** Secrets that manifests name and that this program does not create: `Secret/namespace/name`. */
  readonly secrets: () => readonly string[];
  /** Options that a person adds to `npm run apply` and to kubectl. */
  readonly connection: { readonly apply: readonly string[]; readonly kubectl: readonly string[] };
  readonly kubectl: string;
  /** Folder of the environment's manifests. */
  readonly manifests: string;
  /** How much of the release must run. */
  readonly wait: string;
  readonly proof: (world: World) => Promise<Proof>;
}

export function stepsOf(way: Way, world: World): readonly Step[] {
  return [
    configuration(way, world),
    generation(world),
    account(world),
    state(way, world),
    infrastructure(way, world),
    credentials(way, world),
    secrets(way, world),
    release(way, world),
    proof(way, world),
  ];
}

/** Values of the example, which belong to no other project. */
const examples = /\blyo\.example\b|\blyo-platform-(dev|prod)\b|\b0A1B2C-3D4E5F-6A7B8C\b|\blyo-example\b/;

function configuration({ environment }: Way, { ask }: World): Step {
  const places = placesOf(environment, environment.name).sort();
  let agreed = places.length === 0;
  return {
    name: 'the configuration is yours',
    commands: places.map((place) => `edit ${place}`),
    state: () => (agreed ? done : open),
    does: async () => {
      const answer = await ask(`${places.length} places still have the example's values, which work only in a test. Continue with them? [y/N] `);
      agreed = /^y(es)?$/i.test(answer);
      return agreed ? [] : [`edit config/${environment.name}.ts: ${places.join(', ')}`, 'npm run identity:freeze -- --again ' + environment.name];
    },
  };
}

/** Paths of the values. */
function placesOf(value: unknown, path: string): string[] {
  if (typeof value === 'string') return examples.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => placesOf(one, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`));
}

function generation(world: World): Step {
  let generated = false;
  return {
    name: 'manifests and plans are up to date with the configuration, and pass the audit',
    commands: ['npm start', 'npm run plan', 'npm run audit'],
    state: () => (generated ? done : open),
    does: () => {
      must(world, 'npm', 'start');
      must(world, 'npm', 'run', 'plan');
      must(world, 'npm', 'run', 'audit');
      generated = true;
      return [];
    },
  };
}

function account(world: World): Step {
  return {
    name: 'an account of Google Cloud',
    commands: ['gcloud auth login', 'gcloud auth application-default login'],
    state: () => {
      const { ok, output } = world.quiet('gcloud', 'auth', 'list', '--filter=status:ACTIVE', '--format=value(account)');
      return ok && output.trim() !== '' ? { kind: 'done', what: output.trim() } : open;
    },
    does: () => {
      must(world, 'gcloud', 'auth', 'login');
      must(world, 'gcloud', 'auth', 'application-default', 'login');
      return [];
    },
  };
}

function state({ environment: { name } }: Way, world: World): Step {
  return {
    name: 'a place for the state of the infrastructure',
    commands: [`pulumi login gs://<bucket>`, `pulumi stack init ${name} --secrets-provider=gcpkms://<key>`],
    state: () => (world.quiet('pulumi', 'stack', 'select', name).ok ? done : open),
    does: async () => {
      const bucket = await world.ask('The bucket for the state, made by hand once (gs://…): ');
      const key = await world.ask('The key that encrypts secrets in it (projects/…/cryptoKeys/…): ');
      if (!/^gs:\/\/[a-z0-9][a-z0-9._-]+(\/[\w.-]+)*$/.test(bucket) || !/^projects\/[\w/-]+\/cryptoKeys\/[\w-]+$/.test(key))
        return ['make a bucket and a key for the state by hand, and name them as gs://… and projects/…/cryptoKeys/…'];
      must(world, 'pulumi', 'login', bucket);
      must(world, 'pulumi', 'stack', 'init', name, `--secrets-provider=gcpkms://${key}`);
      return [];
    },
  };
}

function infrastructure({ environment: { name } }: Way, world: World): Step {
  const options = ['--stack', name, '--policy-pack', 'checks/pulumi-policy'];
  return {
    name: 'the infrastructure of plans/',
    commands: [`pulumi preview ${options.join(' ')}`, `pulumi up --yes ${options.join(' ')}`],
    state: () => (world.quiet('pulumi', 'preview', '--expect-no-changes', ...options).ok ? done : open),
    decides: 'The infrastructure is created, and costs money from then on: npm run cost says how much. Continue?',
    does: async () => {
      must(world, 'pulumi', 'preview', ...options);
      if (!/^y(es)?$/i.test(await world.ask('Make that? [y/N] '))) return [`pulumi up ${options.join(' ')}`];
      must(world, 'pulumi', 'up', '--yes', ...options);
      return [];
    },
  };
}

function credentials({ environment, kubectl, connection }: Way, world: World): Step {
  const { cluster, google } = environment;
  const args = ['container', 'clusters', 'get-credentials', cluster.name, '--location', google.region, '--project', google.project, '--dns-endpoint'];
  return {
    name: 'credentials of the cluster',
    commands: [`gcloud ${args.join(' ')}`],
    state: () => {
      const current = world.quiet(kubectl, ...connection.kubectl, 'config', 'current-context').output.trim();
      if (connection.kubectl.length === 0 && current !== contextOf(environment)) return open;
      return world.quiet(kubectl, ...connection.kubectl, 'get', '--raw', '/readyz').ok ? done : open;
    },
    does: () => {
      must(world, 'gcloud', ...args);
      return [];
    },
  };
}

/** Values that are not known here: a person creates them; the command does not block while it waits. */
function secrets({ kubectl, connection, manifests, secrets: named }: Way, world: World): Step {
  const ask = (...args: readonly string[]): boolean => world.quiet(kubectl, ...connection.kubectl, ...args).ok;
  const missing = (): readonly string[] =>
    named().filter((key) => {
      const [, namespace = '', name = ''] = /^Secret\/([^/]+)\/(.+)$/.exec(key) ?? [];
      return name !== '' && !ask('get', 'secret', name, '--namespace', namespace, '--output=name');
    });
  return {
    name: 'secrets whose values are not known here',
    commands: ['kubectl create secret generic <name> --namespace <namespace> --from-literal=<key>=<value>'],
    state: () => (missing().length === 0 ? done : open),
    does: () => {
      // a secret needs its namespace
      must(world, kubectl, ...connection.kubectl, 'apply', '--server-side', `--field-manager=${partOf}`, '-f', `${manifests}/namespaces.yaml`);
      return missing().map(
        (key) => `create ${key}: kubectl create secret generic ${key.split('/')[2] ?? ''} --namespace ${key.split('/')[1] ?? ''} --from-literal=…`,
      );
    },
  };
}

function release({ environment: { name }, digest, kubectl, connection, wait }: Way, world: World): Step {
  const record = ['get', 'configmap', 'applied', '--namespace=lyo-delivery', '--output=jsonpath={.data.record}'];
  return {
    name: 'the release',
    commands: [`npm run apply -- --env ${name}`],
    state: () => {
      const { ok, output } = world.quiet(kubectl, ...connection.kubectl, ...record);
      return ok && runs(output, digest()) ? { kind: 'done', what: digest().slice(0, 19) } : open;
    },
    decides: 'Everything in manifests/ is applied. Continue?',
    does: () => {
      must(world, 'npm', 'run', '--silent', 'apply', '--', '--env', name, '--wait', wait, ...connection.apply);
      return [];
    },
  };
}

/** The part of the cluster's record that is needed here; `npm run apply` reads all of it. */
const recorded = z.object({ phase: z.literal('applied'), applied: z.object({ digest: z.string() }) });

function runs(record: string, digest: string): boolean {
  try {
    return recorded.parse(JSON.parse(record)).applied.digest === digest;
  } catch {
    return false;
  }
}

function proof({ proof: shown }: Way, world: World): Step {
  let proven: Proof | undefined;
  return {
    name: 'one request, its trace, its metric, and the autoscaler that reads it',
    commands: [],
    state: () => (proven?.missing.length === 0 ? { kind: 'done', what: proven.found.join('; ') } : open),
    does: async () => {
      proven = await shown(world);
      for (const line of proven.found) world.say(`      ${line}`);
      return proven.missing;
    },
  };
}
