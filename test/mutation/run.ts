/**
 * `npm run mutation`: mutates constructs/, config/ and checks/ in one place at a time, and reports whether a suite fails. First the suites nearest to the file
 * run on each mutant. Then every suite runs once with all survivors applied, and again with halves of them if it fails: a suite that kills none costs
 * one run, however many survivors there are.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../../command-line/failure';
import { Campaign } from './campaign';
import { Journal, type Verdict } from './journal';
import { Laboratory } from './laboratory';
import { keyOf, type Mutant } from './mutant';
import { mutantsOf } from './mutants-of';
import { Reach } from './reach';
import { reportRules, rulesToTry, tryRules, type TriedRule } from './rule-campaign';
import { sample } from './sample';

const help = `Breaks constructs/, config/ and checks/ in one place at a time, and tells whether a test notices.

  npm run mutation                     300 mutants of seed 1, on from where the last run ended
  npm run mutation -- --count <n>      as many of them
  npm run mutation -- --seed <n>       another choice
  npm run mutation -- --minutes <n>    ends after about as many minutes
  npm run mutation -- --part <i>/<n>   every nth mutant alone, for several machines or processes
  npm run mutation -- --only <text>    mutants whose file and place have the text, such as slo/burn-alerts
  npm run mutation -- --rules          the rules and shapes of a backend in config/ instead: faults of each with the suites about it, counted by rule; ends
                                       with 1 while a rule has fewer than three that are killed, or than it has
  npm run mutation -- --rules --each <n>   as many faults of each rule, 6 by default, and up to as many others in place of those that live
  npm run mutation -- --again          tries those that lived once more, such as after a test was written
  npm run mutation -- --report         tells what is known, and runs nothing
  npm run mutation -- --help           this text

Needs hours. Ends with 1 while fewer than 90 % are killed.`;

const root = join(__dirname, '../..');

interface Options {
  readonly mutants: readonly Mutant[];
  readonly part: string;
  readonly until: number;
  /** Whether to try those that lived once more. */
  readonly again: boolean;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string', default: 'Infinity' },
      part: { type: 'string', default: '1/1' },
      only: { type: 'string', default: '' },
      rules: { type: 'boolean', default: false },
      each: { type: 'string', default: '6' },
      again: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [count, seed, minutes] = [positive('--count', values.count), positive('--seed', values.seed), positive('--minutes', values.minutes)];
  const [, part, of] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(values.part)?.map(Number) ?? [];
  if (part === undefined || of === undefined || part > of) throw new Error(`--part must be such as 1/2, received ${values.part}`);
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  const until = Date.now() + minutes * 60_000;
  const journalOf = (kind: string): Journal => new Journal(join(root, 'node_modules/.cache/mutation', `${kind}-${seed}.jsonl`));
  if (values.rules) {
    const rules = rulesToTry(root, { seed, only: values.only });
    const [journal, each] = [journalOf('rules'), positive('--each', values.each)];
    const own = rules.filter((_, index) => index % of === part - 1);
    if (!values.report) await tryBackendRules(files, own, { journal, each, until, again: values.again, part: values.part });
    return reportRules(rules, { journal, each });
  }
  const all = files.filter(isMutated).flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')));
  const chosen = sample(all, seed, keyOf)
    .filter((mutant) => keyOf(mutant).includes(values.only))
    .slice(0, count);
  const mutants = chosen.filter((_, index) => index % of === part - 1);
  console.log(`${all.length} mutants are possible, ${chosen.length} are chosen, ${mutants.length} are this part`);
  const journal = journalOf('seed');
  if (!values.report) await run(files, journal, { mutants, part: values.part, until, again: values.again });
  return report(chosen, journal);
}

async function tryBackendRules(
  files: readonly string[],
  rules: readonly TriedRule[],
  { part, ...trial }: Omit<Parameters<typeof tryRules>[1], 'laboratory' | 'reach'> & { readonly part: string },
): Promise<void> {
  const reach = new Reach(
    root,
    files.filter((file) => file.endsWith('.ts')),
  );
  const laboratory = new Laboratory(root, laboratoryOf(`rules ${part}`), files);
  try {
    await tryRules(rules, { laboratory, reach, ...trial });
  } finally {
    laboratory.remove();
  }
}

/** Leaves out values of users and files that no test may read, and also type definitions and generated files, which have no mutants. */
function isMutated(file: string): boolean {
  return /^(constructs|config|checks)\/.*\.ts$/.test(file) && !/^config\/(dev|prod|environment-sources|environments)\.ts$/.test(file);
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${option} must be a number above 0, received ${text}`);
  return value;
}

async function run(files: readonly string[], journal: Journal, { mutants, part, until, again }: Options): Promise<void> {
  const reach = new Reach(
    root,
    files.filter((file) => file.endsWith('.ts')),
  );
  const laboratory = new Laboratory(root, laboratoryOf(part), files);
  const campaign = new Campaign(laboratory, reach, (mutant, verdict, killer) => {
    journal.note(keyOf(mutant), verdict);
    console.log(`${verdict.padEnd(10)} ${mutant.file}:${mutant.line}  ${mutant.before} → ${mutant.after}  ${killer ?? ''}`.trimEnd());
  });
  const left = (verdict: Verdict | undefined): readonly Mutant[] => mutants.filter((mutant) => journal.of(keyOf(mutant)) === verdict);
  try {
    await campaign.nearest([...left(undefined), ...(again ? left('lived') : [])], until);
    await campaign.everything(left('lived near'), until);
  } finally {
    laboratory.remove();
  }
}

/** The same path for the same project and part; below node_modules jest finds no tests. */
function laboratoryOf(part: string): string {
  return join(tmpdir(), `lyo-mutation-${createHash('sha256').update(`${root} ${part}`).digest('hex').slice(0, 10)}`);
}

function report(mutants: readonly Mutant[], journal: Journal): number {
  const of = (verdict: Verdict): readonly Mutant[] => mutants.filter((mutant) => journal.of(keyOf(mutant)) === verdict);
  const [killed, lived, open] = [of('killed'), of('lived'), of('lived near')];
  for (const { file, line, before, after } of [...lived, ...open]) console.log(`lived  ${file}:${line}  ${before} → ${after}`);
  const tried = killed.length + lived.length + open.length;
  const score = tried === 0 ? 0 : (100 * killed.length) / tried;
  console.log(
    `${tried} of ${mutants.length} tried: ${killed.length} killed (${score.toFixed(1)} %), ${lived.length} lived, ${open.length} lived the nearest tests`,
  );
  return tried === mutants.length && score >= 90 ? 0 : 1;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(reason(error));
    process.exitCode = exitStatus(error);
  },
);
