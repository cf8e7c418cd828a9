/** Plays a load through every compared policy and draws the report. */
import { servedPrefix } from '../../config/telemetry';
import type { Observation } from '../../autoscaler/observation';
import { playground, type Simulation } from '../simulate';
import { surroundingsTable } from '../surroundings-table';
import { startUpNotes } from '../start-up/start-up-text';
import { History } from './history';
import { reportPage, type Played } from './page';

/** Steps of a chart: as many as a picture of this width can show. */
const steps = 360;
const plainTargets = [40, 45, 50, 55, 60, 65, 70, 75];

/** @returns HTML */
export function drawnReport(simulation: Simulation & { readonly compare: readonly string[] }, title: string): string {
  const ground = playground(simulation);
  const perStep = Math.max(1, Math.ceil(ground.needed.length / steps));
  const played = simulation.compare.map((name): Played => {
    const history = new History(perStep);
    let index = 0;
    const outcome = ground.play(name, {
      onTick: (_, ready) => {
        history.add(ground.needed[index] ?? 0, ready);
        index += 1;
      },
      onSignals: (counts) => history.asked(shown(counts)),
    });
    return { outcome, history };
  });
  const plain = plainTargets.map((percent) => ground.play(`hpa${percent}`));
  const outcomes = played.map(({ outcome }) => outcome);
  const [notes, around] = [startUpNotes(simulation, outcomes), surroundingsTable(simulation, outcomes)];
  return reportPage({ title, notes, length: ground.needed.length * ground.tick, played, plain, around });
}

function shown(counts: Observation['metrics']): Readonly<Record<string, number | null>> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name.replace(servedPrefix, '').replaceAll('_', ' '), count ?? null]));
}
