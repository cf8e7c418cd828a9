import { valueAt } from '../../config/record';
import { type Changes } from '../altered';
import { environmentWith, plainIngress, proxied } from '../environment-with';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';

function objectsWith(changes: Changes = {}): readonly KubernetesObject[] {
  return objectsOf(environmentWith(changes));
}

function ingressRulesOf(objects: readonly KubernetesObject[], name: string): unknown {
  return valueAt(only(objects, 'NetworkPolicy', name).spec, 'ingress');
}

const scraping = {
  from: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'lyo-observability' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
    },
  ],
  ports: [{ port: 3000, protocol: 'TCP' }],
};

describe('behind Identity-Aware Proxy', () => {
  const objects = objectsWith();

  it.each([
    ['grafana', 3000, '/api/health'],
    ['jaeger', 16686, '/'],
  ])('%s has a host name and listener of its own, requires an account, and stays behind Cloud Armor', (name, port, health) => {
    expect(only(objects, 'HTTPRoute', `${name}-console`).spec).toMatchObject({
      parentRefs: [{ name: 'edge', namespace: 'lyo-backend', sectionName: `https-${name}` }],
      hostnames: [`${name}.dev.lyo.example`],
      rules: [{ backendRefs: [{ name, port }] }],
    });
    expect(valueAt(only(objects, 'Gateway', 'edge').spec, 'listeners')).toContainEqual(
      expect.objectContaining({ name: `https-${name}`, protocol: 'HTTPS', hostname: `${name}.dev.lyo.example` }),
    );
    expect(only(objects, 'GCPBackendPolicy', `${name}-console`).spec).toMatchObject({
      targetRef: { kind: 'Service', name },
      default: { iap: { enabled: true }, securityPolicy: 'lyo-dev-edge' },
    });
    expect(only(objects, 'HealthCheckPolicy', `${name}-console`).spec).toMatchObject({
      default: { config: { httpHealthCheck: { requestPath: health, port } } },
    });
  });

  it('an OAuth client of the team is named, and its secret only referenced', () => {
    const own = objectsWith({ 'consoles.client': { id: '123.apps.googleusercontent.com', secret: 'console-client' } });
    expect(valueAt(only(own, 'GCPBackendPolicy', 'grafana-console').spec, 'default.iap')).toEqual({
      enabled: true,
      clientID: '123.apps.googleusercontent.com',
      oauth2ClientSecret: { name: 'console-client' },
    });
  });

  it('only the load balancer may connect from outside, and only Prometheus from inside', () => {
    expect(ingressRulesOf(objects, 'grafana')).toEqual([
      {
        from: [{ ipBlock: { cidr: '35.191.0.0/16' } }, { ipBlock: { cidr: '130.211.0.0/22' } }],
        ports: [{ port: 3000, protocol: 'TCP' }],
      },
      scraping,
    ]);
  });
});

describe('behind oauth2-proxy', () => {
  const objects = objectsWith({ exposure: plainIngress, consoles: proxied });

  it.each([
    ['grafana', 'grafana-login', 3000],
    ['jaeger', 'jaeger-login', 16686],
  ])('%s is reached only through a proxy of its own', (name, login, port) => {
    expect(valueAt(only(objects, 'Ingress', `${name}-console`).spec, 'rules.0')).toMatchObject({
      host: `${name}.dev.lyo.example`,
      http: { paths: [{ backend: { service: { name: login } } }] },
    });
    const args = valueAt(only(objects, 'Deployment', login).spec, 'template.spec.containers.0.args');
    expect(args).toEqual(
      expect.arrayContaining([
        `--upstream=http://${name}.lyo-observability.svc:${port}`,
        '--cookie-secure=true',
        '--email-domain=lyo.example',
        '--insecure-oidc-skip-nonce=false',
      ]),
    );
    expect(JSON.stringify(ingressRulesOf(objects, name))).toContain(`"app.kubernetes.io/name":"${login}"`);
  });

  it('secrets are files mounted from a Secret, not arguments or environment variables', () => {
    const { spec } = only(objects, 'Deployment', 'jaeger-login');
    expect(valueAt(spec, 'template.spec.volumes')).toEqual([{ name: 'console-login', secret: { secretName: 'console-login' } }]);
    expect(valueAt(spec, 'template.spec.containers.0.args')).toEqual(
      expect.arrayContaining(['--client-secret-file=/etc/oauth2-proxy/console-login/client', '--cookie-secret-file=/etc/oauth2-proxy/console-login/cookie']),
    );
    expect(valueAt(spec, 'template.spec.containers.0.env')).toBeUndefined();
  });

  it('Grafana takes the user name that the proxy verified', () => {
    const files = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && /^grafana-[0-9a-f]{10}$/.test(metadata.name));
    expect(JSON.stringify(files)).toContain('header_name = X-Forwarded-Email');
  });
});

test('with port-forward alone, no route, policy or proxy is generated, and only Prometheus may connect', () => {
  const objects = objectsWith({ consoles: { kind: 'port-forward' } });
  expect(objects.filter(({ metadata }) => /-(console|login)$/.test(metadata.name))).toEqual([]);
  expect(ingressRulesOf(objects, 'grafana')).toEqual([scraping]);
  expect(valueAt(only(objects, 'Gateway', 'edge').spec, 'listeners')).toHaveLength(2);
});
