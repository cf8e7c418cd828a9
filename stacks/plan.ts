/** The offline plan: every resource that the infrastructure program declares for an environment, recorded without engine, network and credentials. */
import * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../config/environment';
import { PlanRecorder, type PlannedResource } from './plan-recorder';
import { secret, shownProperties } from './plan-value';
import { platform } from './platform';

export interface Plan {
  readonly environment: string;
  /** Sorted by type, then by name. */
  readonly resources: readonly PlannedResource[];
  /** Outputs of the stack for manifests and pipelines. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

let previous: Promise<unknown> = Promise.resolve();

/**
 * Records one environment's plan. Pulumi's runtime is global to the process, so recordings wait for each other.
 * @throws Error when two resources have one type and name, or a resource refers to an output that has no name in a plan
 */
export function recordPlan(environment: Environment): Promise<Plan> {
  const plan = previous.then(() => record(environment));
  // the next recording starts whether this one succeeds or fails
  previous = plan.catch(() => undefined);
  return plan;
}

async function record(environment: Environment): Promise<Plan> {
  const { stackTraceLimit } = Error;
  // Pulumi takes a stack trace for each of its promises, for reports of leaks. That takes two thirds of a recording's time, and nobody reads them
  Error.stackTraceLimit = 0;
  try {
    return await recorded(environment);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function recorded(environment: Environment): Promise<Plan> {
  const recorder = new PlanRecorder();
  await pulumi.runtime.setMocks(recorder, 'lyo-platform', environment.name, false);
  let declaration: Promise<Record<string, unknown>> = Promise.resolve({});
  const outputs = await pulumi.runtime.runInPulumiStack(() => {
    pulumi.runtime.registerStackTransformation((args) => recorder.declared(args));
    declaration = declare(environment);
    // a failing stack would end the process; the caller gets the error from `declaration` below
    return declaration.catch(() => ({}));
  });
  // waits for resources that no output depends on
  await pulumi.runtime.disconnect();
  await declaration;
  return { environment: environment.name, resources: recorder.resources(), outputs: shownProperties(outputs ?? {}) };
}

/** The program's outputs; a word replaces each secret. */
async function declare(environment: Environment): Promise<Record<string, unknown>> {
  const outputs = Object.entries<unknown>({ ...platform(environment) });
  const entries = outputs.map(async ([name, value]) => [name, pulumi.Output.isInstance(value) && (await pulumi.isSecret(value)) ? secret : value] as const);
  return Object.fromEntries(await Promise.all(entries));
}
