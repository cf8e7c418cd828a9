import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pki, createPki, servingRequest } from '../../../e2e/cluster/pki';

const folder = mkdtempSync(join(tmpdir(), 'lyo-pki-'));
let pki: Pki;

beforeAll(async () => (pki = await createPki(folder)));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string): X509Certificate => new X509Certificate(readFileSync(file));

test('the certificate of an aggregated API server has the name that the API server connects to', async () => {
  const { certificateFile } = await pki.authority.sign('adapter', servingRequest({ name: 'adapter', namespace: 'monitoring' }));
  const certificate = read(certificateFile);
  expect(certificate.checkHost('adapter.monitoring.svc')).toBe('adapter.monitoring.svc');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.verify(read(pki.authority.certificateFile).publicKey)).toBe(true);
});

test('a client certificate carries user and groups', async () => {
  const { certificateFile } = await pki.authority.sign('admin', { commonName: 'admin', organizations: ['system:masters', 'ops'] });
  expect(read(certificateFile).subject.split('\n')).toEqual(['O=system:masters', 'O=ops', 'CN=admin']);
});

test('neither CA accepts certificates of the other', async () => {
  const { certificateFile } = await pki.frontProxyAuthority.sign('front-proxy-client', { commonName: 'front-proxy-client' });
  expect(read(certificateFile).verify(read(pki.authority.certificateFile).publicKey)).toBe(false);
});

test('certificates signed at the same time have different serial numbers', async () => {
  const pairs = await Promise.all(['a', 'b', 'c'].map((name) => pki.authority.sign(name, { commonName: name })));
  expect(new Set(pairs.map(({ certificateFile }) => read(certificateFile).serialNumber)).size).toBe(3);
});

test('private keys are readable by their owner only', async () => {
  const { keyFile } = await pki.authority.sign('owner', { commonName: 'owner' });
  expect(statSync(keyFile).mode & 0o077).toBe(0);
  expect(statSync(pki.serviceAccountKey.privateFile).mode & 0o077).toBe(0);
});
