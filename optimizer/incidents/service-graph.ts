/** Who calls whom, from the pairs of spans that the collectors count. What never answers with a span of its own is a resource: a database, a cache, somebody else's service. */
import type { Subject, Vital } from './vital';

export class ServiceGraph {
  public readonly services: readonly string[];
  public readonly resources: readonly string[];
  /** Services that none of the others calls: users reach them first. */
  public readonly entries: readonly string[];
  private readonly callers: ReadonlyMap<string, ReadonlySet<string>>;

  private constructor(
    services: ReadonlySet<string>,
    public readonly edges: readonly { readonly client: string; readonly server: string }[],
  ) {
    const servers = new Set(edges.map(({ server }) => server));
    this.services = [...services].sort();
    this.resources = [...servers].filter((server) => !services.has(server)).sort();
    this.callers = new Map(
      [...services, ...servers].map((name) => [
        name,
        new Set(edges.filter(({ client, server }) => server === name && client !== name).map(({ client }) => client)),
      ]),
    );
    const uncalled = this.services.filter((name) => (this.callers.get(name)?.size ?? 0) === 0);
    // services that call each other in a circle have no beginning: users may reach each
    this.entries = uncalled.length > 0 ? uncalled : this.services;
  }

  /** Of what is measured. */
  public static of(vitals: readonly Pick<Vital, 'subject'>[]): ServiceGraph {
    const services = new Set<string>();
    const edges = new Map<string, { client: string; server: string }>();
    for (const { subject } of vitals) {
      if (subject.client === undefined) services.add(subject.name);
      else edges.set(`${subject.client} ${subject.name}`, { client: subject.client, server: subject.name });
    }
    return new ServiceGraph(
      services,
      [...edges.values()].filter(({ client }) => services.has(client)),
    );
  }

  /** All that call it, directly or by way of others; not itself. */
  public above(name: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...(this.callers.get(name) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next) || next === name) continue;
      found.add(next);
      open.push(...(this.callers.get(next) ?? []));
    }
    return found;
  }

  /** Names that hang together by calls, each with the others; a subject belongs to the part of its callee. */
  public partOf({ name }: Subject): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [name];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      for (const { client, server } of this.edges) {
        if (client === next) open.push(server);
        if (server === next) open.push(client);
      }
    }
    return found;
  }
}
