import { podsDisk } from '../../config/google/pods-disk';
import { ephemeralMebibytes, ephemeralStorageOf } from '../../constructs/ephemeral-storage';

test('the most pods of a node fit the smallest disk of a node', () => {
  // 256 · 32 = 8192 MiB; of 32 GiB GKE reserves 16 and the kubelet 3.2, so 12.8 GiB are left
  expect(256 * ephemeralMebibytes({}).request).toBeLessThanOrEqual(podsDisk('32Gi'));
  expect(podsDisk('32Gi')).toBe(13_107);
});

test.each([
  // 100 - (6 + 35) - 10
  ['100Gi', 49 * 1024],
  // 1000 - 100 - 100
  ['1000Gi', 800 * 1024],
] as const)('of a disk of %s, %i MiB are left for pods', (disk, left) => {
  expect(podsDisk(disk)).toBe(left);
});

test('a pod may write as much as its sizing says, or else a gibibyte', () => {
  expect(ephemeralStorageOf({})).toEqual({ request: '32Mi', limit: '1024Mi' });
  expect(ephemeralStorageOf({ scratch: '4096Mi' })).toEqual({ request: '32Mi', limit: '4096Mi' });
  expect(ephemeralStorageOf({ scratch: '16Mi' })).toEqual({ request: '16Mi', limit: '16Mi' });
});
