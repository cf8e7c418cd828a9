/** `npm run live-check`: asks a live project what no test can show, by reading only. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../command-line/failure';
import type { Environment } from '../config/environment';
import type { LiveQuestion } from './live-question';
import { liveQuestions } from './live-questions';

const help = `Asks a live environment what only Google Cloud can show. It reads with gcloud and kubectl, which must be installed and logged in, and changes nothing.

  npm run live-check -- --env <name>            runs every question, in order
  npm run live-check -- --env <name> --print    prints the commands, and runs none
  npm run live-check -- --help                  this text

The cluster's credentials come first: gcloud container clusters get-credentials <cluster> --location <region> --project <project> --dns-endpoint
Exits with 1 when an answer is not the expected one.`;

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' }, env: { type: 'string' }, print: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(help);
    return true;
  }
  const questions = liveQuestions(await environmentNamed(values.env));
  if (values.print === true) {
    console.log(questions.map(({ claim, command }) => `# ${claim}\n${command.map(quoted).join(' ')}`).join('\n\n'));
    return true;
  }
  // a question that could not be asked ends it: without a login, or a program, none of the others can be
  let ok = true;
  for (const [index, question] of questions.entries()) {
    const answer = ask(question);
    if (answer === 'not asked') {
      console.log(`     ended here: ${questions.length - index - 1} more questions would meet the same`);
      return false;
    }
    ok &&= answer === 'yes';
  }
  return ok;
}

async function environmentNamed(wanted: string | undefined): Promise<Environment> {
  const { environments } = await import('../config/environments');
  const environment = environments.find(({ name }) => name === wanted);
  if (environment === undefined) throw new Error(`--env must be one of ${environments.map(({ name }) => name).join(', ')}, received ${wanted ?? 'nothing'}`);
  return environment;
}

function ask({ claim, command, expected }: LiveQuestion): 'yes' | 'no' | 'not asked' {
  const [program = '', ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  const answer = error === undefined ? stdout.trim() : reason(error);
  // a command that fails says nothing, and nothing can be what is hoped for
  const ok = status === 0 && expected.holds(answer);
  console.log(`${ok ? 'yes' : 'NO '}  ${claim}`);
  if (!ok) console.log(`     expected ${expected.text}, received ${status === 0 || error !== undefined ? answer : stderr.trim()}`);
  return ok ? 'yes' : failed(error, stderr);
}

function failed(error: Error | undefined, stderr: string): 'no' | 'not asked' {
  return error !== undefined || cannotAsk.test(stderr) ? 'not asked' : 'no';
}

/** What gcloud and kubectl say when nobody is logged in, or no cluster is known. */
const cannotAsk =
  /do not currently have an active account|gcloud auth login|reauthentication|invalid_grant|could not automatically determine credentials|connection to the server .* was refused|unable to connect to the server|\(unauthorized\)|must be logged in|gke-gcloud-auth-plugin/i;

function quoted(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

main().then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(reason(error));
    process.exitCode = exitStatus(error);
  },
);
