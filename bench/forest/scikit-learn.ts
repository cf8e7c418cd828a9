/** Runs programs with scikit-learn in the interpreter that `PYTHON` names, or `python3`. */
import { spawnSync } from 'node:child_process';

/** Runs a program that reads JSON from its standard input and prints JSON. @returns the parsed output; undefined if the interpreter has no scikit-learn */
export function scikitLearn(program: string, given: unknown): unknown {
  const python = process.env['PYTHON'] ?? 'python3';
  if (spawnSync(python, ['-c', 'import sklearn']).status !== 0) return undefined;
  const child = spawnSync(python, ['-c', program], { input: JSON.stringify(given), encoding: 'utf8', maxBuffer: 1 << 20 });
  if (child.status !== 0) throw new Error(`scikit-learn ended with ${String(child.status)}: ${child.stderr}`);
  return JSON.parse(child.stdout) as unknown;
}

export const absent = 'scikit-learn is absent: PYTHON must name an interpreter that has it\n';
