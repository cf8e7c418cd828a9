/** Whether what lies in manifests/ is what the sources generate: of another text nobody could say what it comes from. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textOf } from '../../checks/text-file';
import type { Generation } from '../generation';

/** Names of files in one refusal. */
const named = 6;

/**
 * @param generate writes every environment into a folder
 * @throws Error with the files that differ, are missing or are left over, or with why nothing could be generated
 */
export function requireFresh(manifests: string, generate: (folder: string) => Generation): void {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-fresh-'));
  try {
    const generated = generate(folder);
    if (!generated.ok) throw new Error(`the sources must generate manifests: ${generated.why}`);
    const files = [...new Set([folder, manifests].flatMap(filesIn))].sort();
    const stale = files.filter((file) => contentOf(join(folder, file)) !== contentOf(join(manifests, file)));
    if (stale.length === 0) return;
    const more = stale.length > named ? ` and ${stale.length - named} more` : '';
    throw new Error(`manifests/ must be what the sources generate: npm start writes it, received others in ${stale.slice(0, named).join(', ')}${more}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `dev/backend.yaml` */
function filesIn(folder: string): readonly string[] {
  const environments = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return environments.flatMap(({ name }) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => join(name, file)),
  );
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? textOf(file) : undefined;
}
