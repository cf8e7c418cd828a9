/** A valid example for each choice (`kind`) of the configuration. Error messages show it when a field of that choice is missing. */

const key = { secret: 'jaeger-storage', key: 'password' } as const;
const search = {
  url: 'https://10.200.0.7:9200',
  user: { secret: 'jaeger-storage', key: 'user' },
  password: key,
  network: { cidr: '10.200.0.0/24', port: 9200 },
};
const receiver = { secret: 'alertmanager-receivers', key: 'page' } as const;

export interface Choice {
  /** Path of the choice, with `[]` for any position and `*` for any name. */
  readonly path: string;
  /** The field that selects the variant. */
  readonly by: string;
  /** One valid example of each variant. */
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

export const choices: readonly Choice[] = [
  {
    path: 'exposure',
    by: 'kind',
    examples: [
      {
        kind: 'gateway',
        hostname: 'api.lyo.example',
        address: 'lyo-prod-edge',
        certificateMap: 'lyo-prod-edge',
        securityPolicy: 'lyo-prod-edge',
        sslPolicy: 'lyo-prod-edge',
        requestsPerMinute: 600,
        dnsZone: 'lyo',
      },
      { kind: 'ingress', hostname: 'api.lyo.example', className: 'nginx', controllerNamespace: 'ingress-nginx' },
    ],
  },
  { path: 'cluster.managedPrometheus', by: 'kind', examples: [{ kind: 'off' }, { kind: 'copy', interval: '60s' }] },
  { path: 'tracing.collectors', by: 'layout', examples: [{ layout: 'single' }, { layout: 'tiers', agents: { min: 2, max: 6 }, gateways: 2 }] },
  {
    path: 'tracing.storage',
    by: 'kind',
    examples: [
      { kind: 'badger', dailyVolume: '2048Mi' },
      { kind: 'opensearch', ...search },
      { kind: 'elasticsearch', ...search },
      {
        kind: 'clickhouse',
        address: '10.200.0.7:9000',
        database: 'jaeger',
        user: { secret: 'jaeger-storage', key: 'user' },
        password: key,
        network: { cidr: '10.200.0.0/24', port: 9000 },
      },
    ],
  },
  {
    path: 'alerting.receivers.*',
    by: 'kind',
    examples: [
      { kind: 'webhook', url: receiver },
      { kind: 'slack', url: receiver, channel: '#alerts' },
      { kind: 'pagerduty', routingKey: receiver },
    ],
  },
  {
    path: 'consoles',
    by: 'kind',
    examples: [
      { kind: 'iap', grafana: 'grafana.lyo.example', jaeger: 'jaeger.lyo.example', members: ['group:platform@lyo.example'] },
      {
        kind: 'oauth2-proxy',
        grafana: 'grafana.lyo.example',
        jaeger: 'jaeger.lyo.example',
        issuer: 'https://login.lyo.example',
        clientId: 'lyo-consoles',
        clientSecret: { secret: 'console-login', key: 'client' },
        cookieSecret: { secret: 'console-login', key: 'cookie' },
        emailDomain: 'lyo.example',
      },
      { kind: 'port-forward' },
    ],
  },
  { path: 'workloads[].scaling.failsafe', by: 'kind', examples: [{ kind: 'cpu', utilization: 90 }, { kind: 'none' }] },
];

/** An example of the fields of a workload that have no default, with names as in the files of `config/`. */
const firstWorkload: Readonly<Record<string, string>> = {
  name: '"orders"',
  namespace: 'namespaces.backend',
  image: '"europe-west1-docker.pkg.dev/<project>/lyo/orders:0.1.0"',
  port: '8000',
  instrumentation: '"python"',
  scaling: 'classPolicies.noisy of config/class-policies.ts',
};

/** `, for example …` for a missing field that a workload or the chosen variant requires; an empty text for other fields. */
export function exampleOf(source: unknown, path: readonly PropertyKey[]): string {
  const [list, , field, ...deeper] = path;
  const first = list === 'workloads' && deeper.length === 0 ? firstWorkload[String(field)] : undefined;
  if (first !== undefined) return `, for example ${first}`;
  for (const depth of path.keys()) {
    const choice = choices.find((candidate) => isAt(candidate.path, path.slice(0, depth + 1)));
    const chosen = at(at(source, path.slice(0, depth + 1)), [choice?.by ?? '']);
    const example = choice?.examples.find((candidate) => candidate[choice.by] === chosen);
    const shown = at(example, path.slice(depth + 1));
    if (shown !== undefined) return `, for example ${JSON.stringify(shown)}`;
  }
  return '';
}

function isAt(pattern: string, path: readonly PropertyKey[]): boolean {
  const text = path.map((step) => (typeof step === 'number' ? '[]' : `.${String(step)}`)).join('');
  return new RegExp(`^\\.${pattern.replaceAll('.', '\\.').replaceAll('[]', '\\[\\]').replaceAll('*', '[^.]+')}$`).test(text);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? (Reflect.get(inner, step) as unknown) : undefined), value);
}
