/** The infrastructure of one environment as the program declares it: the input of plan checks. */

/** One resource of the infrastructure program with its arguments. */
export interface PlanResource {
  /** Type token: `gcp:container/cluster:Cluster`. */
  readonly type: string;
  readonly name: string;
  /** Pulumi options of the resource: `protect`, `ignoreChanges` and others. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN in a running stack. @default - the plan was recorded offline */
  readonly urn?: string;
}

export interface Plan {
  readonly environment: string;
  /** Path of the plan's file, for messages. */
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
