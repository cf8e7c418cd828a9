/** Which suites load a file, and over how many imports: the nearest find a fault soonest. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export class Reach {
  private readonly importers = new Map<string, Set<string>>();

  /** @param files - all sources and tests, by path from the root */
  public constructor(
    private readonly root: string,
    files: readonly string[],
  ) {
    for (const file of files) {
      for (const imported of this.importsOf(file)) this.importers.set(imported, (this.importers.get(imported) ?? new Set()).add(file));
    }
  }

  /** The file and all modules that load it. */
  public dependentsOf(file: string): readonly string[] {
    return [...this.distancesFrom(file).keys()];
  }

  /** First the suite named for the file, then those of its folder, then the others; each group by distance. */
  public testsOf(file: string): readonly { readonly test: string; readonly distance: number }[] {
    const [mirror, room] = [`test/${file.replace(/\.ts$/, '.test.ts')}`, `test/${file.split('/')[0] ?? ''}/`];
    const isFar = (test: string): number => (test === mirror ? 0 : test.startsWith(room) ? 1 : 2);
    return [...this.distancesFrom(file)]
      .filter(([one]) => one.endsWith('.test.ts'))
      .map(([test, distance]) => ({ test, distance }))
      .sort((one, other) => isFar(one.test) - isFar(other.test) || one.distance - other.distance || one.test.localeCompare(other.test));
  }

  private distancesFrom(file: string): ReadonlyMap<string, number> {
    const distances = new Map([[file, 0]]);
    for (const [one, distance] of distances) {
      for (const importer of this.importers.get(one) ?? []) if (!distances.has(importer)) distances.set(importer, distance + 1);
    }
    return distances;
  }

  private importsOf(file: string): readonly string[] {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(this.root, file), 'utf8'));
    return importedFiles.flatMap(({ fileName }) => {
      if (!fileName.startsWith('.')) return [];
      const path = join(dirname(join(this.root, file)), fileName);
      const [found] = [`${path}.ts`, path].filter((candidate) => existsSync(candidate));
      return found === undefined ? [] : [relative(this.root, found)];
    });
  }
}
