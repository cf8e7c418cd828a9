import { parseObjects } from '../../checks/read-manifests';
import type { ManifestObject } from '../../checks/manifest';
import { synthesize } from '../../charts/synthesis';
import { lostByOldPods } from '../../delivery/overlap';
import type { Changes } from '../altered';
import { environmentWith, firstWorkload } from '../environment-with';

const database = { cidr: '10.20.0.0/24', port: 5432 };

function objectsOf(changes: Changes): readonly ManifestObject[] {
  return synthesize(environmentWith(changes)).flatMap(({ name, yaml }) => parseObjects(yaml, name));
}

function lost(before: Changes, after: Changes): readonly string[] {
  return lostByOldPods(objectsOf(before), objectsOf(after));
}

const { egress, shutdown, image } = firstWorkload(environmentWith());
const released: Changes = { 'workloads[0].image': image.replace(/:[^:]+$/, ':2.0.0') };

test('a release that removes nothing has no note', () => {
  expect(lost({}, {})).toEqual([]);
  expect(lost({}, released)).toEqual([]);
  expect(lost({}, { ...released, 'workloads[0].egress': [...egress, database] })).toEqual([]);
  // probes, policies, routes and scrapes refer to the port by its name
  expect(lost({}, { ...released, 'workloads[0].port': 9000 })).toEqual([]);
});

test('a destination is reported if it is removed together with the version that uses it, not if it is removed alone', () => {
  expect(lost({ 'workloads[0].egress': [...egress, database] }, released)).toEqual([
    expect.stringMatching(
      /^the old pods of Deployment lyo-backend\/backend lose connections to 10\.20\.0\.0\/24, port 5432 while they serve: make that a change of its own/,
    ),
  ]);
  expect(lost({ 'workloads[0].egress': [...egress, database] }, {})).toEqual([]);
});

test.each(['api.stripe.com', '*.example.org'])('a host name that is removed together with the version that uses it is reported: %s', (host) => {
  expect(lost({ 'workloads[0].egress': [...egress, { host, port: 8443 }] }, released)).toEqual([
    expect.stringContaining(`lose connections to ${host}, port 8443 while they serve`),
  ]);
  expect(lost({}, { ...released, 'workloads[0].egress': [...egress, { host, port: 8443 }] })).toEqual([]);
});

test('another port of the same destination is another connection', () => {
  expect(lost({ 'workloads[0].egress': [database] }, { ...released, 'workloads[0].egress': [{ ...database, port: 6432 }] })).toHaveLength(1);
});

test('a removed port number is reported with the Service of its callers, and an added one is not', () => {
  const grpc = (port: number): Changes => ({ 'workloads[0].ports': { grpc: port, metrics: port + 1 } });
  expect(lost({}, { ...released, ...grpc(50_051) })).toEqual([]);
  const gone = expect.stringContaining('are no longer reached at backend.lyo-backend:50051, where its callers look for them: make that a change of its own');
  expect(lost(grpc(50_051), { ...released, ...grpc(50_061) })).toEqual([gone]);
  expect(lost(grpc(50_051), released)).toEqual([gone]);
});

test('a path that the old pods do not know is reported, and a removed path is not', () => {
  expect(lost({ 'workloads[0].path': '/shop' }, { ...released, 'workloads[0].path': '/store' })).toContainEqual(
    expect.stringContaining('get requests under /store, which only the new version may know'),
  );
});

test('a shorter grace period is reported with both values, a longer one is not', () => {
  const shorter = { ...shutdown, grace: '50s' };
  expect(lost({}, { 'workloads[0].shutdown': shorter })).toEqual([expect.stringContaining('take up to 60 s to end, and the quota counts on 50 s')]);
  expect(lost({ 'workloads[0].shutdown': shorter }, {})).toEqual([]);
});

test('a new or removed workload has no old pods beside new ones', () => {
  expect(lostByOldPods([], objectsOf({}))).toEqual([]);
  expect(lostByOldPods(objectsOf({}), [])).toEqual([]);
});
