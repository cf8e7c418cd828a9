/** Files as a tar archive and back: as Flux and Argo CD unpack it, and to the byte the same each time. Reading is for what strangers may have written: whatever is no plain file is refused. */
import type { GeneratedFile } from '../digest';

const block = 512;
/** Octal fields of a header: where they begin and how long they are. */
const fields = { mode: [100, 8], uid: [108, 8], gid: [116, 8], size: [124, 12], mtime: [136, 12], checksum: [148, 8] } as const;

/** @throws Error when a path is longer than the format holds */
export function packed(files: readonly GeneratedFile[]): Buffer {
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
  return Buffer.concat([...sorted.flatMap(({ path, content }) => entry(path, Buffer.from(content))), Buffer.alloc(2 * block)]);
}

function entry(path: string, content: Buffer): readonly Buffer[] {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} must have a path of 100 bytes at most`);
  const header = Buffer.alloc(block);
  header.write(path, 0);
  for (const [field, value] of Object.entries({ mode: 0o644, uid: 0, gid: 0, size: content.length, mtime: 0 })) {
    const [at, length] = fields[field as keyof typeof fields];
    header.write(value.toString(8).padStart(length - 1, '0'), at);
  }
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(`${sum(header).toString(8).padStart(6, '0')}\0 `, fields.checksum[0]);
  return [header, content, Buffer.alloc(-content.length & (block - 1))];
}

/** As the format has it: every byte of the header, with the sum itself as spaces. */
function sum(header: Buffer): number {
  const [at, length] = fields.checksum;
  return header.reduce((so, byte, index) => so + (index >= at && index < at + length ? 32 : byte), 0);
}

/** @throws Error when it holds anything but plain files, each once and whole */
export function unpacked(archive: Buffer): readonly GeneratedFile[] {
  const files: GeneratedFile[] = [];
  let at = 0;
  for (;;) {
    const header = archive.subarray(at, at + block);
    if (header.length < block) throw new Error('the archive must end with two empty blocks');
    if (header.every((byte) => byte === 0)) break;
    const file = fileAt(archive, at, header);
    if (files.some(({ path }) => path === file.path)) throw new Error(`the archive must hold a file once, received ${file.path} twice`);
    files.push(file);
    at += block + Buffer.byteLength(file.content) + (-Buffer.byteLength(file.content) & (block - 1));
  }
  if (!archive.subarray(at).every((byte) => byte === 0)) throw new Error('the archive must hold nothing after its end');
  return files;
}

function fileAt(archive: Buffer, at: number, header: Buffer): GeneratedFile {
  const number = (field: keyof typeof fields): number => {
    const [from, length] = fields[field];
    const text = header.toString('latin1', from, from + length).replace(/[\0 ]+$/, '');
    return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
  };
  const path = header.toString('utf8', 0, header.indexOf(0) >= 0 && header.indexOf(0) < 100 ? header.indexOf(0) : 100);
  if (number('checksum') !== sum(header)) throw new Error(`the archive is damaged at byte ${at}`);
  const type = String.fromCharCode(header[156] ?? 0);
  if (!/^[0\0]$/.test(type) || header[345] !== 0)
    throw new Error(`the archive must hold plain files with short paths, received ${path} of type ${JSON.stringify(type)}`);
  const bytes = archive.subarray(at + block, at + block + number('size'));
  if (bytes.length !== number('size')) throw new Error(`the archive must hold all of ${path}`);
  const content = bytes.toString('utf8');
  if (!Buffer.from(content).equals(bytes)) throw new Error(`${path} must be text`);
  return { path, content };
}
