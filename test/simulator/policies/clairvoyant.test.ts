import fc from 'fast-check';
import { clairvoyantPlan } from '../../../simulator/policies/clairvoyant';

/**
 * The cheapest plan by dynamic programme over all plans: state is how old each pod is, cost is one for each pod and tick. Pods that start at tick s are ready from s + lead
 * on; at the first tick as many as one likes may be ready.
 */
function cheapest(needed: readonly number[], lead: number, most: number): number {
  /** Pods by age 0 to lead − 1, then ready ones. */
  type State = readonly number[];
  let states = new Map<string, { readonly state: State; readonly cost: number }>();
  const keep = (into: typeof states, state: State, cost: number): void => {
    const key = state.join();
    if (cost < (into.get(key)?.cost ?? Infinity)) into.set(key, { state, cost });
  };
  const pods = (state: State): number => state.reduce((sum, count) => sum + count, 0);
  const every = (places: number): readonly State[] =>
    places === 0 ? [[]] : every(places - 1).flatMap((rest) => Array.from({ length: most + 1 }, (_, count) => [count, ...rest]));
  for (const state of every(lead + 1)) if (pods(state) <= most && (state[lead] ?? 0) >= (needed[0] ?? 0)) keep(states, state, pods(state));
  for (const need of needed.slice(1)) {
    const next: typeof states = new Map();
    for (const { state, cost } of states.values()) {
      const aged = lead === 0 ? [state[0] ?? 0] : [0, ...state.slice(0, lead - 1), (state[lead - 1] ?? 0) + (state[lead] ?? 0)];
      for (let born = 0; born <= most; born += 1)
        for (let died = 0; died <= (aged[lead] ?? 0); died += 1) {
          const moved = aged.map((count, place) => count + (place === 0 ? born : 0) - (place === lead ? died : 0));
          if (pods(moved) <= most && (moved[lead] ?? 0) >= need) keep(next, moved, cost + pods(moved));
        }
    }
    states = next;
  }
  return Math.min(...[...states.values()].map(({ cost }) => cost));
}

test('the plan costs what the best of all plans costs', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 }), fc.integer({ min: 0, max: 2 }), (needed, lead) => {
      const plan = clairvoyantPlan(needed, lead, { minReplicas: 0, maxReplicas: 3 });
      expect(plan.reduce((sum, count) => sum + count, 0)).toBe(cheapest(needed, lead, 3));
    }),
    { numRuns: 60 },
  );
});

test('floor and ceiling hold', () => {
  expect(clairvoyantPlan([0, 9, 0], 1, { minReplicas: 2, maxReplicas: 5 })).toEqual([5, 5, 2]);
});
