/** Prints the exports of stacks/index.ts for the given stack, loaded in a separate process as by `pulumi up`. */
import * as pulumi from '@pulumi/pulumi';
import { PlanRecorder } from '../../stacks/plan-recorder';

async function main(stack: string): Promise<void> {
  const recorder = new PlanRecorder();
  await pulumi.runtime.setMocks(recorder, 'lyo-platform', stack, false);
  const exported = await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation((args) => recorder.declared(args));
    return { ...(await import('../../stacks/index')) };
  });
  await pulumi.runtime.disconnect();
  console.log(JSON.stringify(exported));
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
