/** `npm run --silent hpa -- cases.jsonl [--conditions]`: prints one answer per line, to compare with any other implementation of the HorizontalPodAutoscaler. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../../command-line/failure';
import { answerCase } from './answer-case';
import { CaseError, readCases } from './read-cases';

const usage = `npm run --silent hpa -- <cases.jsonl> [--conditions]

Prints what Kubernetes' HorizontalPodAutoscaler decides for each case of the file, as our own implementation sees it.
  --conditions   also the conditions of its status, whenever they change
`;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { conditions: { type: 'boolean', default: false }, help: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (values.help === true) process.stdout.write(usage);
  else if (file === undefined || positionals.length > 1) throw new CaseError([usage]);
  else for (const one of readCases(textOf(file), file)) print(answerCase(one), values.conditions);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CaseError([`${file}: must be a file that can be read, ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function print({ id, replicas, conditions }: ReturnType<typeof answerCase>, withConditions: boolean): void {
  process.stdout.write(`${JSON.stringify(withConditions ? { id, replicas, conditions } : { id, replicas })}\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${reason(error)}\n`);
  process.exitCode = exitStatus(error);
}
