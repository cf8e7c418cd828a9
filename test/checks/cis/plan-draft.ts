/** A copy of a plan in which a mutant makes one small change. */
import { z } from 'zod';
import { shortType, type Plan, type PlanResource } from '../../../checks/plan';
import type { PlanType } from '../../../checks/plan-types';
import { Edit } from '../draft';

const properties = z.record(z.string(), z.unknown());
const body = z.object({ type: z.string(), name: z.string(), options: properties, inputs: properties });

export class PlanDraft {
  private readonly resources: PlanResource[];

  public constructor(private readonly clean: Plan) {
    this.resources = [...clean.resources];
  }

  public get plan(): Plan {
    return { ...this.clean, resources: [...this.resources] };
  }

  /** The first resource of a type whose name ends with `ending`. @throws Error when there is none */
  public edit(type: string, ending = ''): Edit {
    return this.editAt(this.indexOf(type, ending));
  }

  /** Adds a copy of that resource under another name. */
  public copy(type: string, ending = ''): Edit {
    const original = this.resources[this.indexOf(type, ending)];
    if (original === undefined) throw new Error(`the draft has no ${type}`);
    return this.editAt(this.resources.push({ ...original, name: 'another' }) - 1);
  }

  public add(type: string, name: string, inputs: Readonly<Record<string, unknown>>): void {
    this.resources.push({ type, name, options: {}, inputs });
  }

  /** Removes every resource of a type. */
  public drop(type: PlanType): void {
    this.indexOf(type, '');
    this.resources.splice(0, this.resources.length, ...this.resources.filter((resource) => resource.type !== type));
  }

  private editAt(index: number): Edit {
    return new Edit((change) => {
      const { type, name, options, inputs } = structuredClone(this.resources[index]!);
      const changed: Record<string, unknown> = { type, name, options, inputs };
      change(changed);
      this.resources[index] = body.parse(changed);
    }, `resource ${index}`);
  }

  private indexOf(type: string, ending: string): number {
    const index = this.resources.findIndex((resource) => resource.type === type && resource.name.endsWith(ending));
    if (index < 0) throw new Error(`the plan has no ${shortType(type)} ${ending}`);
    return index;
  }
}
