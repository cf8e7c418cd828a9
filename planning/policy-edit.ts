/** An edit of config/<environment>.ts that gives the policy of one workload other values, and leaves every other character as it is. */
import type { Retuning } from '../config/retuned-policy';

const imported = "import { retuned } from './retuned-policy';";
/** As this edit writes it. */
const before = /^retuned\((.+), \{ headroom: ([\d.]+), upTolerance: [\d.]+, scaleIn: \{ percent: \d+, tolerance: [\d.]+ \} \}\)$/;

/** @throws Error where the workload is not there, or its policy is not one expression on a line */
export function policyText(text: string, workload: string, retuning: Retuning): string {
  const name = text.indexOf(`\n      name: '${workload}',`);
  if (name < 0) throw new Error(`the environment must have a workload "${workload}" that states its name on a line, received none`);
  const end = text.indexOf('\n    },', name);
  const block = text.slice(name, end < 0 ? undefined : end);
  const [line, expression] = /\n {6}scaling: ([\w$.]+(?:\(.*\))?),(?=\n|$)/.exec(block) ?? [];
  if (line === undefined || expression === undefined)
    throw new Error(`the policy of "${workload}" must be one expression on a line, such as classPolicies.noisy, received another form`);
  const edited = block.replace(line, () => `\n      scaling: ${expressionOf(expression, retuning)},`);
  return withImport(text.slice(0, name) + edited + text.slice(name + block.length));
}

/** On top of what was changed before: the sweep starts at the present policy. */
function expressionOf(expression: string, { headroom, upTolerance, scaleIn: { percent, tolerance } }: Retuning): string {
  const [, base = expression, earlier = '1'] = before.exec(expression) ?? [];
  const factor = Math.round(Number(earlier) * headroom * 10_000) / 10_000;
  return `retuned(${base}, { headroom: ${factor}, upTolerance: ${upTolerance}, scaleIn: { percent: ${percent}, tolerance: ${tolerance} } })`;
}

function withImport(text: string): string {
  if (text.includes(imported)) return text;
  const last = text.lastIndexOf('\nimport ');
  const end = text.indexOf('\n', last + 1);
  return last < 0 ? `${imported}\n${text}` : `${text.slice(0, end)}\n${imported}${text.slice(end)}`;
}
