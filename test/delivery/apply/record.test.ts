/** A record that was changed, lost, damaged, or written by a newer program. */
import { ensurePlace } from '../../../delivery/apply/place';
import { readRecord, writeRecord, type DeliveryRecord } from '../../../delivery/apply/record';
import { PlayedCluster } from './played-cluster';

const record: DeliveryRecord = {
  version: 1,
  environment: 'dev',
  phase: 'applying',
  target: { digest: 'sha256:1', who: 'somebody', at: '2026-01-01T00:00:00.000Z' },
  keys: ['Service/shop/web', 'ConfigMap/shop/settings', 'Service/shop/web'],
  ran: [],
};

function cluster(): PlayedCluster {
  const played = new PlayedCluster();
  ensurePlace(played);
  return played;
}

function holding(text: string | undefined): PlayedCluster {
  const played = cluster();
  const data = text === undefined ? {} : { data: { record: text } };
  played.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'lyo-delivery', name: 'applied' }, ...data });
  return played;
}

test('a record is read as it was written, with its keys sorted and without duplicates', () => {
  const played = cluster();
  expect(readRecord(played)).toEqual({});
  writeRecord(played, record, undefined);
  expect(readRecord(played).record).toEqual({ ...record, keys: ['ConfigMap/shop/settings', 'Service/shop/web'] });
});

test('only one of two runs that read the same record can write it', () => {
  const played = cluster();
  const { resourceVersion } = writeRecord(played, record, undefined);
  writeRecord(played, { ...record, phase: 'applied' }, resourceVersion);
  expect(() => writeRecord(played, { ...record, phase: 'pruning' }, resourceVersion)).toThrow('another run may have written it in the meantime');
  expect(() => writeRecord(played, record, undefined)).toThrow('the record could not be written');
  expect(readRecord(played).record?.phase).toBe('applied');
});

test.each([
  ['nothing in it', undefined],
  ['no JSON', '{"version": 1'],
  ['a list', '[]'],
  ['a phase that is none', JSON.stringify({ ...record, phase: 'resting' })],
  ['keys that are no list', JSON.stringify({ ...record, keys: 'all' })],
])('a record with %s is refused with what to do', (_, text) => {
  expect(() => readRecord(holding(text))).toThrow(/is damaged: .*\nkubectl get configmap applied -n lyo-delivery -o yaml shows it/);
});

test('all faults of a record are reported at once, in short', () => {
  const keys = Array.from({ length: 10_000 }, () => '--all');
  const damaged = (): unknown => readRecord(holding(JSON.stringify({ ...record, environment: 7, phase: 'resting', keys })));
  expect(damaged).toThrow(/ is damaged: environment: [^;]+; phase: [^;]+; keys\.0: must be Kind\.group/);
  expect(damaged).toThrow(/^.{0,900}\n/);
});

test('a record of a newer program is refused', () => {
  expect(() => readRecord(holding(JSON.stringify({ ...record, version: 2, keys: {} })))).toThrow('is of version 2: apply with the program that wrote it');
});

test('a record that is too large for a ConfigMap is refused before anything is written', () => {
  const played = cluster();
  const keys = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `ConfigMap/shop/settings-of-a-part-${String(index).padStart(20, '0')}`);
  writeRecord(played, { ...record, keys: [...keys(15_000)] }, undefined);
  const before = readRecord(played);
  expect(() => writeRecord(played, { ...record, keys: [...keys(20_000)] }, before.resourceVersion)).toThrow(
    /must fit a ConfigMap \(1048576 bytes\), received \d+ bytes for 20000 objects, old and new: apply fewer/,
  );
  expect(readRecord(played)).toEqual(before);
});
