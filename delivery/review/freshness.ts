/** Whether committed manifests and plans are what the sources generate: of another text nobody could say what it comes from. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTextOf } from '../../checks/text-file';
import type { Generation } from '../generation';
import { contentsAt } from '../git';

/** Content of generated files by their path in the project: `manifests/dev/backend.yaml`, `plans/dev.yaml`. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** Generates every environment of a project into a folder, as `manifests/` and `plans/`. */
export type Generate = (project: string, into: string) => Promise<Generation>;

const kinds = [
  { folder: 'manifests', command: 'npm start', file: /^manifests\/[^/]+\/[^/]+\.yaml$/ },
  { folder: 'plans', command: 'npm run plan', file: /^plans\/[^/]+\.yaml$/ },
] as const;

/** Files in one refusal. */
const named = 6;

/**
 * @param project whose sources are run
 * @param committed what should be what they generate
 * @param of for the message: ` of origin/main`, or nothing for the files here
 * @throws Error with the files that differ, are missing or are left over, or with why nothing could be generated
 */
export async function requireFresh(
  project: string,
  committed: GeneratedFiles,
  { of, generate }: { readonly of: string; readonly generate: Generate },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-fresh-'));
  try {
    const generated = await generate(project, folder);
    if (!generated.ok) throw new Error(`the sources${of} must generate manifests and plans: ${generated.why}`);
    const problems = staleIn(generatedIn(folder), committed, of);
    if (problems.length > 0) throw new Error(problems.join('\n'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function staleIn(generated: GeneratedFiles, committed: GeneratedFiles, of: string): readonly string[] {
  const files = [...new Set([...generated.keys(), ...committed.keys()])].sort();
  const stale = files.filter((file) => generated.get(file) !== committed.get(file));
  return kinds.flatMap(({ folder, command }) => {
    const own = stale.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1));
    if (own.length === 0) return [];
    const more = own.length > named ? ` and ${own.length - named} more` : '';
    return [`${folder}/${of} must be what the sources generate: ${command} writes it, received others in ${own.slice(0, named).join(', ')}${more}`];
  });
}

/** Of a project on disk. */
export function generatedIn(root: string): GeneratedFiles {
  const paths = kinds.flatMap(({ folder, file }) => filesBelow(root, folder).filter((path) => file.test(path)));
  return new Map(paths.map((path) => [path, ownTextOf(join(root, path))]));
}

/** Of a commit. */
export function generatedAt(root: string, commit: string): GeneratedFiles {
  return new Map(kinds.flatMap(({ folder, file }) => [...contentsAt(root, commit, folder)].filter(([path]) => file.test(path))));
}

/** Paths of files, two levels deep at most. */
function filesBelow(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return readdirSync(join(root, path)).map((name) => `${path}/${name}`);
  });
}
