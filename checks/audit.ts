/** `npm run audit`: prints the audit of each environment and writes it to docs/audit. Ends with 1 when an automated control fails. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../command-line/failure';
import { audit, type AuditResult } from './cis/audit';
import { htmlReport } from './cis/report/html';
import { markdownReport } from './cis/report/markdown';
import { terminalTable } from './cis/report/terminal';
import { readPlan } from './plan-file';
import { readManifests } from './read-manifests';
import { readable } from './readable';

const help = `Audits the offline plan and the manifests against CIS GKE 1.9.0 and safe defaults beyond it.

npm run audit                             prints a table for each environment and writes docs/audit/<environment>.md and .html
npm run audit -- --env <name>             one environment; may be repeated
npm run audit -- --output <folder>        another folder than docs/audit
npm run audit -- --plans <folder> --manifests <folder>   other input than plans and manifests

Ends with 1 when an automated control fails.
`;

interface Folders {
  readonly plans: string;
  readonly manifests: string;
  readonly output: string;
}

async function main(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      env: { type: 'string', multiple: true, default: [] },
      output: { type: 'string', default: 'docs/audit' },
      plans: { type: 'string', default: 'plans' },
      manifests: { type: 'string', default: 'manifests' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return true;
  }
  // loading it validates it: inside, so that its problems are shown as text and not as a stack
  const { environments } = await import('../config/environments');
  const known = environments.map(({ name }) => name);
  const results = chosen(known, values.env).map((environment) => auditOf(environment, values));
  for (const result of results) report(result, values);
  if (values.env.length === 0) removeOthers(known, values.output);
  return results.every(({ counts }) => counts.fail === 0);
}

/** @throws Error when there is no such environment */
function chosen(known: readonly string[], names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--env must be one of ${known.join(', ')}, received ${unknown}`);
  return names.length === 0 ? known : names;
}

function auditOf(environment: string, { plans, manifests }: Folders): AuditResult {
  return audit({
    plan: readable('--plans', plans, () => readPlan(plans, environment)),
    manifests: { environment, objects: readable('--manifests', manifests, () => readManifests(manifests, environment)) },
  });
}

function report(result: AuditResult, { output }: Folders): void {
  process.stdout.write(`${terminalTable(result)}\n\n`);
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, `${result.environment}.md`), markdownReport(result));
  writeFileSync(join(output, `${result.environment}.html`), htmlReport(result));
}

/** Reports of environments that are no longer there. */
function removeOthers(known: readonly string[], output: string): void {
  for (const file of readdirSync(output)) {
    const { name, ext } = parse(file);
    const isReport = (ext === '.md' || ext === '.html') && readFileSync(join(output, file), 'utf8').includes(`Audit of ${name}`);
    if (isReport && !known.includes(name)) rmSync(join(output, file));
  }
}

main(process.argv.slice(2)).then(
  (passed) => (process.exitCode = passed ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${reason(error)}\n`);
    process.exitCode = exitStatus(error);
  },
);
