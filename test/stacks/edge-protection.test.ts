import { internalPaths } from '../../config/exposure';
import { securityRules, type ProtectedEdge } from '../../stacks/edge-protection';

const at = (...paths: readonly string[]): ProtectedEdge['workloads'] => paths.map((path) => ({ path }));

/** Answer of the edge to a path, as Cloud Armor evaluates its rules, the lowest priority number first. */
function answer(edge: Partial<ProtectedEdge>, path: string): string {
  const rules = securityRules({ requestsPerMinute: 600, workloads: at('/'), ...edge });
  const expression = rules.map(({ match }) => (match as { expr?: { expression: string } } | undefined)?.expr?.expression).find((one) => one !== undefined);
  if (expression === undefined) return 'passes';
  const [, pattern = ''] = /^request\.path\.urlDecode\(\)\.lower\(\)\.matches\('(.*)'\)$/.exec(expression) ?? [];
  return new RegExp(pattern).test(decodeURIComponent(path).toLowerCase()) ? 'is not there' : 'passes';
}

test.each(internalPaths.flatMap((path) => [path, `${path}/`, `${path}/oauth2-redirect`, path.toUpperCase(), path.replace('e', '%65')]))(
  '%s is not found from outside',
  (path) => {
    expect(answer({}, path)).toBe('is not there');
  },
);

test.each(['/', '/items', '/items/metrics', '/docsearch', '/metrics-of-sales', '/openapi-json', '/health', '/health/live', '/document', '/items/docs/5'])(
  '%s passes',
  (path) => {
    expect(answer({}, path)).toBe('passes');
  },
);

test('the same paths are hidden below the path of each workload, and nowhere else', () => {
  const edge = { workloads: at('/orders', '/Basket/') };
  expect(['/orders/metrics', '/basket/docs'].map((path) => answer(edge, path))).toEqual(['is not there', 'is not there']);
  expect(answer(edge, '/metrics')).toBe('passes');
});

test.each([
  [['/', '/docs'], '/docs', 'passes'],
  [['/', '/docs'], '/docs/guide', 'passes'],
  [['/', '/docs'], '/docs/metrics', 'is not there'],
  [['/', '/docs'], '/metrics', 'is not there'],
  [['/', '/docs/v2/'], '/docs', 'is not there'],
  [['/', '/docs/v2/'], '/docs/', 'is not there'],
  [['/', '/docs/v2/'], '/docs/v2/guide', 'passes'],
  [['/', '/docs/v2/'], '/docs/v2/redoc', 'is not there'],
  [['/shop', '/shop/metrics', '/orders'], '/shop/metrics/today', 'passes'],
  [['/shop', '/shop/metrics', '/orders'], '/orders/metrics', 'is not there'],
] as const)('the path of a workload is public, even if it looks internal, with the paths %j: %s %s', (workloadPaths, path, expected) => {
  expect(answer({ workloads: at(...workloadPaths) }, path)).toBe(expected);
});

test('ten services need one short expression', () => {
  const workloadPaths = ['/', '/docs', ...Array.from({ length: 8 }, (_, index) => `/service-${index}`)];
  const [, hiding] = securityRules({ requestsPerMinute: 1, workloads: at(...workloadPaths) });
  expect(JSON.stringify(hiding?.match).length).toBeLessThan(500);
});

test('only configured paths are public', () => {
  expect(answer({ alsoPublic: ['/docs', '/openapi.json'] }, '/docs')).toBe('passes');
  expect(answer({ alsoPublic: ['/docs', '/openapi.json'] }, '/metrics')).toBe('is not there');
});

test('without hidden paths there is no rule, which would cost money', () => {
  expect(securityRules({ requestsPerMinute: 1, workloads: at('/'), alsoPublic: [...internalPaths] })).toHaveLength(2);
});

test('its rule comes before the rate limit, which ends the evaluation', () => {
  const priorities = securityRules({ requestsPerMinute: 1, workloads: at('/') }).map(({ action, priority }) => [action, priority]);
  expect(priorities).toEqual([
    ['throttle', 1000],
    ['deny(404)', 900],
    ['allow', 2_147_483_647],
  ]);
});

test('the configured readiness route is hidden, and the default one is not', () => {
  const workloads = [
    { path: '/', health: { live: '/livez', ready: '/Readyz' } },
    { path: '/orders', health: { live: '/orders/ping', ready: '/orders/health.json' } },
  ];
  const asked = ['/Readyz', '/readyz/', '/livez', '/health/ready', '/metrics', '/orders/health.json', '/orders/healthxjson', '/orders/ping', '/orders/docs'];
  expect(asked.map((path) => [path, answer({ workloads }, path)])).toEqual([
    ['/Readyz', 'is not there'],
    ['/readyz/', 'is not there'],
    ['/livez', 'passes'],
    ['/health/ready', 'passes'],
    ['/metrics', 'is not there'],
    ['/orders/health.json', 'is not there'],
    ['/orders/healthxjson', 'passes'],
    ['/orders/ping', 'passes'],
    ['/orders/docs', 'is not there'],
  ]);
});

test('a common route for both probes is public, and a readiness route outside of the path needs no rule', () => {
  const health = { live: '/status', ready: '/status' };
  expect(answer({ workloads: [{ path: '/', health }] }, '/status')).toBe('passes');
  expect(answer({ workloads: [{ path: '/orders', health: { live: '/livez', ready: '/readyz' } }] }, '/orders/readyz')).toBe('passes');
});
