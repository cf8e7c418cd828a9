/** Text of a report. */
import type { CheckReport, CheckResult } from './run';
import type { Violation } from './violation';

/** One line where every check holds; otherwise each broken check with its violations. No line break at the end. */
export function describe(report: CheckReport): string {
  const { environment, objects, results, passed } = report;
  const broken = results.filter(({ violations }) => violations.length > 0);
  const summary = `${environment}: ${passed} of ${results.length} checks hold for ${count(objects, 'object')}`;
  if (broken.length === 0) return summary;
  return [`${summary}, ${count(report.violations.length, 'violation')}`, ...broken.flatMap(describeCheck)].join('\n');
}

function describeCheck({ check: { id, title, why }, violations }: CheckResult): readonly string[] {
  return ['', `  ${id}: ${title}`, `    why    ${indented(why)}`, ...violations.flatMap(describeViolation)];
}

function describeViolation({ object, problem, fix, ...where }: Violation): readonly string[] {
  return [`    ${object}`, `      what   ${indented(problem)}`, `      fix    ${indented(fix)}`, `      where  ${place(where)}`];
}

/** `charts/web-services.ts (construct backend/web-service/deployment), written to manifests/dev/backend.yaml` */
function place({ file, constructPath, source }: Pick<Violation, 'file' | 'constructPath' | 'source'>): string {
  const construct = constructPath === undefined ? '' : ` (construct ${constructPath})`;
  return source === undefined ? `${file}${construct}` : `${source}${construct}, written to ${file}`;
}

function indented(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat(13)}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
