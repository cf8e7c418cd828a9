/** Prints what stacks/index.ts exports for the stack that is named: the program as `pulumi up` loads it, in a process of its own. */
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
