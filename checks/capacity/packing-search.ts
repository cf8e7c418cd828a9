/** Branch and bound: tries all packings, and skips those that differ only in the names of nodes and pods. */
import { largestFirst } from './first-fit';
import { room, take, type Room } from './node-room';
import type { NodeCapacity, Resources } from './resources';

export type SearchAnswer = 'fits' | 'impossible' | 'unknown';

/** @returns `unknown` when `steps` placements were tried without an answer */
export function fitsBySearch(
  pods: readonly Resources[],
  node: NodeCapacity,
  { nodes, steps }: { readonly nodes: number; readonly steps: number },
): SearchAnswer {
  const sorted = largestFirst(pods, node);
  const rooms: Room[] = Array.from({ length: nodes }, () => node);
  let left = steps;

  /** Places the pods from `index` on. A pod equal to the one before it is not placed on an earlier node, which would repeat a packing. */
  const place = (index: number, from: number): SearchAnswer => {
    const pod = sorted[index];
    if (pod === undefined) return 'fits';
    const seen = new Set<string>();
    for (let target = from; target < rooms.length; target++) {
      const before = rooms[target];
      if (before === undefined || !room(before, pod) || !isNew(seen, before)) continue;
      if (left-- <= 0) return 'unknown';
      rooms[target] = take(before, pod);
      const answer = place(index + 1, isSame(sorted[index + 1], pod) ? target : 0);
      rooms[target] = before;
      if (answer !== 'impossible') return answer;
    }
    return 'impossible';
  };
  return place(0, 0);
}

/** Whether this amount of free resources was not tried yet: nodes with equal free resources are one choice. */
function isNew(seen: Set<string>, { cpu, memory, pods }: Room): boolean {
  const key = `${cpu} ${memory} ${pods}`;
  const fresh = !seen.has(key);
  seen.add(key);
  return fresh;
}

function isSame(one: Resources | undefined, other: Resources): boolean {
  return one?.cpu === other.cpu && one.memory === other.memory;
}
