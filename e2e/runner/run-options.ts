import { parseArgs } from 'node:util';
import { SCENARIO_TAGS, type Scenario, type ScenarioTag } from './scenario';

export type RunOptions =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'build' }
  | { readonly kind: 'tag'; readonly tag: ScenarioTag }
  | { readonly kind: 'named'; readonly names: readonly string[] };

export const HELP = `Runs scenarios on real Kubernetes and Prometheus components, without containers.

  npm run e2e                       the scenarios tagged smoke
  npm run e2e -- <scenario>…        these scenarios
  npm run e2e -- --tag full         the scenarios with a tag: ${SCENARIO_TAGS.join(', ')}
  npm run e2e -- --list             name, tags and promise of every scenario
  npm run e2e -- --build-only       build what is missing, run nothing
  npm run e2e -- --help             this text

Components are built once, from Go modules, into the cache folder: $LYO_CACHE, or $XDG_CACHE_HOME/lyo-platform, or
~/.cache/lyo-platform. Logs of the last runs are kept there in logs/. Needs Go and OpenSSL.`;

/** A mistake on the command line; it is printed as a message without a stack. */
export class UsageError extends Error {}

/** The error of `parseArgs` in one line, without Node.js' advice about options that begin with a dash. */
export function unreadable(error: unknown): UsageError {
  const [problem] = (error instanceof Error ? error.message : String(error)).split('. ');
  return new UsageError(`${problem ?? 'unknown arguments'} (--help shows what there is)`);
}

/** @param args what follows the program's name */
export function parseRunOptions(args: readonly string[]): RunOptions {
  const { values, positionals } = parse(args);
  const chosen = [values.help, values.list, values['build-only'], values.tag !== undefined, positionals.length > 0];
  if (chosen.filter(Boolean).length > 1) {
    throw new UsageError(`use one of --help, --list, --build-only, --tag and scenario names, got: ${args.join(' ')}`);
  }
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list' };
  if (values['build-only']) return { kind: 'build' };
  if (positionals.length > 0) return { kind: 'named', names: positionals };
  return { kind: 'tag', tag: parseTag(values.tag ?? 'smoke') };
}

/** The scenarios that the options ask for, in their listed order. */
export function selectScenarios(scenarios: readonly Scenario[], options: RunOptions): readonly Scenario[] {
  if (options.kind === 'tag') return scenarios.filter(({ tags }) => tags.includes(options.tag));
  if (options.kind !== 'named') return [];
  const known = scenarios.map(({ name }) => name);
  const unknown = options.names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`no scenario is named ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  }
  return scenarios.filter(({ name }) => options.names.includes(name));
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        'build-only': { type: 'boolean', default: false },
        tag: { type: 'string' },
      },
    });
  } catch (error) {
    throw unreadable(error);
  }
}

function parseTag(text: string): ScenarioTag {
  const tag = SCENARIO_TAGS.find((known) => known === text);
  if (tag === undefined) throw new UsageError(`--tag must be one of ${SCENARIO_TAGS.join(', ')}, got "${text}"`);
  return tag;
}
