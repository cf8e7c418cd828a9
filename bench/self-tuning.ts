/**
 * `npm run bench:self-tuning`: what proposals of `npm run recommend` are worth on days that they were not chosen on. Of each recorded load of `$LYO_DATA/traces`, scaled so that its peak needs 20 pods of the first workload of prod, two weeks (or all
 * but the last four days) are the past of which policy, machine, terms and least pods are proposed, and the days after it, seven at most, are played and billed with and without each. `--traces part` keeps loads whose name has the part; `--short` takes a made-up load.
 */
import { synthesize } from '../charts/synthesis';
import { parseObjects } from '../checks/read-manifests';
import { classPolicies } from '../config/class-policies';
import { listPrices } from '../config/google/prices';
import { retuned } from '../config/retuned-policy';
import type { ScalingPolicy } from '../config/scaling';
import { webWorkloads, type WebWorkload } from '../config/workload';
import { perPodOf, type TrialSettings } from '../optimizer/learning/trial';
import { pricedDay } from '../optimizer/learning/trust';
import { quantile } from '../optimizer/timeseries/quantile';
import { resampled } from '../optimizer/timeseries/resampling';
import { slice, type RegularSeries } from '../optimizer/timeseries/series';
import type { BilledWorld } from '../planning/cheaper';
import { costOfProposal } from '../planning/cost-of-proposal';
import { playedPolicy, searchedPolicy } from '../planning/policy-search';
import { playedSettings, proposalsFor, type Proposal } from '../planning/proposals';
import { admittedPolicy } from '../simulator/judged-workload';
import { textTable } from '../command-line/text-table';
import { environments } from '../test/fixtures/environments';
import { change } from './trust/totals';
import { madeUpLoad } from './forecast/made-up-load';
import { askedLoads } from './forecast/recorded-loads';

const [secondsOfDay, secondsOfHour] = [86_400, 3600];
/** Days of the past at most, of the days after at most and at least, and of the past at least. */
const [mostPast, mostAfter, leastAfter, leastPast] = [14, 7, 4, 4];
const [env, podsAtPeak] = ['prod', 20];

interface Subject {
  readonly workload: WebWorkload;
  readonly world: (hours: readonly number[]) => BilledWorld;
}

function subject(): Subject {
  const fixture = environments.find(({ name }) => name === env);
  const [first] = fixture === undefined ? [] : webWorkloads(fixture);
  if (fixture === undefined || first === undefined) throw new Error(`${env} must have a workload that serves requests`);
  const workload = { ...first, scaling: classPolicies.noisy };
  const environment = { ...fixture, workloads: fixture.workloads.map((one) => (one.name === workload.name ? workload : one)) };
  const manifests = { environment: env, objects: synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, name)) };
  return { workload, world: (hours) => ({ environment, manifests, prices: listPrices, hours }) };
}

/** The policy as it is shipped, and one whose targets nobody raised: that of an autoscaler at about half of the CPU. */
const policies: readonly { readonly name: string; readonly of: (shipped: ScalingPolicy) => ScalingPolicy }[] = [
  { name: 'shipped', of: (shipped) => shipped },
  {
    name: 'targets × 0.7',
    of: (shipped) => retuned(shipped, { headroom: 0.7, upTolerance: shipped.behavior.up.tolerance, scaleIn: shipped.behavior.down }),
  },
];

/** Requests a second: the 99.9th percentile needs `podsAtPeak` pods at their target. A gap has the value before it. */
function scaled({ start, step, values }: RegularSeries, workload: WebWorkload): RegularSeries {
  const known = values.slice();
  for (let index = 0; index < known.length; index += 1) if (!Number.isFinite(known[index])) known[index] = known[index - 1] ?? 0;
  const peak = quantile(known, 0.999);
  return { start, step, values: known.map((value) => (value / peak) * podsAtPeak * perPodOf(workload)) };
}

interface Cut {
  readonly past: RegularSeries;
  readonly after: RegularSeries;
}

/** Undefined where the load is too short. */
function cut(load: RegularSeries): Cut | undefined {
  const day = Math.round(secondsOfDay / load.step);
  const days = Math.floor(load.values.length / day);
  const past = Math.min(days - leastAfter, mostPast);
  if (past < leastPast) return undefined;
  return { past: slice(load, 0, past * day), after: slice(load, past * day, Math.min(past + mostAfter, days) * day) };
}

function hoursOf(load: RegularSeries): readonly number[] {
  const hours = resampled(load, Math.max(secondsOfHour, load.step));
  return hours.ok ? [...hours.value.values].filter((rate) => Number.isFinite(rate)) : [];
}

interface Row {
  readonly cells: readonly string[];
  /** Of a proposed policy: whether the days after were no worse with it. @default - none was proposed */
  readonly good?: boolean;
}

function policyRow(name: string, { past, after }: Cut, workload: WebWorkload): Row {
  const asked = { env, workload: workload.name };
  const settings = playedSettings(asked, workload);
  const withPolicy = (scaling: ScalingPolicy): TrialSettings => ({ ...settings, workload: { ...settings.workload, scaling } });
  const found = searchedPolicy({ load: past, settings, admit: (policy) => admittedPolicy({ ...asked, policy }), progress: () => undefined });
  const present = playedPolicy(after, settings);
  const before = [present.violations.toFixed(3), present.podHours.toFixed(0)];
  if ('refused' in found) return { cells: [name, found.refused, ...before, '', '', '', ''] };
  const tuned = playedPolicy(after, withPolicy(retuned(workload.scaling, found.retuning)));
  const good = pricedDay(tuned, present) <= pricedDay(present, present);
  const { headroom, upTolerance, scaleIn } = found.retuning;
  const proposed = `targets × ${headroom}, tolerance ${upTolerance} up, ${scaleIn.tolerance} down, scale-in ${scaleIn.percent} %`;
  const changed = [tuned.violations.toFixed(3), tuned.podHours.toFixed(0), change(present.podHours, tuned.podHours), good ? 'no worse' : 'worse'];
  return { cells: [name, proposed, ...before, ...changed], good };
}

/** What a proposal was to save a month by the past, and what it saves of the bill of the days after. */
function costRows(name: string, proposals: readonly Proposal[], after: BilledWorld): readonly Row[] {
  return proposals.flatMap((proposal): readonly Row[] => {
    const saves = costOfProposal(proposal, after);
    if (proposal.saves === undefined || saves === undefined) return [];
    return [{ cells: [name, proposal.what, proposal.after, proposal.saves.toFixed(0), saves.toFixed(0), saves > 0 ? 'confirmed' : 'not'], good: saves > 0 }];
  });
}

function share(rows: readonly Row[]): string {
  const judged = rows.flatMap(({ good }) => (good === undefined ? [] : [good]));
  const good = judged.filter((one) => one).length;
  return judged.length === 0 ? 'none proposed' : `${((100 * good) / judged.length).toFixed(0)} %, ${good} of ${judged.length}`;
}

function main(): void {
  const { workload, world } = subject();
  const [tuned, costs]: [Row[], Row[]] = [[], []];
  for (const { name, series } of askedLoads(() => madeUpLoad(10, 3))) {
    const parts = series.ok ? cut(scaled(series.value, workload)) : undefined;
    if (parts === undefined) {
      process.stdout.write(`${name}: ${series.ok ? `${leastPast + leastAfter} days are needed` : series.reason.why}\n`);
      continue;
    }
    for (const policy of policies) {
      tuned.push(policyRow(`${name}, ${policy.name}`, parts, { ...workload, scaling: policy.of(workload.scaling) }));
      // a run of many loads that is ended keeps what it has
      process.stderr.write(`${tuned.at(-1)?.cells.join('  ') ?? ''}\n`);
    }
    const answers = proposalsFor({ world: world(hoursOf(parts.past)), workload, load: parts.past, progress: () => undefined, sweeps: false });
    const proposals = answers.flatMap((answer) => (answer.kind === 'proposal' ? [answer.proposal] : []));
    costs.push(...costRows(name, proposals, world(hoursOf(parts.after))));
  }
  const { currency } = listPrices;
  const head = ['load, policy', 'proposed of its past', 'slow %', 'pod-hours', 'slow % with it', 'pod-hours', 'change', 'days after'];
  const costHead = ['load', 'what', 'proposed', `saves, ${currency} a month`, 'of the days after', ''];
  const goals = [
    ['goal', 'wanted', 'here'],
    ['policies proposed that were no worse on the days after', 'all', share(tuned)],
    ['proposals for the cost that the days after confirm', 'all', share(costs)],
  ];
  for (const table of [[head, ...tuned.map(({ cells }) => cells)], [costHead, ...costs.map(({ cells }) => cells)], goals])
    process.stdout.write(`\n${textTable(table, () => false).join('\n')}\n`);
}

main();
