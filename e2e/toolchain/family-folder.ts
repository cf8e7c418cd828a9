import { join } from 'node:path';

/** The folder with the `go.mod` of a family. */
export function familyFolder(family: string): string {
  return join(__dirname, '..', 'components', family);
}
