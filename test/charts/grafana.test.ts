import { valueAt } from '../../config/record';
import { grafanaFiles } from '../../charts/grafana';
import { environmentWith, plainIngress, proxied } from '../environment-with';
import { objectsOf, only } from '../kubernetes-object';

const audience = '/projects/123/global/backendServices/456';

function egressOf(consoles?: unknown): unknown {
  const environment = environmentWith(consoles === undefined ? {} : { consoles });
  return valueAt(only(objectsOf(environment), 'NetworkPolicy', 'grafana').spec, 'egress');
}

describe('who is signed in to Grafana', () => {
  it('is who the signed header of Identity-Aware Proxy names', () => {
    const settings = grafanaFiles(environmentWith())['grafana.ini'];
    expect(settings).toContain('header_name = X-Goog-IAP-JWT-Assertion\n');
    expect(settings).toContain('expect_claims = {"iss":"https://cloud.google.com/iap"}\n');
    expect(settings).not.toContain('X-Goog-Authenticated-User-Email');
  });

  it('must have signed in to Grafana, as soon as its backend service is known', () => {
    const settings = grafanaFiles(environmentWith({ 'consoles.grafanaAudience': audience }))['grafana.ini'];
    expect(settings).toContain(`expect_claims = {"iss":"https://cloud.google.com/iap","aud":"${audience}"}\n`);
  });

  it('is who oauth2-proxy names in its header', () => {
    expect(grafanaFiles(environmentWith({ exposure: plainIngress, consoles: proxied }))['grafana.ini']).toContain('header_name = X-Forwarded-Email\n');
  });
});

describe('what Grafana may connect to', () => {
  const keys = { to: [{ ipBlock: { cidr: '199.36.153.8/30' } }], ports: [{ port: 443, protocol: 'TCP' }] };

  it('are the public keys of Identity-Aware Proxy, at the private addresses of Google, beside its data sources', () => {
    expect(egressOf()).toContainEqual(keys);
  });

  it('is nothing outside the cluster where no proxy signs tokens', () => {
    expect(JSON.stringify(egressOf({ kind: 'port-forward' }))).not.toContain('ipBlock');
  });
});

test('an exemplar leads to the host name of Jaeger, or to the forwarded port', () => {
  expect(grafanaFiles(environmentWith())['datasources.yaml']).toContain('https://jaeger.dev.lyo.example/trace/$${__value.raw}');
  expect(grafanaFiles(environmentWith({ consoles: { kind: 'port-forward' } }))['datasources.yaml']).toContain('http://localhost:16686/trace/$${__value.raw}');
});

test('the first start may take ten minutes, because it creates the database', () => {
  const container = valueAt(only(objectsOf(environmentWith()), 'Deployment', 'grafana').spec, 'template.spec.containers[0]');
  expect(container).toMatchObject({ startupProbe: { httpGet: { path: '/api/health', port: 'http' }, periodSeconds: 10, failureThreshold: 60 } });
});
