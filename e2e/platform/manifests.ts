/** Generated manifests as scenarios use them: applied as text, read as objects. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { synthesize } from '../../charts/synthesis';
import type { Environment } from '../../config/environment';

const configMap = z.object({ kind: z.literal('ConfigMap'), metadata: z.object({ name: z.string() }), data: z.record(z.string(), z.string()) });
const container = z.object({ args: z.array(z.string()).default([]) });
const podOwner = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  metadata: z.object({ name: z.string() }),
  spec: z.object({ template: z.object({ spec: z.object({ containers: z.array(container) }) }) }),
});

export class Manifests {
  private readonly objects: readonly unknown[];

  private constructor(
    /** YAML by file name. */
    public readonly files: Readonly<Record<string, string>>,
  ) {
    this.objects = Object.values(files).flatMap((yaml) => parseAllDocuments(yaml).map((document) => document.toJS() as unknown));
  }

  /** What `npm start` would write for the environment. */
  public static of(environment: Environment): Manifests {
    return new Manifests(Object.fromEntries(synthesize(environment).map(({ name, yaml }) => [name, yaml])));
  }

  /** Into a folder of its own below `folder`, as `npm start` does. @returns `folder` */
  public write(folder: string, environment: string): string {
    mkdirSync(join(folder, environment), { recursive: true });
    for (const [name, yaml] of Object.entries(this.files)) writeFileSync(join(folder, environment, name), yaml);
    return folder;
  }

  /** Some of the files, each changed as text. */
  public only(names: readonly string[], change: (yaml: string) => string): Manifests {
    return new Manifests(Object.fromEntries(Object.entries(this.files).flatMap(([name, yaml]) => (names.includes(name) ? [[name, change(yaml)]] : []))));
  }

  /** Files of the ConfigMaps whose name starts so. */
  public configFiles(prefix: RegExp): Readonly<Record<string, string>> {
    const found = this.objects.flatMap((object) => {
      const parsed = configMap.safeParse(object);
      return parsed.success && prefix.test(parsed.data.metadata.name) ? [parsed.data.data] : [];
    });
    if (found.length === 0) throw new Error(`a ConfigMap named ${String(prefix)} must exist, received none`);
    return Object.fromEntries(found.flatMap((files) => Object.entries(files)));
  }

  /** Arguments of a Deployment's or StatefulSet's only container. */
  public args(name: string): readonly string[] {
    for (const object of this.objects) {
      const parsed = podOwner.safeParse(object);
      if (parsed.success && parsed.data.metadata.name === name) return parsed.data.spec.template.spec.containers.flatMap(({ args }) => args);
    }
    throw new Error(`a Deployment or StatefulSet named ${name} must exist, received none`);
  }
}
