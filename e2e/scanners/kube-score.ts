/** kube-score (github.com/zegl/kube-score) over manifests. */
import { execFile } from 'node:child_process';
import { z } from 'zod';
import { binaryOf } from '../toolchain/build';
import type { ScannerFinding } from './finding';

const report = z.array(
  z.object({
    object_name: z.string(),
    checks: z.array(z.object({ check: z.object({ id: z.string() }), grade: z.number(), skipped: z.boolean() })).nullable(),
  }),
);
/** Critical is 1, a warning 5, "almost" 7, right 10. */
const warning = 5;

/** @param files YAML, by their paths */
export async function kubeScore(files: readonly string[]): Promise<readonly ScannerFinding[]> {
  const text = await new Promise<string>((resolve, reject) => {
    // it ends with 1 when it has found something
    execFile(binaryOf('kube-score'), ['score', '--output-format', 'json', ...files], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      stdout === '' ? reject(new Error(`kube-score must print a report, received ${error?.message ?? ''} ${stderr}`)) : resolve(stdout),
    );
  });
  return report
    .parse(JSON.parse(text))
    .flatMap(({ object_name: name, checks }) =>
      (checks ?? [])
        .filter(({ grade, skipped }) => !skipped && grade <= warning)
        .map(({ check: { id } }) => ({ scanner: 'kube-score' as const, check: id, object: objectOf(name) })),
    );
}

/** `Deployment/apps/v1/lyo-observability/grafana` → `Deployment/grafana`. */
function objectOf(name: string): string {
  const parts = name.split('/');
  return `${parts[0] ?? ''}/${parts.at(-1) ?? ''}`;
}
