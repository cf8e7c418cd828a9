/** What kind of thing a service waits for, by what the collectors know of it. */
import type { Seen } from './seen';

/** `outside` is somebody else's service, or one that has no spans. */
export const calleeKinds = ['database', 'cache', 'service', 'outside'] as const;
export type CalleeKind = (typeof calleeKinds)[number];

/** Systems that keep values by their key, as `db.system` names them; a database without a name but a number is one of Redis' (OpenTelemetry, "Semantic conventions for Redis": `db.namespace`). */
const caches = /^(redis|valkey|memcached|dragonfly|keydb|\d+)$/i;

export function calleeKind(name: string, { graph, databases }: Pick<Seen, 'graph' | 'databases'>): CalleeKind {
  if (graph.services.includes(name)) return 'service';
  if (caches.test(name)) return 'cache';
  return databases.has(name) ? 'database' : 'outside';
}
