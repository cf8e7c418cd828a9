/** What people told the optimizer: freezes, and answers to its proposals. One text that outlives every process; pure functions say what follows from it. */
import { z } from 'zod';
import { tunables } from '../acting/tunables';
import { moment } from '../moment';

/** The longest is a ServiceAccount's: a name of 253 characters, its namespace of 63, and what is before them. */
const name = z.string().min(1).max(400);
const said = {
  /** Who, as the API server knows them. */
  by: name,
  at: moment,
  reason: z.string().max(300).optional(),
};

const freeze = z.strictObject({
  ...said,
  /** `namespace/name`. @default - all of them */
  workload: name.optional(),
  /** @default - until somebody ends it */
  until: moment.optional(),
});
export type Freeze = z.infer<typeof freeze>;

const answered = { ...said, workload: name, policy: name, proposal: name };

const approval = z.strictObject({ ...answered, value: z.number(), tunables });
export type Approval = z.infer<typeof approval>;

const rejection = z.strictObject({ ...answered, value: z.number() });
export type Rejection = z.infer<typeof rejection>;

export const interventionRecord = z.strictObject({
  freezes: z.array(freeze).max(300),
  approvals: z.array(approval).max(100),
  rejections: z.array(rejection).max(300),
});
export type InterventionRecord = z.infer<typeof interventionRecord>;

export const nothingSaid: InterventionRecord = { freezes: [], approvals: [], rejections: [] };

/** Seconds for which an approval waits to be carried out: later the world it was given for may be another. */
export const approvalLasts = 3600;
/** Seconds for which a rejection holds, and the share by which another value is still the same proposal. */
const [rejectionLasts, sameValue] = [30 * 86_400, 0.1];
/** How many approvals and rejections are kept. */
const [keptApprovals, keptRejections] = [50, 200];

/** The freeze that holds for a workload now; one of all workloads before its own. */
export function freezeOf({ freezes }: InterventionRecord, workload: string, now: number): Freeze | undefined {
  const holding = freezes.filter((one) => now < (one.until ?? Number.POSITIVE_INFINITY));
  return holding.find((one) => one.workload === undefined) ?? holding.find((one) => one.workload === workload);
}

/** What a freeze says to people. */
export function freezeText({ by, until, reason }: Freeze): string {
  const end = until === undefined ? 'until somebody ends it' : `until ${new Date(until * 1000).toISOString()}`;
  return `frozen by ${by} ${end}${reason === undefined ? '' : `: ${reason}`}`;
}

/** In place of the one of the same scope; those that are over are left out. */
export function frozen(record: InterventionRecord, freeze: Freeze): InterventionRecord {
  return { ...record, freezes: [...record.freezes.filter((one) => one.workload !== freeze.workload && !isOver(one, freeze.at)), freeze] };
}

/** Undefined where that scope is not frozen. */
export function unfrozen(record: InterventionRecord, workload: string | undefined, now: number): InterventionRecord | undefined {
  const isMeant = (one: Freeze): boolean => one.workload === workload && !isOver(one, now);
  return record.freezes.some(isMeant) ? { ...record, freezes: record.freezes.filter((one) => !isMeant(one)) } : undefined;
}

const isOver = ({ until }: Freeze, now: number): boolean => until !== undefined && until <= now;

/** The last word counts: an approval takes a rejection of the same value back. */
export function approved(record: InterventionRecord, approval: Approval): InterventionRecord {
  const others = record.approvals.filter(({ workload, policy }) => workload !== approval.workload || policy !== approval.policy);
  return {
    ...record,
    approvals: [...others, approval].slice(-keptApprovals),
    rejections: record.rejections.filter((one) => !isSame(one, approval)),
  };
}

export function rejected(record: InterventionRecord, rejection: Rejection): InterventionRecord {
  return {
    ...record,
    approvals: record.approvals.filter((one) => !isSame(one, rejection)),
    rejections: [...record.rejections.filter((one) => !isSame(one, rejection) && rejection.at - one.at < rejectionLasts), rejection].slice(-keptRejections),
  };
}

/** Of which workload and policy, and how much. */
interface Meant {
  readonly workload: string;
  readonly policy: string;
  readonly value: number;
}

const isSame = (one: Meant, other: Meant): boolean =>
  one.workload === other.workload && one.policy === other.policy && Math.abs(one.value - other.value) <= sameValue * Math.abs(one.value);

/** A value that is measured changes a little with each tick, and is still what was rejected. */
export function rejectionOf({ rejections }: InterventionRecord, meant: Meant, now: number): Rejection | undefined {
  return rejections.findLast((one) => isSame(one, meant) && now - one.at < rejectionLasts);
}

/** The approval that waits to be carried out. @param begun when the last change of that policy began, seconds since 1970 */
export function approvalOf(
  { approvals }: InterventionRecord,
  { workload, policy }: Pick<Meant, 'workload' | 'policy'>,
  { now, begun }: { readonly now: number; readonly begun: number | undefined },
): Approval | undefined {
  const found = approvals.findLast((one) => one.workload === workload && one.policy === policy);
  // a clock that was set back makes no approval valid for longer
  if (found === undefined || Math.abs(now - found.at) >= approvalLasts) return undefined;
  return begun !== undefined && begun >= found.at ? undefined : found;
}
