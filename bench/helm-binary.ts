/** The `helm` program, from the Go module that helm/go.mod pins. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goProgram } from './go-program';

/** @param progress - called when a build starts, which takes minutes */
export function helmBinary(progress: (line: string) => void): Promise<string> {
  return goProgram({ name: 'helm', package: 'helm.sh/helm/v3/cmd/helm' }, progress);
}

/** `v3.22.0`. Read from go.mod, because a build from a module contains no version. */
export function helmVersion(): string {
  return /helm\.sh\/helm\/v3 (v\S+)/.exec(readFileSync(join(__dirname, 'helm', 'go.mod'), 'utf8'))?.[1] ?? 'unknown';
}
