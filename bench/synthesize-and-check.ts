/** The synthesis of `npm start` without writing files: both environments and every check. A separate process, so that its start is measured. Prints the number of objects. */
import { synthesize } from '../charts/synthesis';
import { parseObjects } from '../checks/read-manifests';
import { frozenList } from '../checks/identity/frozen';
import { checksOver } from '../checks/checks';
import { runChecks } from '../checks/run';
import { environments } from '../test/fixtures/environments';
import frozen from '../test/fixtures/frozen.json';

const rules = checksOver({ environments, frozen: frozenList.parse(frozen) });

/** @returns the number of objects @throws Error if a check fails */
export function synthesizeAndCheck(): number {
  return environments
    .map((environment) => {
      const files = synthesize(environment);
      const report = runChecks(
        environment.name,
        files.flatMap(({ name, yaml }) => parseObjects(yaml, name)),
        rules,
      );
      if (report.violations.length > 0) throw new Error(`${environment.name}: ${report.violations.length} violations; what is measured must be sound`);
      return report.objects;
    })
    .reduce((sum, objects) => sum + objects, 0);
}

if (require.main === module) process.stdout.write(`${synthesizeAndCheck()}\n`);
