/** Several processes of this program: each takes the next question, and answers arrive in the order in which they are ready. */
import { fork, type ChildProcess } from 'node:child_process';

/** A variable that is set in the environment of the started processes. */
const mark = 'LYO_BENCH_ANSWERS';

/** Whether this process is one of the started ones. */
export const isOneOfSeveral = process.env[mark] !== undefined;

/** In a started process: answers questions, one after the other. */
export function answerAll(answer: (question: unknown) => unknown): void {
  process.on('message', (question) => process.send?.(answer(question)));
}

/** @throws Error when a process ends before it has answered */
export async function answers(count: number, questions: readonly object[], onAnswer: (answer: unknown) => void): Promise<void> {
  const left = [...questions];
  await Promise.all(Array.from({ length: Math.min(count, questions.length) }, () => worked(left, onAnswer)));
}

async function worked(left: object[], onAnswer: (answer: unknown) => void): Promise<void> {
  const child = fork(process.argv[1] ?? '', process.argv.slice(2), { env: { ...process.env, [mark]: '1' } });
  try {
    for (let question = left.shift(); question !== undefined; question = left.shift()) onAnswer(await asked(child, question));
  } finally {
    child.kill();
  }
}

async function asked(child: ChildProcess, question: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process that plays loads ended with status ${String(code)}`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer);
    });
    child.send(question);
  });
}
