/** The infrastructure of one environment, as the program describes it: the input of plan checks. */

/** One resource of the infrastructure program with the arguments that it was given. */
export interface PlanResource {
  /** Type token: `gcp:container/cluster:Cluster`. */
  readonly type: string;
  readonly name: string;
  /** How the program guards it: `protect`, `ignoreChanges` and the like. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Its name in a running stack. @default - the plan was made offline */
  readonly urn?: string;
}

export interface Plan {
  readonly environment: string;
  /** The file that a reader would open. */
  readonly file: string;
  readonly resources: readonly PlanResource[];
}

export function resourcesOf({ resources }: Plan, type: string): readonly PlanResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The last part of a type token: `Cluster`. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

/** How messages name a resource: `Cluster lyo-prod`. */
export function resourceName({ type, name }: Pick<PlanResource, 'type' | 'name'>): string {
  return `${shortType(type)} ${name}`;
}
