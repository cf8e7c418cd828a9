/** The command `npm run live-check` as a function; running a command and printing are arguments. */
import { parseArgs } from 'node:util';
import { reason } from '../command-line/failure';
import { couldNotAsk } from '../command-line/refusals';
import type { Environment } from '../config/environment';
import type { LiveQuestion } from './live-question';
import { liveQuestions } from './live-questions';

const help = `Asks a live environment what only Google Cloud can show. It reads with gcloud and kubectl, which must be installed and logged in, and changes nothing.

  npm run live-check -- --env <name>            runs every question, in order
  npm run live-check -- --env <name> --print    prints the commands, and runs none
  npm run live-check -- --help                  this text

The cluster's credentials come first: gcloud container clusters get-credentials <cluster> --location <region> --project <project> --dns-endpoint
Exits with 1 when an answer is not the expected one.`;

/** Output of a program. */
export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Set when the program could not be started or did not end in time. */
  readonly error?: Error;
}

export interface LiveProject {
  readonly environments: () => Promise<readonly Environment[]>;
  readonly ask: (program: string, args: readonly string[]) => Said;
  /** Prints each answer as soon as it is there. */
  readonly say: (line: string) => void;
}

/**
 * @returns whether every answer is the expected one
 * @throws Error when the command line names no environment
 */
export async function liveCheckCommand(args: readonly string[], { environments, ask, say }: LiveProject): Promise<boolean> {
  const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean' }, env: { type: 'string' }, print: { type: 'boolean' } } });
  if (values.help === true) {
    say(help);
    return true;
  }
  const questions = liveQuestions(environmentNamed(values.env, await environments()));
  if (values.print === true) {
    say(questions.map(({ claim, command }) => `# ${claim}\n${command.map(quoted).join(' ')}`).join('\n\n'));
    return true;
  }
  // a command that could not run ends the check: without a login, or without the program, the others cannot run either
  let ok = true;
  for (const [index, question] of questions.entries()) {
    const [program = '', ...rest] = question.command;
    const said = ask(program, rest);
    const isRight = said.status === 0 && question.expected.holds(answerOf(said));
    say(answerText(question, said, isRight));
    if (!isRight && couldNotAsk(said.error, said.stderr)) {
      say(`     ended here: ${questions.length - index - 1} more questions would meet the same`);
      return false;
    }
    ok &&= isRight;
  }
  return ok;
}

function environmentNamed(wanted: string | undefined, environments: readonly Environment[]): Environment {
  const environment = environments.find(({ name }) => name === wanted);
  if (environment === undefined) throw new Error(`--env must be one of ${environments.map(({ name }) => name).join(', ')}, received ${wanted ?? 'nothing'}`);
  return environment;
}

function answerOf({ stdout, error }: Said): string {
  return error === undefined ? stdout.trim() : reason(error);
}

/** Text for one answer. A command that fails prints nothing, and an empty answer may be the expected one, so failure is reported separately. */
function answerText({ claim, expected }: LiveQuestion, said: Said, isRight: boolean): string {
  if (isRight) return `yes  ${claim}`;
  const received = said.status === 0 || said.error !== undefined ? answerOf(said) : said.stderr.trim();
  return `NO   ${claim}\n     expected ${expected.text}, received ${received}`;
}

function quoted(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
