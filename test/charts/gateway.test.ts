import { valueAt } from '../../config/record';
import { type Changes } from '../altered';
import { environmentWith, plainIngress, secondWorkload } from '../environment-with';
import { kindsOf, objectsOf, only, type KubernetesObject } from '../kubernetes-object';

const ingress: Changes = {
  exposure: plainIngress,
  // Identity-Aware Proxy needs Google's load balancer
  consoles: { kind: 'port-forward' },
};

function edgeObjects(changes: Changes): readonly KubernetesObject[] {
  // consoles behind the same gateway have tests of their own
  return objectsOf(environmentWith({ consoles: { kind: 'port-forward' }, ...changes })).filter(({ kind }) =>
    ['Gateway', 'HTTPRoute', 'HealthCheckPolicy', 'GCPBackendPolicy', 'GCPGatewayPolicy', 'Ingress'].includes(kind),
  );
}

describe('by gateway', () => {
  test('HTTPS ends at the load balancer with the managed certificate, at the reserved address', () => {
    const gateway = only(edgeObjects({}), 'Gateway', 'edge');
    expect(gateway.metadata.annotations).toEqual({ 'networking.gke.io/certmap': 'lyo-dev-edge' });
    expect(gateway.spec).toMatchObject({
      gatewayClassName: 'gke-l7-global-external-managed',
      addresses: [{ type: 'NamedAddress', value: 'lyo-dev-edge' }],
      listeners: [
        { name: 'https', protocol: 'HTTPS', port: 443, hostname: 'api.dev.lyo.example' },
        { name: 'http', protocol: 'HTTP', port: 80 },
      ],
    });
  });

  test('plain HTTP only redirects', () => {
    expect(only(edgeObjects({}), 'HTTPRoute', 'redirect-to-https').spec).toMatchObject({
      parentRefs: [{ name: 'edge', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
  });

  test('each exposed workload has a route and a health check in its own namespace', () => {
    const objects = edgeObjects(secondWorkload);
    for (const [name, namespace, path] of [
      ['backend', 'lyo-backend', '/'],
      ['orders', 'lyo-orders', '/orders'],
    ] as const) {
      expect(only(objects, 'HTTPRoute', name)).toMatchObject({
        metadata: { namespace },
        spec: {
          parentRefs: [{ name: 'edge', namespace: 'lyo-backend', sectionName: 'https' }],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }], backendRefs: [{ name, port: 80 }] }],
        },
      });
      // without a health check policy the load balancer would probe `/`
      expect(only(objects, 'HealthCheckPolicy', name)).toMatchObject({
        metadata: { namespace },
        spec: {
          targetRef: { kind: 'Service', name },
          default: { config: { type: 'HTTP', httpHealthCheck: { requestPath: '/health', portSpecification: 'USE_SERVING_PORT' } } },
        },
      });
    }
  });

  test('the TLS policy of the infrastructure program is attached to the gateway', () => {
    const policy = only(edgeObjects({}), 'GCPGatewayPolicy');
    // the policy must be in the namespace of its gateway
    expect(policy.metadata).toMatchObject({ name: 'edge', namespace: 'lyo-backend' });
    expect(policy.spec).toEqual({
      targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
      default: { sslPolicy: 'lyo-dev-edge' },
    });
  });

  test('the Cloud Armor policy of the infrastructure program is attached to each exposed service', () => {
    const objects = edgeObjects({ ...secondWorkload, 'exposure.securityPolicy': 'shield' });
    for (const [name, namespace] of [
      ['backend', 'lyo-backend'],
      ['orders', 'lyo-orders'],
    ] as const) {
      expect(only(objects, 'GCPBackendPolicy', name)).toMatchObject({
        metadata: { namespace },
        spec: { targetRef: { group: '', kind: 'Service', name }, default: { securityPolicy: 'shield', logging: { enabled: true } } },
      });
    }
  });

  test('a request may take as long as a stopping pod lives after its drain, and the load balancer waits that long', () => {
    const policy = only(edgeObjects({ 'workloads[0].shutdown': { drain: '50s', grace: '120s' } }), 'GCPBackendPolicy', 'backend');
    // a request accepted in the last second of the drain has 120 s - 50 s = 70 s until the pod is killed
    expect(policy.spec).toMatchObject({ default: { timeoutSec: 70, connectionDraining: { drainingTimeoutSec: 70 } } });
  });

  test('each listener accepts routes only from the namespaces that have one, by name', () => {
    const { spec } = only(objectsOf(environmentWith(secondWorkload)), 'Gateway');
    const admitted = (index: number): unknown => valueAt(spec, `listeners[${index}].allowedRoutes.namespaces.selector.matchExpressions`);
    expect(admitted(0)).toEqual([{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['lyo-backend', 'lyo-observability', 'lyo-orders'] }]);
    for (const console of [1, 2]) expect(admitted(console)).toEqual([{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['lyo-observability'] }]);
  });

  test.each(['/v1/orders', '/v1/orders/'])('the prefix %s is matched once, without its last slash, and reaches the workload unchanged', (path) => {
    const { metadata, spec } = only(edgeObjects({ 'workloads[0].path': path }), 'HTTPRoute', 'backend');
    expect(valueAt(spec, 'rules[0].matches[0].path.value')).toBe('/v1/orders');
    expect(valueAt(spec, 'rules[0].filters')).toBeUndefined();
    expect(metadata.annotations).toEqual({
      'kubernetes.io/description': 'requests below /v1/orders arrive with their whole path: no prefix is rewritten or cut off',
    });
  });

  test('a workload without a path is reachable inside the cluster only', () => {
    expect(kindsOf(edgeObjects({ 'workloads[0].path': undefined }))).toEqual(['GCPGatewayPolicy', 'Gateway', 'HTTPRoute']);
    const policy = only(
      objectsOf(environmentWith({ 'workloads[0].path': undefined })).filter(({ metadata }) => metadata.namespace === 'lyo-backend'),
      'NetworkPolicy',
      'backend',
    );
    expect(JSON.stringify(valueAt(policy.spec, 'ingress'))).not.toContain('ipBlock');
  });
});

describe("the optimizer's verdict", () => {
  const without = { 'workloads[0].scaling.signals.forecast': undefined };

  test('has a route for its one path, a health check and a Cloud Armor policy', () => {
    const objects = edgeObjects({ 'exposure.securityPolicy': 'shield' });
    expect(only(objects, 'HTTPRoute', 'optimizer')).toMatchObject({
      metadata: { namespace: 'lyo-observability' },
      spec: {
        parentRefs: [{ name: 'edge', namespace: 'lyo-backend', sectionName: 'https' }],
        hostnames: ['api.dev.lyo.example'],
        rules: [{ matches: [{ path: { type: 'Exact', value: '/health/optimization' } }], backendRefs: [{ name: 'optimizer', port: 8080 }] }],
      },
    });
    const health = { config: { type: 'HTTP', httpHealthCheck: { requestPath: '/health', portSpecification: 'USE_SERVING_PORT' } } };
    expect(only(objects, 'HealthCheckPolicy', 'optimizer')).toMatchObject({ metadata: { namespace: 'lyo-observability' }, spec: { default: health } });
    expect(only(objects, 'GCPBackendPolicy', 'optimizer').spec).toMatchObject({ targetRef: { name: 'optimizer' }, default: { securityPolicy: 'shield' } });
  });

  test('the route lets only the load balancer connect in addition', () => {
    const from = (changes: Changes): unknown => valueAt(only(objectsOf(environmentWith(changes)), 'NetworkPolicy', 'optimizer').spec, 'ingress[1]');
    const cidrs = ['35.191.0.0/16', '130.211.0.0/22'].map((cidr) => ({ ipBlock: { cidr } }));
    expect(from({})).toEqual({ from: cidrs, ports: [{ protocol: 'TCP', port: 8080 }] });
    for (const changes of [ingress, { 'workloads[0].path': undefined }]) expect(from(changes)).toBeUndefined();
  });

  test.each<[string, Changes]>([
    ['without an optimizer', without],
    ['where no service is reached from outside', { 'workloads[0].path': undefined }],
    ['behind a plain Ingress', ingress],
  ])('%s there is no route, and no listener admits one', (_, changes) => {
    const objects = edgeObjects(changes);
    expect(objects.filter(({ metadata }) => metadata.name === 'optimizer')).toEqual([]);
    expect(JSON.stringify(objects.filter(({ kind }) => kind === 'Gateway'))).not.toContain('lyo-observability');
  });

  test.each(['/health/optimization', '/health/optimization/'])('a workload with its path is refused: %s', (path) => {
    expect(() => environmentWith({ 'workloads[0].path': path })).toThrow('workloads[0].path: must not be /health/optimization, where the optimizer answers');
  });
});

describe('by plain ingress', () => {
  test('each namespace has an Ingress of its own, because its backends are Services of the same namespace', () => {
    const objects = edgeObjects({ ...ingress, ...secondWorkload });
    expect(kindsOf(objects)).toEqual(['Ingress', 'Ingress']);
    const all = ['/metrics', '/docs', '/redoc', '/openapi.json', '/health/ready'];
    const prefix = (path: string, name: string) => ({ path, pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } });
    expect(objects.map(({ metadata: { namespace }, spec }) => [namespace, valueAt(spec, 'rules[0].http.paths')])).toEqual([
      ['lyo-backend', [...all.map((path) => prefix(path, 'edge-nobody')), prefix('/', 'backend')]],
      ['lyo-orders', [...all.map((path) => prefix(`/orders${path}`, 'edge-nobody')), prefix('/orders', 'orders')]],
    ]);
  });

  /** The Service that a conforming controller chooses: prefixes match whole path segments, and the longest wins, over all Ingresses of a host. */
  function asked(changes: Changes, url: string): string | undefined {
    const paths = edgeObjects({ ...ingress, ...changes }).flatMap(({ spec }) => valueAt(spec, 'rules[0].http.paths') as { readonly path: string }[]);
    const matching = paths.filter(({ path }) => url === path || url.startsWith(path.endsWith('/') ? path : `${path}/`));
    const [longest] = matching.sort((one, other) => other.path.length - one.path.length);
    return longest && String(valueAt(longest, 'backend.service.name'));
  }

  test.each([
    ['/', 'backend'],
    ['/items', 'backend'],
    ['/documents', 'backend'],
    ['/metricsfeed', 'backend'],
    ['/health', 'backend'],
    ['/orders/health', 'orders'],
    ['/metrics', 'edge-nobody'],
    ['/metrics/', 'edge-nobody'],
    ['/docs/oauth2-redirect', 'edge-nobody'],
    ['/redoc', 'edge-nobody'],
    ['/openapi.json', 'edge-nobody'],
    ['/health/ready', 'edge-nobody'],
    ['/orders/openapi.json', 'edge-nobody'],
  ])('%s leads to %s', (url, service) => {
    expect(asked(secondWorkload, url)).toBe(service);
  });

  test('a path in `alsoPublic` is public, and so is the own path of a workload, even if it looks internal', () => {
    expect(asked({ ...secondWorkload, 'exposure.alsoPublic': ['/docs'] }, '/docs')).toBe('backend');
    expect(asked({ ...secondWorkload, 'exposure.alsoPublic': ['/docs'] }, '/metrics')).toBe('edge-nobody');
    expect(asked({ ...secondWorkload, 'workloads[1].path': '/docs' }, '/docs/start')).toBe('orders');
    expect(asked({ ...secondWorkload, 'workloads[1].path': '/docs' }, '/docs/metrics')).toBe('edge-nobody');
  });

  test('the Service of paths that are internal to the cluster has no pods', () => {
    const { spec } = only(objectsOf(environmentWith(ingress)), 'Service', 'edge-nobody');
    expect(valueAt(spec, 'selector')).toBeUndefined();
    const none = { ...ingress, 'exposure.alsoPublic': ['/metrics', '/docs', '/redoc', '/openapi.json', '/health/ready'] };
    expect(objectsOf(environmentWith(none)).filter(({ metadata }) => metadata.name === 'edge-nobody')).toEqual([]);
  });

  test('it has the class, the host and the TLS Secret of the environment', () => {
    expect(only(edgeObjects(ingress), 'Ingress').spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['api.dev.lyo.example'], secretName: 'ingress-serving' }],
      rules: [{ host: 'api.dev.lyo.example' }],
    });
  });

  test('the controller’s pods may connect in place of Google’s load balancers', () => {
    const policy = only(
      objectsOf(environmentWith(ingress)).filter(({ metadata }) => metadata.namespace === 'lyo-backend'),
      'NetworkPolicy',
      'backend',
    );
    const text = JSON.stringify(valueAt(policy.spec, 'ingress'));
    expect(text).toContain('"kubernetes.io/metadata.name":"ingress-nginx"');
    expect(text).not.toContain('35.191.0.0/16');
  });
});
