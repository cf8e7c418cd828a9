import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binaryOf } from '../toolchain/build';

export interface SigningKeys {
  readonly secret: string;
  readonly open: string;
}

/** Local keys that replace those in KMS. */
export async function signingKeys(folder: string, name: string): Promise<SigningKeys> {
  const prefix = join(folder, name);
  await promisify(execFile)(binaryOf('cosign'), ['generate-key-pair', '--output-key-prefix', prefix], { env: { ...process.env, COSIGN_PASSWORD: '' } });
  return { secret: `${prefix}.key`, open: `${prefix}.pub` };
}
