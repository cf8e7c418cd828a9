/** The command behind `npm run cost`, as a function from arguments to text. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Environment } from '../../config/environment';
import type { Prices } from '../../config/google/prices';
import { manifestsIn } from '../manifests-option';
import { billOf, type Bill } from './bill';
import { billText } from './bill-text';
import { askedPrices } from './price-file';
import { readable } from '../readable';
import { recordedLoad, type LoadSample } from './recorded-load';

const help = `Estimates what each environment costs in a month: at rest, under its load, and at its maximum.

npm run cost                            a table for every environment, from the manifests in manifests/
npm run cost -- --env <name>            one environment
npm run cost -- --load <csv>            a recorded load, lines "timestamp,requests per second", in place of the assumed one
npm run cost -- --commitment <term>     none, 1y or 3y for the nodes that always run, whatever the configuration says
npm run cost -- --spot <share>          0 to 1: spot machines among the nodes above the minimum, whatever the configuration says
npm run cost -- --prices <json>         another price table than config/google/prices.json
npm run cost -- --manifests <folder>    manifests elsewhere
npm run cost -- --json                  the same as JSON
npm run cost -- --help                  this text
`;

const options = {
  help: { type: 'boolean' },
  env: { type: 'string' },
  load: { type: 'string' },
  commitment: { type: 'string' },
  spot: { type: 'string' },
  prices: { type: 'string' },
  manifests: { type: 'string', default: 'manifests' },
  json: { type: 'boolean' },
} as const;

/** @throws Error that names the option, the rule and what was received */
export async function costCommand(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help === true) return help;
  const table = askedPrices(values.prices);
  const load = values.load === undefined ? undefined : loadFrom(values.load);
  const changes = { commitment: commitmentOption(values.commitment), spotShare: spotOption(values.spot) };
  // imported here, because loading the environments validates them and problems must be shown as text
  const { environments } = await import('../../config/environments');
  const bills = chosen(environments, values.env).map((environment) => bill(paidAs(environment, changes), values.manifests, { prices: table, load }));
  return values.json === true ? `${JSON.stringify(bills, null, 2)}\n` : `${bills.map(billText).join('\n\n')}\n`;
}

function bill(environment: Environment, folder: string, given: { readonly prices: Prices; readonly load: readonly LoadSample[] | undefined }): Bill {
  return billOf({ environment, manifests: manifestsIn(folder, environment.name), ...given });
}

function chosen(environments: readonly Environment[], name: string | undefined): readonly Environment[] {
  const found = environments.filter((environment) => name === undefined || environment.name === name);
  if (found.length === 0) throw new Error(`--env must be one of ${environments.map((known) => known.name).join(', ')}, received ${JSON.stringify(name)}`);
  return found;
}

type Payment = NonNullable<Environment['cost']>;

function paidAs(environment: Environment, { commitment, spotShare }: Payment): Environment {
  const { cost } = environment;
  return { ...environment, cost: { ...cost, commitment: commitment ?? cost?.commitment, spotShare: spotShare ?? cost?.spotShare } };
}

function commitmentOption(text: string | undefined): Payment['commitment'] {
  if (text === undefined || text === 'none' || text === '1y' || text === '3y') return text;
  throw new Error(`--commitment must be one of none, 1y, 3y, received ${JSON.stringify(text)}`);
}

function spotOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const share = text.trim() === '' ? Number.NaN : Number(text);
  if (share >= 0 && share <= 1) return share;
  throw new Error(`--spot must be a number from 0 to 1, received ${JSON.stringify(text)}`);
}

function loadFrom(file: string): readonly LoadSample[] {
  return recordedLoad(
    readable('--load', file, () => readFileSync(file, 'utf8')),
    file,
  );
}
