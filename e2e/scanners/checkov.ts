/** Checkov (pypi.org/project/checkov) over manifests. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { pythonWith } from '../toolchain/python';
import type { ScannerFinding } from './finding';

const version = 'checkov==3.3.30';
const report = z.object({
  summary: z.object({ passed: z.int().min(1), parsing_errors: z.literal(0) }),
  results: z.object({ failed_checks: z.array(z.object({ check_id: z.string(), resource: z.string() })) }),
});

export async function checkov(folder: string): Promise<readonly ScannerFinding[]> {
  const program = join(dirname(await pythonWith([version])), 'checkov');
  const text = await new Promise<string>((resolve, reject) => {
    execFile(
      program,
      ['--directory', folder, '--framework', 'kubernetes', '--quiet', '--compact', '--soft-fail', '--skip-download', '--output', 'json'],
      // the folder of a scenario may lie below one whose name begins with a dot, and such are left out by default
      { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, CKV_IGNORE_HIDDEN_DIRECTORIES: 'false' } },
      (error, stdout) => (error === null ? resolve(stdout) : reject(new Error(`checkov must end well, received ${error.message}`))),
    );
  });
  return report
    .parse(JSON.parse(text))
    .results.failed_checks.map(({ check_id: check, resource }) => ({ scanner: 'checkov', check, object: objectOf(resource) }));
}

/** `Deployment.lyo-observability.grafana` → `Deployment/grafana`. */
function objectOf(resource: string): string {
  const parts = resource.split('.');
  return `${parts[0] ?? ''}/${parts.slice(2).join('.')}`;
}
