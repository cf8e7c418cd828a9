/** Resources that pods request and nodes have. */
export interface Resources {
  /** Thousandths of a core. */
  readonly cpu: number;
  /** Mebibytes. */
  readonly memory: number;
}

/** A node as the scheduler sees it. */
export interface NodeCapacity extends Resources {
  readonly pods: number;
}

export function plus(one: Resources, other: Resources): Resources {
  return { cpu: one.cpu + other.cpu, memory: one.memory + other.memory };
}

export function sumOf(parts: readonly Resources[]): Resources {
  return parts.reduce(plus, { cpu: 0, memory: 0 });
}

/** `500m and 512Mi` */
export function resourcesText({ cpu, memory }: Resources): string {
  return `${cpu}m and ${memory}Mi`;
}
