/** The command `npm run audit` as a function; the environments are an argument. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
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

/** @param environments - their names; loading them validates them, and their problems must be reported as text */
export function auditCommand(args: readonly string[], environments: () => Promise<readonly string[]>): Promise<Outcome> {
  return outcomeOf(async () => {
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
    if (values.help) return succeeded(help);
    const known = await environments();
    const results = chosen(known, values.env).map((environment) => auditOf(environment, values));
    for (const result of results) write(result, values);
    if (values.env.length === 0) removeOthers(known, values.output);
    const passed = results.every(({ counts }) => counts.fail === 0);
    return { status: passed ? 0 : 1, stdout: results.map((result) => `${terminalTable(result)}\n\n`).join(''), stderr: '' };
  });
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

function write(result: AuditResult, { output }: Folders): void {
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, `${result.environment}.md`), markdownReport(result));
  writeFileSync(join(output, `${result.environment}.html`), htmlReport(result));
}

/** Removes reports of environments that no longer exist. */
function removeOthers(known: readonly string[], output: string): void {
  for (const file of readdirSync(output)) {
    const { name, ext } = parse(file);
    const isReport = (ext === '.md' || ext === '.html') && readFileSync(join(output, file), 'utf8').includes(`Audit of ${name}`);
    if (isReport && !known.includes(name)) rmSync(join(output, file));
  }
}
