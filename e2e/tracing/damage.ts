/** Kinds of damage to the file of a queue, by power losses, disks and people. */
import { phases } from '../waiting/phases';

export interface Damage {
  /** The damaged bytes, from the intact ones. @default - unchanged */
  readonly bytes?: (sound: Buffer) => Buffer;
  /** Shell commands that run afterwards in the pod's mount namespace, with the file as `$file` and its folder as `$folder`. @default - none */
  readonly then?: string;
  /** Where the file must be afterwards. @default 'aside' */
  readonly left?: 'aside' | 'in place' | 'nothing';
  /** Whether the damage may hit unused bytes, so that a gateway continues with the file and loses nothing. @default false */
  readonly harmless?: boolean;
}

/** Page size of the queue's store (bbolt), in bytes. */
const page = 4096;
/** A small disk that holds a copy of the file. */
const ownDisk = 'cp "$file" "$folder/../sound" && mount -t tmpfs -o size=3m tmpfs "$folder" && cp "$folder/../sound" "$file"';
const fill = 'cat /dev/zero >"$folder/filler" 2>/dev/null';

export const damages: Readonly<Record<string, Damage>> = {
  'cut off in the middle': { bytes: (sound) => sound.subarray(0, sound.length / 2), harmless: true },
  'cut off within the first page': { bytes: (sound) => sound.subarray(0, page / 2) },
  emptied: { bytes: () => Buffer.alloc(0), left: 'nothing' },
  'all zeros': { bytes: (sound) => Buffer.alloc(sound.length) },
  'zeros behind its two heads': { bytes: (sound) => Buffer.concat([sound.subarray(0, 2 * page), Buffer.alloc(Math.max(0, sound.length - 2 * page))]) },
  'every second page all zeros': { bytes: (sound) => everySecondPage(sound, (bytes, start) => bytes.fill(0, start, start + page)), harmless: true },
  'random bytes from end to end': { bytes: (sound) => noise(sound.length, 1) },
  'random bytes in both heads': { bytes: (sound) => Buffer.concat([noise(2 * page, 2), sound.subarray(2 * page)]) },
  'random bytes behind both heads': { bytes: (sound) => Buffer.concat([sound.subarray(0, 2 * page), noise(Math.max(0, sound.length - 2 * page), 3)]) },
  'the heads of its pages are those of others': {
    bytes: (sound) => everySecondPage(sound, (bytes, start) => bytes.copy(bytes, start, start + page, start + page + 16)),
    harmless: true,
  },
  'another kind of file': { bytes: () => Buffer.from('not a queue\n'.repeat(4000)) },
  'a folder in its place': { then: 'rm "$file"; mkdir "$file"' },
  'a file that nobody may read': { then: 'chmod 000 "$file"' },
  'a folder that nobody may write to, with a damaged file': { bytes: (sound) => noise(sound.length, 4), then: 'chmod 555 "$folder"', left: 'in place' },
  'a folder that nobody may write to, without a file': { then: 'rm "$file"; chmod 555 "$folder"', left: 'nothing' },
  'a disk that became read-only': { then: `${ownDisk}; mount -o remount,ro "$folder"`, left: 'in place' },
  'a full disk with a damaged file': { bytes: (sound) => noise(sound.length, 5), then: `${ownDisk}; ${fill}` },
  'a full disk without a file': { then: `${ownDisk}; rm "$file"; ${fill}`, left: 'nothing' },
  'a full disk with a sound file': { then: `${ownDisk}; ${fill}`, left: 'in place', harmless: true },
};

function everySecondPage(sound: Buffer, change: (bytes: Buffer, start: number) => void): Buffer {
  const changed = Buffer.from(sound);
  for (let start = 2 * page; start + 2 * page <= changed.length; start += 2 * page) change(changed, start);
  return changed;
}

/** Pseudo-random bytes of a seed. */
function noise(length: number, seed: number): Buffer {
  return Buffer.from(phases(seed, length, 256));
}
