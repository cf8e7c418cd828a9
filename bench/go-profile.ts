/** Go's own profiles of a collector that runs with OTELCOL_PPROF, `host:port`, which serves them there (e2e/components/collector/profile.go). */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** If the variable is set, writes a CPU profile of the next `seconds` and a heap profile at their end. @returns lines that name the files */
export async function goProfiles(name: string, seconds: number): Promise<readonly string[]> {
  const address = process.env['OTELCOL_PPROF'];
  if (address === undefined) return [];
  const paths = { cpu: `profile?seconds=${seconds}`, heap: 'heap' };
  const files: string[] = [];
  for (const [kind, path] of Object.entries(paths)) {
    const response = await fetch(`http://${address}/debug/pprof/${path}`);
    if (!response.ok) throw new Error(`${address} answers ${response.status} to ${path}: ${await response.text()}`);
    const file = join(tmpdir(), `${name}.${kind}.pprof`);
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    files.push(file);
  }
  return files;
}
