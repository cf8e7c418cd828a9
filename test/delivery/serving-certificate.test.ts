import { X509Certificate } from 'node:crypto';
import type { KubectlResult } from '../../delivery/kubectl';
import { ensureServingCertificate, type AggregatedServer } from '../../delivery/serving-certificate';

const server: AggregatedServer = {
  namespace: 'lyo-observability',
  name: 'prometheus-adapter',
  secret: 'prometheus-adapter-serving',
  apis: ['v1beta1.custom.metrics.k8s.io'],
};
const day = 86_400_000;

/** A cluster that remembers the last Secret it was given. */
class RememberingCluster {
  public secret: string | undefined;
  public readonly calls: { readonly args: readonly string[]; readonly input: string }[] = [];

  public run(args: readonly string[], input = ''): string {
    this.calls.push({ args, input });
    if (input.includes('"kind":"Secret"')) this.secret = input;
    return '';
  }

  public try(args: readonly string[]): KubectlResult {
    this.calls.push({ args, input: '' });
    return this.secret === undefined ? { ok: false, why: 'not found' } : { ok: true, output: this.secret };
  }

  /** The CA bundles that APIServices were told, in order. */
  public get bundles(): readonly string[] {
    return this.calls.flatMap(({ input }) => [...input.matchAll(/"caBundle":"([^"]+)"/g)].map(([, bundle = '']) => bundle));
  }
}

test('an absent certificate is made, and every API is told to trust it', () => {
  const cluster = new RememberingCluster();
  expect(ensureServingCertificate(cluster, server, new Date())).toBe('made');
  expect(cluster.secret).toContain('"tls.key"');
  expect(cluster.bundles).toHaveLength(1);
  expect(cluster.secret).toContain(`"ca.crt":"${cluster.bundles[0]}"`);
});

test('a certificate that lasts is kept, and is trusted again', () => {
  const cluster = new RememberingCluster();
  ensureServingCertificate(cluster, server, new Date());
  expect(ensureServingCertificate(cluster, server, new Date())).toBe('kept');
  expect(new Set(cluster.bundles).size).toBe(1);
});

test('a certificate with less than sixty days left is renewed', () => {
  const cluster = new RememberingCluster();
  const now = Date.now();
  ensureServingCertificate(cluster, server, new Date(now));
  // made for 365 days: 304 days later 61 are left, one day after that 60
  expect(ensureServingCertificate(cluster, server, new Date(now + 304 * day))).toBe('kept');
  expect(ensureServingCertificate(cluster, server, new Date(now + 306 * day))).toBe('made');
});

test('a renewed certificate is trusted beside the one before it, and before it is stored', () => {
  const cluster = new RememberingCluster();
  const now = Date.now();
  ensureServingCertificate(cluster, server, new Date(now));
  cluster.calls.length = 0;
  ensureServingCertificate(cluster, server, new Date(now + 310 * day));
  const written = cluster.calls.filter(({ input }) => input !== '').map(({ input }) => /"kind":"(\w+)"/.exec(input)?.[1]);
  expect(written).toEqual(['APIService', 'Secret', 'Lease']);
  const trusted = Buffer.from(cluster.bundles[0] ?? '', 'base64').toString();
  expect(trusted.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
});

test('a certificate for another host is replaced', () => {
  const cluster = new RememberingCluster();
  ensureServingCertificate(cluster, { ...server, name: 'other' }, new Date());
  expect(ensureServingCertificate(cluster, server, new Date())).toBe('made');
});

test('the key goes through standard input, never through arguments that a list of processes shows', () => {
  const cluster = new RememberingCluster();
  ensureServingCertificate(cluster, server, new Date());
  expect(cluster.calls.some(({ input }) => input.includes('tls.key'))).toBe(true);
  expect(cluster.calls.flatMap(({ args }) => args).join(' ')).not.toMatch(/BEGIN|tls\.key|[A-Za-z0-9+/]{100}/);
});

test('a Lease says when the certificate ends, as a renewal a lifetime before, and says the same on the next run', () => {
  const cluster = new RememberingCluster();
  const leases = () => cluster.calls.map(({ input }) => input).filter((input) => input.includes('"kind":"Lease"'));
  ensureServingCertificate(cluster, server, new Date());
  ensureServingCertificate(cluster, server, new Date());
  const [first = '', second] = leases();
  expect(second).toBe(first);
  const stored = Buffer.from(/"tls\.crt":"([^"]+)"/.exec(cluster.secret ?? '')?.[1] ?? '', 'base64').toString();
  const end = Date.parse(new X509Certificate(stored).validTo);
  expect(JSON.parse(first)).toMatchObject({
    metadata: { name: server.secret, namespace: server.namespace },
    spec: { renewTime: new Date(end - 365 * day).toISOString().replace('Z', '000Z'), leaseDurationSeconds: 365 * 86_400 },
  });
});
