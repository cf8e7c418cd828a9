/** Table of the effects of nodes, a quota, a release and lost metrics, compared with the same load without them. */
import { textTable } from '../command-line/text-table';
import { playground, type Outcome, type Simulation } from './simulate';

type Asked = Simulation & { readonly compare: readonly string[] };

export interface SurroundingsTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly legend: string;
}

/** For a terminal; an empty list when none of them was requested. */
export function surroundingsText(simulation: Asked, outcomes: readonly Outcome[]): readonly string[] {
  const table = surroundingsTable(simulation, outcomes);
  return table === undefined ? [] : [textTable([table.titles, ...table.rows]).join('\n'), table.legend];
}

/** @returns `undefined` when none of them was requested */
export function surroundingsTable(simulation: Asked, outcomes: readonly Outcome[]): SurroundingsTable | undefined {
  const { nodes, quota, release, metricsLost, compare, ...bare } = simulation;
  if (nodes === undefined && quota === undefined && release === undefined && metricsLost === undefined) return undefined;
  const ground = playground(bare);
  const rows = outcomes.flatMap((outcome, index) => {
    const name = compare[index];
    // the oracle is played without them
    if (name === undefined || name === 'oracle') return [];
    const { violations } = ground.play(name);
    return [
      [
        outcome.name,
        outcome.violations.toFixed(2),
        violations.toFixed(2),
        (outcome.unplaced ?? 0).toFixed(2),
        ...nodeCells(outcome),
        ...releaseCells(outcome, release),
      ],
    ];
  });
  const titles = [
    'policy',
    'violations %',
    'without',
    'no place %',
    ...(nodes === undefined ? [] : ['node-hours']),
    ...(release === undefined ? [] : ['release min']),
  ];
  return { titles, rows, legend };
}

const legend = `without: violations with no bound on places, no release and no loss of metrics. no place: share of time in which a wanted pod had none, because of the quota or the most nodes.
release: from its begin until no old pod is wanted; pods on their way out hold their places.`;

function nodeCells({ nodeHours }: Outcome): readonly string[] {
  return nodeHours === undefined ? [] : [nodeHours.toFixed(0)];
}

function releaseCells({ releaseSeconds }: Outcome, release: Simulation['release']): readonly string[] {
  if (release === undefined) return [];
  return [releaseSeconds === undefined ? 'did not end' : (releaseSeconds / 60).toFixed(1)];
}
