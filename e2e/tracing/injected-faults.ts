/** Twenty faults in SQL, Redis and HTTP calls of the example, each with the operation and edge that alerts must name. */
import type { ShopRequest } from './shop-requests';

/** Target of an edge; an edge to SQLite has the name of its file. */
export type Dependency = 'sql' | 'redis' | 'prices';

export interface InjectedFault {
  /** Kind of the requests that have the fault. */
  readonly kind: ShopRequest['kind'];
  /** Value of the header `x-fault`. */
  readonly fault: string;
  readonly edge: Dependency;
  readonly effect: 'slow' | 'failing';
  /** Whether it makes the operation slow or failing; a failing cache is only a miss. */
  readonly felt: boolean;
}

const slow = (kind: ShopRequest['kind'], edge: Dependency, fault: string): InjectedFault => ({ kind, edge, fault, effect: 'slow', felt: true });
const failing = (kind: ShopRequest['kind'], edge: Dependency, fault: string): InjectedFault => ({
  kind,
  edge,
  fault,
  effect: 'failing',
  felt: edge !== 'redis',
});

/** No edge and no operation has a fault more than half of the time, or alerts would take the fault for its usual state. */
export const injectedFaults: readonly InjectedFault[] = [
  slow('list', 'sql', 'sql-delay=0.5'),
  slow('item', 'redis', 'redis-delay=0.4'),
  slow('order', 'prices', 'http-delay=0.6'),
  failing('list', 'sql', 'sql-error'),
  failing('item', 'redis', 'redis-error'),
  failing('order', 'prices', 'http-error=500'),
  slow('order', 'sql', 'sql-delay=0.8'),
  slow('order', 'redis', 'redis-delay=0.5'),
  failing('order', 'prices', 'http-error=503'),
  failing('order', 'sql', 'sql-error'),
  failing('order', 'redis', 'redis-error'),
  slow('order', 'prices', 'http-delay=2.5'),
  slow('list', 'sql', 'sql-delay=1'),
  slow('item', 'redis', 'redis-delay=0.8'),
  slow('order', 'prices', 'http-delay=1.2'),
  failing('list', 'sql', 'sql-error'),
  failing('item', 'redis', 'redis-error'),
  failing('order', 'prices', 'http-error=404'),
  slow('order', 'sql', 'sql-delay=0.3'),
  slow('item', 'redis', 'redis-delay=0.2'),
];
