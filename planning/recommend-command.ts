/** The command `npm run recommend` as a function: prints proposals, and writes new sizes into config/sizing on request. */
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome as Ended } from '../command-line/outcome';
import { textTable } from '../command-line/text-table';
import { wholeText } from '../config/google/amount-text';
import type { Prices } from '../config/google/prices';
import { askedPrices } from '../checks/cost/price-file';
import type { Environment } from '../config/environment';
import { manifestsIn } from '../checks/manifests-option';
import { prometheusSource } from '../optimizer/adapters/prometheus';
import { known, type Outcome } from '../optimizer/timeseries/outcome';
import type { RegularSeries } from '../optimizer/timeseries/series';
import type { Progress } from '../simulator/sweep';
import { addressOf, chosen, workloadNamed, type PlanningParts } from './forecast-command';
import { historyOfFile, playedStep } from './history-file';
import { measuredLoad, measuredRecently, measuredUsage } from './measured-history';
import { policyText } from './policy-edit';
import type { BilledWorld } from './cheaper';
import { proposalsFor, type Answer, type Proposal } from './proposals';
import { sizedText } from './sizing-edit';
import { usageOfFile } from './usage-file';

const help = `Proposes what may be changed about a workload and its environment, out of what the last two weeks were: requests, policy, machines, terms, least pods. Each was played again before it is shown, with what it saves in a month.

npm run recommend -- --env <name> --prometheus <url>             from what Prometheus has recorded
npm run recommend -- --env <name> --load <csv> --usage <csv>     from files: "timestamp,requests per second" and "timestamp,millicores,MiB" of one pod
  --workload <name>       another than the environment's first that serves requests
  --no-sweep              without trying policies, which takes a minute or more
  --write                 writes requests and limits into config/sizing/<env>.json, or where they stay the policy into config/<env>.ts: npm start and a review follow
  --message <file>        what it follows from, as the text of a commit and its pull request
  --prices <json>         another price table than config/google/prices.json
  --manifests <folder>    manifests elsewhere
  --json                  the same as JSON
  --help                  this text

Nothing else is written: the rest is for a person to decide. Requests and policy are never changed together, because each was played again with the other as it is.
`;

const options = {
  env: { type: 'string' },
  load: { type: 'string' },
  usage: { type: 'string' },
  prometheus: { type: 'string' },
  workload: { type: 'string' },
  message: { type: 'string' },
  prices: { type: 'string' },
  manifests: { type: 'string', default: 'manifests' },
  'no-sweep': { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface RecommendParts extends PlanningParts {
  /** Root of the project. */
  readonly root: string;
  readonly progress: Progress;
}

export function recommendCommand(args: readonly string[], parts: RecommendParts): Promise<Ended> {
  return outcomeOf(async () => {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return succeeded(help);
    const environment = chosen(await parts.load(), values.env);
    const prices = askedPrices(values.prices);
    const answers = await answersOf(values, { environment, prices }, parts);
    const proposals = answers.flatMap((answer) => (answer.kind === 'proposal' ? [answer.proposal] : []));
    const edit = values.write ? editOf(environment, workloadNamed(environment, values.workload).name, { root: parts.root, proposals }) : { said: '' };
    // nothing is written where a file cannot be edited
    if (values.message !== undefined) writeFileSync(values.message, messageOf(proposals, prices));
    if (edit.path !== undefined) writeFileSync(edit.path, edit.text);
    return succeeded(values.json ? `${JSON.stringify(answers, null, 2)}\n` : `${textOf(answers, prices)}${edit.said}`);
  });
}

type Values = Readonly<Partial<Record<'load' | 'usage' | 'prometheus' | 'workload', string>>> & { readonly manifests: string; readonly 'no-sweep': boolean };

/** Hours of the replayed past: two weeks. */
const hoursLooked = 14 * 24;

async function answersOf(
  values: Values,
  { environment, prices }: Pick<BilledWorld, 'environment' | 'prices'>,
  { now, progress }: RecommendParts,
): Promise<readonly Answer[]> {
  const { load, prometheus, usage } = values;
  if ((load === undefined) === (prometheus === undefined))
    throw new Error('either --load or --prometheus must say where the past is, received both or neither');
  const workload = workloadNamed(environment, values.workload);
  const asked = { source: prometheusSource({ url: addressOf(prometheus ?? 'http://localhost'), timeout: 30, mostBytes: 32_000_000 }), now: now() / 1000 };
  const past = load === undefined ? await measuredPast(asked, workload) : pastOfFile(load);
  const refused = (why: string): readonly Answer[] => [{ kind: 'refused', refused: { what: 'everything', why } }];
  if (!past.ok) return refused(`${past.reason.kind}: ${past.reason.why}`);
  const { hours, fine } = past.value;
  if (hours.length < 24) return refused(`not enough data: a day of hours is needed, received ${hours.length}`);
  const measured = (): ReturnType<typeof measuredUsage> => (load === undefined ? measuredUsage(asked, workload) : Promise.resolve(undefined));
  const used = usage === undefined ? await measured() : usageOfFile(usage);
  const world = { environment, manifests: manifestsIn(values.manifests, environment.name), prices, hours };
  return proposalsFor({ world, workload, load: fine, ...(used === undefined ? {} : { usage: used }), progress, sweeps: !values['no-sweep'] });
}

interface Past {
  /** Requests per second of each hour that is known, of two weeks at most. */
  readonly hours: readonly number[];
  /** The same time, as finely as policies are played. */
  readonly fine: RegularSeries;
}

async function measuredPast(asked: Parameters<typeof measuredLoad>[0], workload: Parameters<typeof measuredLoad>[1]): Promise<Outcome<Past>> {
  return pastOf(await measuredLoad(asked, workload), await measuredRecently(asked, workload));
}

function pastOfFile(file: string): Outcome<Past> {
  return pastOf(historyOfFile('--load', file), historyOfFile('--load', file, playedStep));
}

function pastOf(hourly: Outcome<RegularSeries>, fine: Outcome<RegularSeries>): Outcome<Past> {
  if (!hourly.ok) return hourly;
  if (!fine.ok) return fine;
  const hours = [...hourly.value.values.filter((rate) => Number.isFinite(rate))].slice(-hoursLooked);
  return known({ hours, fine: lastDays(fine.value) });
}

/** Two weeks at most. */
function lastDays({ start, step, values }: RegularSeries): RegularSeries {
  const dropped = Math.max(values.length - (hoursLooked * 3600) / step, 0);
  return { start: start + dropped * step, step, values: values.slice(dropped) };
}

function textOf(answers: readonly Answer[], prices: Prices): string {
  const rows = answers.map((answer) =>
    answer.kind === 'refused'
      ? [answer.refused.what, 'nothing', '', answer.refused.why]
      : [answer.proposal.what, answer.proposal.after, money(answer.proposal.saves, prices), answer.proposal.evidence.join(' ')],
  );
  return `${textTable([['what', 'proposed', 'saves a month', 'because'], ...rows], () => false).join('\n')}\n`;
}

function money(saves: number | undefined, { currency }: Prices): string {
  return saves === undefined ? '' : `${wholeText(saves)} ${currency}`;
}

function messageOf(proposals: readonly Proposal[], { currency }: Prices): string {
  const part = ({ what, before, after, saves, evidence, size, retuning }: Proposal): string =>
    [
      `${what}: ${before} → ${after}${saves === undefined ? '' : `, ${wholeText(Math.abs(saves))} ${currency} a month ${Math.round(saves) < 0 ? 'more' : 'less'}`}${size === undefined && retuning === undefined ? ' (not written: for a person to decide)' : ''}`,
      ...evidence.map((line) => `- ${line}`),
    ].join('\n');
  return proposals.length === 0 ? 'Nothing is proposed.\n' : `${proposals.map(part).join('\n\n')}\n`;
}

interface Editable {
  readonly root: string;
  readonly proposals: readonly Proposal[];
}

/** A file with its new text and what is said of it. */
type Edit = { readonly said: string; readonly path?: undefined } | { readonly said: string; readonly path: string; readonly text: string };

/** Requests, or where they stay the policy. */
function editOf({ name }: Environment, workload: string, { root, proposals }: Editable): Edit {
  const [size] = proposals.flatMap((proposal) => (proposal.size === undefined ? [] : [proposal.size]));
  const [retuning] = proposals.flatMap((proposal) => (proposal.retuning === undefined ? [] : [proposal.retuning]));
  const [sizing, policy] = [`config/sizing/${name}.json`, `config/${name}.ts`];
  if (size !== undefined) {
    const later = retuning === undefined ? '' : `${policy} stays as it is until the requests are there: the next run judges it with them\n`;
    const edit = edited(root, sizing, (text) => sizedText(text, workload, size));
    return { ...edit, said: `${edit.said}${later}` };
  }
  if (retuning === undefined) return { said: `${sizing} and ${policy} stay as they are\n` };
  return edited(root, policy, (text) => policyText(text, workload, retuning));
}

/** @throws Error where the file cannot be read, edited or written */
function edited(root: string, file: string, change: (text: string) => string): Edit & { readonly path: string } {
  const path = join(root, file);
  const text = change(readFileSync(path, 'utf8'));
  accessSync(path, constants.W_OK);
  return { path, text, said: `wrote ${file}: npm start, npm run plan and npm run review follow\n` };
}
