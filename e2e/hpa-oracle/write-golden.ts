/** `npm run hpa:golden`: writes random cases with the controller's answers for `npm test`, which cannot build Go: a small set that reaches every condition, and some more. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HpaCaseSource } from '../../simulator/hpa/hpa-case';
import { build } from '../toolchain/build';
import { askController, type OracleAnswer } from './compare';
import { randomCases } from './random-cases';

const seed = 4;
const offered = 400;
const more = 12;
const target = join(__dirname, '..', '..', 'test', 'autoscaler', 'golden');

interface Pair {
  readonly one: HpaCaseSource;
  readonly answer: OracleAnswer;
}

/** Chooses greedily the case that reaches most new conditions, then fills up with the first cases. */
function chosen(pairs: readonly Pair[]): readonly Pair[] {
  const picked: Pair[] = [];
  const missing = new Set(pairs.flatMap(({ answer }) => linesOf(answer)));
  const gain = ({ answer }: Pair): number => new Set(linesOf(answer).filter((line) => missing.has(line))).size;
  while (missing.size > 0) {
    const best = pairs.reduce((left, right) => (gain(right) > gain(left) ? right : left));
    picked.push(best);
    for (const line of linesOf(best.answer)) missing.delete(line);
  }
  return [...picked, ...pairs.filter((pair) => !picked.includes(pair)).slice(0, more)];
}

function linesOf({ conditions }: OracleAnswer): readonly string[] {
  return conditions.flatMap((seen) => seen.conditions);
}

async function main(): Promise<void> {
  await build(['hpa-oracle'], (line) => void process.stdout.write(`${line}\n`));
  const folder = mkdtempSync(join(tmpdir(), 'lyo-golden-'));
  try {
    const cases = randomCases(seed, offered);
    const answers = await askController(cases, folder);
    const pairs = chosen(cases.flatMap((one, index) => (answers[index] === undefined ? [] : [{ one, answer: answers[index] }])));
    const lines = (of: (pair: Pair) => unknown): string => pairs.map((pair) => `${JSON.stringify(of(pair))}\n`).join('');
    writeFileSync(
      join(target, 'cases.jsonl'),
      lines(({ one }) => one),
    );
    writeFileSync(
      join(target, 'answers.jsonl'),
      lines(({ answer }) => answer),
    );
    process.stdout.write(`${pairs.length} cases\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
