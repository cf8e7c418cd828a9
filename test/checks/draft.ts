/** A copy of parsed manifests in which a mutant makes one small change. An object is cloned when it is first changed. */
import { manifestObject, nameOf, type ManifestObject } from '../../checks/manifest';
import { yamlDocuments } from '../../checks/yaml';

/** A path such as `spec.replicas`, or a list of keys if a key has dots. Numbers are positions in lists. */
export type Path = string | readonly string[];

export class Draft {
  private readonly current: ManifestObject[];

  public constructor(clean: readonly ManifestObject[]) {
    this.current = [...clean];
  }

  public get objects(): readonly ManifestObject[] {
    return [...this.current];
  }

  /** An object by `Kind namespace/name`; `*` stands for the hash at the end of a ConfigMap's name. @throws Error when there is none */
  public edit(name: string): Edit {
    const index = this.indexOf(name);
    return new Edit((change) => this.replace(index, change), name);
  }

  public drop(name: string): void {
    this.current.splice(this.indexOf(name), 1);
  }

  /** Adds a copy of an object under another name. */
  public copy(name: string, newName: string): Edit {
    const original = this.current[this.indexOf(name)];
    if (original === undefined) throw new Error(`${name} is not in the draft`);
    const index = this.current.push({ ...original, origin: { ...original.origin, file: 'manifests/dev/added.yaml' } }) - 1;
    const copy = new Edit((change) => this.replace(index, change), newName);
    copy.set('metadata.name', newName);
    return copy;
  }

  public add(yaml: string): void {
    for (const document of yamlDocuments(yaml)) this.current.push(manifestObject(document, { file: 'manifests/dev/added.yaml' }));
  }

  private indexOf(name: string): number {
    const pattern = new RegExp(`^${name.replace('*', '[0-9a-f]{10}')}$`);
    const index = this.current.findIndex((object) => pattern.test(nameOf(object)));
    if (index < 0) throw new Error(`${name} is not in the draft, which has ${this.current.map(nameOf).join(', ')}`);
    return index;
  }

  private replace(index: number, change: (body: Record<string, unknown>) => void): void {
    const object = this.current[index];
    if (object === undefined) throw new Error(`the draft has no object ${index}`);
    const body = structuredClone(object.body);
    change(body);
    this.current[index] = manifestObject(body, object.origin);
  }
}

/** Changes of one object, each a single step. */
export class Edit {
  public constructor(
    private readonly apply: (change: (body: Record<string, unknown>) => void) => void,
    private readonly name: string,
  ) {}

  public set(path: Path, value: unknown): this {
    return this.change(path, (parent, key) => {
      parent[key] = value;
    });
  }

  public remove(path: Path): this {
    return this.change(path, (parent, key) => {
      if (!(key in parent)) throw new Error(`${this.name} has no ${String(path)}`);
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else Reflect.deleteProperty(parent, key);
    });
  }

  public append(path: Path, item: unknown): this {
    return this.change(path, (parent, key) => {
      const list = parent[key];
      parent[key] = Array.isArray(list) ? [...list, item] : [item];
    });
  }

  /** Replaces every occurrence of a text in a string. */
  public text(path: Path, from: string, to: string): this {
    return this.change(path, (parent, key) => {
      const value = parent[key];
      if (typeof value !== 'string' || !value.includes(from)) throw new Error(`${this.name}: ${String(path)} does not contain ${JSON.stringify(from)}`);
      parent[key] = value.replaceAll(from, to);
    });
  }

  private change(path: Path, leaf: (parent: Record<string, unknown>, key: string) => void): this {
    const parts = typeof path === 'string' ? path.split('.') : path;
    this.apply((body) =>
      leaf(
        parts.slice(0, -1).reduce((parent, part) => this.step(parent, part), body),
        parts.at(-1) ?? '',
      ),
    );
    return this;
  }

  private step(parent: Record<string, unknown>, part: string): Record<string, unknown> {
    const child = (parent[part] ??= {});
    if (!isContainer(child)) throw new Error(`${this.name}: ${part} is ${JSON.stringify(child)}, neither object nor list`);
    return child;
  }
}

/** True for objects and for lists, whose keys are positions. */
function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
