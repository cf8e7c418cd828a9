import { X509Certificate } from 'node:crypto';
import { ensureServingCertificate, type AggregatedServer } from '../../delivery/serving-certificate';
import { RememberingCluster } from './remembering-cluster';

const server: AggregatedServer = {
  namespace: 'lyo-observability',
  name: 'prometheus-adapter',
  secret: 'prometheus-adapter-serving',
  apis: ['v1beta1.custom.metrics.k8s.io', 'v1beta2.custom.metrics.k8s.io'],
};
const day = 86_400_000;
const made = { certificate: 'made', isTrusted: true };
const kept = { certificate: 'kept', isTrusted: true };

function served(): RememberingCluster {
  return new RememberingCluster(server.apis);
}

test('a missing certificate is created, and every API gets its CA bundle', () => {
  const cluster = served();
  expect(ensureServingCertificate(cluster, server, new Date())).toEqual(made);
  expect(cluster.secret()?.data).toMatchObject({ 'tls.key': expect.any(String), 'ca.crt': cluster.bundles[0] });
  expect(cluster.bundles).toEqual([cluster.bundles[0], cluster.bundles[0]]);
});

test('a valid certificate is kept, and APIs that trust it are not written again, with a single call', () => {
  const cluster = served();
  ensureServingCertificate(cluster, server, new Date());
  cluster.calls.length = 0;
  expect(ensureServingCertificate(cluster, server, new Date())).toEqual(kept);
  expect(cluster.calls.map(({ args }) => args[0])).toEqual(['get']);
});

test('an API gets the CA bundle as soon as it exists, and APIs that have it are not written again', () => {
  const [one = '', other = ''] = server.apis;
  const cluster = new RememberingCluster([one]);
  expect(ensureServingCertificate(cluster, server, new Date())).toEqual({ certificate: 'made', isTrusted: false });
  expect(cluster.written()).toEqual(['APIService', 'Secret', 'Lease']);
  cluster.bring(other);
  expect(ensureServingCertificate(cluster, server, new Date())).toEqual(kept);
  expect(cluster.written()).toEqual(['APIService']);
});

test.each<[string, (cluster: RememberingCluster) => void, string]>([
  [
    'an API trusts somebody else',
    (cluster) => cluster.put({ kind: 'APIService', metadata: { name: server.apis[0] ?? '' }, spec: { caBundle: 'b3RoZXI=' } }),
    'APIService',
  ],
  [
    'its end is told wrongly',
    (cluster) =>
      cluster.put({
        kind: 'Lease',
        metadata: { name: server.secret },
        spec: { holderIdentity: 'x', renewTime: '2026-01-01T00:00:00.000000Z', leaseDurationSeconds: 1 },
      }),
    'Lease',
  ],
  ['its end is told without a time', (cluster) => cluster.put({ kind: 'Lease', metadata: { name: server.secret }, spec: {} }), 'Lease'],
])('if %s, only that is written again', (_, change, kind) => {
  const cluster = served();
  ensureServingCertificate(cluster, server, new Date());
  change(cluster);
  cluster.calls.length = 0;
  expect(ensureServingCertificate(cluster, server, new Date())).toEqual(kept);
  expect(cluster.written()).toEqual([kind]);
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['no certificate', {}],
  ['what is none', { 'tls.crt': Buffer.from('hello').toString('base64'), 'ca.crt': Buffer.from('hello').toString('base64') }],
])('a Secret with %s is replaced, and its old content is not trusted', (_, data) => {
  const cluster = served();
  cluster.put({ kind: 'Secret', metadata: { name: server.secret }, data });
  expect(ensureServingCertificate(cluster, server, new Date())).toEqual(made);
  expect(Buffer.from(cluster.bundles[0] ?? '', 'base64').toString()).not.toContain('hello');
});

test('a certificate with less than sixty days left is renewed', () => {
  const cluster = served();
  const now = Date.now();
  ensureServingCertificate(cluster, server, new Date(now));
  // valid for 365 days: after 304 days 61 are left, one day later 60
  expect(ensureServingCertificate(cluster, server, new Date(now + 304 * day))).toEqual(kept);
  expect(ensureServingCertificate(cluster, server, new Date(now + 306 * day))).toEqual(made);
});

test('a renewed certificate is trusted beside the former one, before it is stored', () => {
  const cluster = served();
  const now = Date.now();
  ensureServingCertificate(cluster, server, new Date(now));
  cluster.calls.length = 0;
  ensureServingCertificate(cluster, server, new Date(now + 310 * day));
  const trusted = Buffer.from(cluster.bundles[0] ?? '', 'base64').toString();
  expect(trusted.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(cluster.written().slice(0, 3)).toEqual(['APIService', 'APIService', 'Secret']);
});

test('a certificate for another host is replaced', () => {
  const cluster = served();
  ensureServingCertificate(cluster, { ...server, name: 'other' }, new Date());
  expect(ensureServingCertificate(cluster, server, new Date())).toEqual(made);
});

test('the key is passed by standard input, never as an argument, which process lists show', () => {
  const cluster = served();
  ensureServingCertificate(cluster, server, new Date());
  expect(cluster.calls.some(({ input }) => input.includes('tls.key'))).toBe(true);
  expect(cluster.calls.flatMap(({ args }) => args).join(' ')).not.toMatch(/BEGIN|tls\.key|[A-Za-z0-9+/]{100}/);
});

test('a Lease records the end of the certificate, as renew time and duration', () => {
  const cluster = served();
  ensureServingCertificate(cluster, server, new Date());
  const lease = cluster.calls.map(({ input }) => input).find((input) => input.includes('"kind":"Lease"') && input.includes('renewTime'));
  const stored = Buffer.from(cluster.secret()?.data?.['tls.crt'] ?? '', 'base64').toString();
  const end = Date.parse(new X509Certificate(stored).validTo);
  expect(JSON.parse(lease ?? '{}')).toMatchObject({
    metadata: { name: server.secret, namespace: server.namespace },
    spec: { renewTime: new Date(end - 365 * day).toISOString().replace('Z', '000Z'), leaseDurationSeconds: 365 * 86_400 },
  });
});
