import type { Environment } from '../../config/environment';
import { components, namespaces, optimizerInterventions, optimizerObjects, tunablesOf, writerAccount } from '../../config/names';
import { devTuned, devWritable, writer } from '../../test/fixtures/tuned';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { clusterWith } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { KubernetesApi, type Access } from '../traffic/kubernetes-api';

const read = ['get', 'list', 'watch'] as const;
const said = ['approve', 'reject', 'freeze', 'unfreeze'] as const;
const verbs = [...read, 'create', 'update', 'patch', 'delete', ...said] as const;

/** Resources that are queried: `group/resource`, with `core` for the core group. */
const wishes = [
  ...['configmaps', 'endpoints', 'events', 'namespaces', 'nodes', 'nodes/metrics', 'nodes/proxy', 'persistentvolumeclaims', 'pods'].map((one) => `core/${one}`),
  ...['pods/eviction', 'pods/exec', 'pods/log', 'secrets', 'serviceaccounts', 'serviceaccounts/token', 'services'].map((one) => `core/${one}`),
  ...['deployments', 'deployments/scale', 'statefulsets'].map((one) => `apps/${one}`),
  'autoscaling/horizontalpodautoscalers',
  `${optimizerInterventions.group}/workloads`,
  'coordination.k8s.io/leases',
  'events.k8s.io/events',
  'authentication.k8s.io/tokenreviews',
  'authorization.k8s.io/subjectaccessreviews',
  ...['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'].map((one) => `rbac.authorization.k8s.io/${one}`),
  'apiregistration.k8s.io/apiservices',
  'custom.metrics.k8s.io/deployments.apps',
];

/** Scopes: the account's own namespace, other namespaces, and the whole cluster. */
const places = ['lyo-backend', 'lyo-observability', 'kube-system', 'cluster'] as const;

/** Paths that belong to no resource and that not everybody may read. */
const paths = ['/metrics', '/metrics/slis', '/logs', '/debug/pprof/', '/configz'] as const;

/** Who may read which of them: Prometheus the one under which the adapter has metrics of its own. */
const readers: Readonly<Record<string, readonly string[]>> = { [`${namespaces.observability}/${components.prometheus}`]: ['/metrics'] };

const tuned = tunablesOf('backend');

/** Single objects that a right may name, others of their kind, and their namespaces. */
const objects = [
  ['coordination.k8s.io/leases', optimizerObjects.lease, namespaces.observability],
  ['coordination.k8s.io/leases', 'kube-scheduler', namespaces.observability],
  ['core/configmaps', optimizerObjects.decisions, namespaces.observability],
  ['core/configmaps', optimizerInterventions.name, namespaces.observability],
  ['core/configmaps', 'prometheus-config', namespaces.observability],
  ['core/configmaps', tuned, namespaces.observability],
  ['core/configmaps', tuned, namespaces.backend],
  ['core/configmaps', tunablesOf('other'), namespaces.backend],
  ['core/secrets', 'grafana-admin', namespaces.observability],
] as const;

type Named = Readonly<Record<string, readonly string[]>>;
const optimizer = `${namespaces.observability}/${components.optimizer}`;

/** Expected rights to single objects: `verb group/resource/name place`. */
const named: Named = {
  [optimizer]: [
    ...['get', 'update'].map((verb) => `${verb} coordination.k8s.io/leases/${optimizerObjects.lease} ${namespaces.observability}`),
    // the right to create leases cannot be limited to a name
    ...objects.flatMap(([resource, name, place]) => (resource === 'coordination.k8s.io/leases' ? [`create ${resource}/${name} ${place}`] : [])),
    ...['get', 'create', 'patch'].map((verb) => `${verb} core/configmaps/${optimizerObjects.decisions} ${namespaces.observability}`),
  ],
};

/** Where a policy may act, it writes the one object of what it tunes. */
const namedWhereTuned: Named = {
  [optimizer]: [...(named[optimizer] ?? []), ...['get', 'create', 'patch'].map((verb) => `${verb} core/configmaps/${tuned} ${namespaces.backend}`)],
};

/** Where people may write, it keeps what they said. */
const namedWhereWritten: Named = {
  [optimizer]: [
    ...(namedWhereTuned[optimizer] ?? []),
    ...['get', 'create', 'patch'].map((verb) => `${verb} core/configmaps/${optimizerInterventions.name} ${namespaces.observability}`),
  ],
};

/** Everything that a ServiceAccount may do in either environment: `verb group/resource place`. `cluster` implies every place. */
const common: Readonly<Record<string, readonly string[]>> = {
  [`${namespaces.backend}/backend`]: [],
  [`${namespaces.observability}/${components.prometheus}`]: [
    ...read.map((verb) => `${verb} core/nodes cluster`),
    'get core/nodes/metrics cluster',
    ...read.map((verb) => `${verb} core/pods ${namespaces.observability}`),
  ],
  [`${namespaces.observability}/${components.kubeStateMetrics}`]: [
    'core/nodes',
    'core/persistentvolumeclaims',
    'core/pods',
    'apps/deployments',
    'apps/statefulsets',
    'autoscaling/horizontalpodautoscalers',
    'coordination.k8s.io/leases',
  ].flatMap((resource) => ['list', 'watch'].map((verb) => `${verb} ${resource} cluster`)),
  [`${namespaces.observability}/${components.jaeger}`]: [],
  [`${namespaces.observability}/${components.alertmanager}`]: [],
  [`${namespaces.observability}/${components.grafana}`]: [],
  [`${namespaces.observability}/${components.optimizer}`]: [
    `create coordination.k8s.io/leases ${namespaces.observability}`,
    `create events.k8s.io/events ${namespaces.backend}`,
  ],
  [`${namespaces.observability}/${components.prometheusAdapter}`]: [
    'create authentication.k8s.io/tokenreviews cluster',
    'create authorization.k8s.io/subjectaccessreviews cluster',
  ],
};

/** A collector that receives spans from applications reads pods, to find the pod of a connection's address. */
const knowsPods = read.map((verb) => `${verb} core/pods ${namespaces.backend}`);

/** The gateway of dev takes spans itself; in prod agents do. */
const granted = {
  dev: { ...common, [`${namespaces.observability}/${components.collectorGateway}`]: knowsPods },
  prod: {
    ...common,
    [`${namespaces.observability}/${components.collectorGateway}`]: [],
    [`${namespaces.observability}/${components.collectorAgent}`]: knowsPods,
  },
} as const satisfies Record<string, Readonly<Record<string, readonly string[]>>>;

const prometheus = `${namespaces.observability}/${components.prometheus}` as const;
/** Where a workload has metrics of its own, Prometheus finds its pods. */
const measured = { ...granted.dev, [prometheus]: [...(common[prometheus] ?? []), ...knowsPods] };

/** Where people may write, the optimizer asks who they are and what they may; and they may that, and nothing else. */
const written = {
  ...measured,
  [optimizer]: [...(common[optimizer] ?? []), 'create authentication.k8s.io/tokenreviews cluster', 'create authorization.k8s.io/subjectaccessreviews cluster'],
  [`${namespaces.observability}/${writerAccount(writer)}`]: said.map((verb) => `${verb} ${optimizerInterventions.group}/workloads ${namespaces.backend}`),
};

/** Least privilege, asked of the real API server. */
export const scenario: Scenario = {
  name: 'access-rights',
  title:
    'every ServiceAccount may do what it needs and nothing else: no secret can be read, nothing can be changed but the two objects of the optimizer, the one of what it tunes, and where people may write the one of what they said',
  tags: ['smoke', 'full'],
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    await asked(context, { title: 'dev', environment: shipped('dev'), rights: granted.dev, names: named });
    await asked(context, { title: 'dev, tuned', environment: devTuned, rights: measured, names: namedWhereTuned });
    await asked(context, { title: 'dev, where somebody may write', environment: devWritable, rights: written, names: namedWhereWritten });
    await asked(context, { title: 'prod', environment: shipped('prod'), rights: granted.prod, names: named });
  },
};

interface Granted {
  readonly title: string;
  readonly environment: Environment;
  readonly rights: Readonly<Record<string, readonly string[]>>;
  readonly names: Named;
}

async function asked(context: ScenarioContext, { title, environment, rights, names }: Granted): Promise<void> {
  const cluster = await clusterWith(context, Manifests.of(environment));
  everyAccountListed(
    (await cluster.list('serviceaccounts')).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
    rights,
  );
  const api = await KubernetesApi.start(cluster);
  for (const [account, own] of Object.entries(rights)) {
    const questions = allQuestions();
    const answers = await Promise.all(questions.map(async (question) => ({ question, allowed: await api.mayAccess(account, question) })));
    const allowed = answers.filter((answer) => answer.allowed).map(({ question }) => text(question));
    const expected = questions.filter((question) => isGranted(own, question)).map(text);
    const byName = await askedByName(api, account, { own, names: names[account] ?? [] });
    allowed.push(...byName.allowed);
    expected.push(...byName.expected);
    const missing = expected.filter((one) => !allowed.includes(one));
    const extra = allowed.filter((one) => !expected.includes(one));
    if (missing.length + extra.length > 0) {
      throw new Error(`${title} ${account}: must be able to ${missing.join(', ') || 'do no more'}; must not be able to ${extra.join(', ') || 'do less'}`);
    }
    const count = questions.length + paths.length + verbs.length * objects.length;
    context.report(`${title} ${account}: ${count} questions, ${allowed.length} allowed, ${count - allowed.length} denied`);
  }
}

function everyAccountListed(accounts: readonly string[], rights: Readonly<Record<string, readonly string[]>>): void {
  const unknown = accounts.filter((account) => account.startsWith('lyo-') && !account.endsWith('/default') && rights[account] === undefined);
  if (unknown.length > 0) throw new Error(`every ServiceAccount must be in the matrix, missing: ${unknown.join(', ')}`);
}

type Question = Access & { readonly place: (typeof places)[number] };

function allQuestions(): readonly Question[] {
  return verbs.flatMap((verb) =>
    wishes.flatMap((resource) => places.map((place) => ({ verb, resource, place, namespace: place === 'cluster' ? undefined : place }))),
  );
}

function isGranted(rights: readonly string[], { verb, resource, place }: Question): boolean {
  return rights.includes(`${verb} ${resource} ${place}`) || rights.includes(`${verb} ${resource} cluster`);
}

interface Compared {
  readonly allowed: readonly string[];
  readonly expected: readonly string[];
}

/** Checks paths and single objects, which queries about kinds do not cover. */
async function askedByName(
  api: KubernetesApi,
  account: string,
  { own, names }: { readonly own: readonly string[]; readonly names: readonly string[] },
): Promise<Compared> {
  const ofPaths = paths.map(async (path) => ({
    one: `get ${path}`,
    allowed: await api.mayReadPath(account, path),
    expected: readers[account]?.includes(path) === true,
  }));
  const ofObjects = objects.flatMap(([resource, name, place]) =>
    verbs.map(async (verb) => {
      const one = `${verb} ${resource}/${name} ${place}`;
      const question = { verb, resource, namespace: place };
      // a right on a whole kind is one on each of its objects
      const expected = names.includes(one) || isGranted(own, { ...question, place });
      return { one, allowed: await api.mayAccess(account, { ...question, name }), expected };
    }),
  );
  const answers = await Promise.all([...ofPaths, ...ofObjects]);
  return {
    allowed: answers.filter((answer) => answer.allowed).map(({ one }) => one),
    expected: answers.filter((answer) => answer.expected).map(({ one }) => one),
  };
}

function text({ verb, resource, place }: Question): string {
  return `${verb} ${resource} in ${place}`;
}
