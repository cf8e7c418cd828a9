/** A program that regenerates the project in its folder, for the test that interrupts it. */
import { regenerated } from '../../../checks/identity/regeneration';

void regenerated(process.cwd(), {}).then((why) => {
  process.stdout.write(why ?? 'done');
  process.exitCode = why === undefined ? 0 : 1;
});
