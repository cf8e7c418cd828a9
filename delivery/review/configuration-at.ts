/** The configuration of a commit: its policies are simulated next to the present ones. */
import { join } from 'node:path';
import { reason } from '../../command-line/failure';
import type { Environment } from '../../config/environment';
import { unpacked } from './unpacked';

/** Loads `config/environments.ts` of a folder. */
export type Load = (file: string) => Promise<{ readonly environments: readonly Environment[] }>;

/** @returns why it is not available, when a commit has none or one of another structure */
export async function configurationAt(root: string, commit: string, load: Load): Promise<readonly Environment[] | string> {
  try {
    const files = ['config', 'package.json', 'tsconfig.json'];
    return await unpacked(root, commit, files, async (folder) => (await load(join(folder, 'config', 'environments.ts'))).environments);
  } catch (error) {
    return `the base's configuration cannot be loaded: ${reason(error).split('\n')[0] ?? ''}`;
  }
}
