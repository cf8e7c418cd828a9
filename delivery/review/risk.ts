/** The risk of a change for running workloads. Rules over kinds and fields, the first match applies; a change without a rule counts as a change of behaviour, never as routine. */
import { oversize } from '../object-size';
import type { FieldChange } from './field-changes';
import { fieldRules, isNew, removals, risks, type Judgement } from './field-rules';
import type { ObjectChange } from './object-changes';

export { risks, type Judgement, type Risk } from './field-rules';

/** @returns one for the object, and one for each field that changed, in their order */
export function judged(change: ObjectChange): Judged {
  const { whole, fields } = judgedByFields(change);
  const size = change.kind === 'removed' ? undefined : oversize(change.object);
  return { whole: size === undefined ? whole : { risk: 'refused', why: size }, fields };
}

interface Judged {
  readonly whole: Judgement;
  readonly fields: readonly Judgement[];
}

function judgedByFields(change: ObjectChange): Judged {
  switch (change.kind) {
    case 'added':
      return { whole: addition(change.object.kind), fields: [] };
    case 'removed':
      return { whole: removal(change.object.kind), fields: [] };
    case 'renamed':
      return {
        whole: { risk: 'dangerous', why: `an object with the new name is created, and ${removal(change.from.kind).why} when the old one is pruned` },
        fields: [],
      };
    case 'changed': {
      const fields = change.fields.map((field) => (isSealed(change, field) ? sealed : fieldJudgement(change.object.kind, field)));
      return { whole: worst(fields), fields };
    }
  }
}

const sealed: Judgement = { risk: 'refused', why: 'it is immutable, and its name has not changed: give the new content another name' };

/** Content of an immutable ConfigMap or Secret; one whose name has a hash of its content is a new object. */
function isSealed({ object, from }: Extract<ObjectChange, { readonly kind: 'changed' }>, { field }: FieldChange): boolean {
  return /^(ConfigMap|Secret)$/.test(object.kind) && from.body['immutable'] === true && from.name === object.name && /^(data|binaryData|immutable)/.test(field);
}

/** The worst; the first of several. */
export function worst(judgements: readonly Judgement[]): Judgement {
  const [first] = risks.flatMap((risk) => judgements.filter((one) => one.risk === risk));
  return first ?? { risk: 'routine', why: 'nothing changes' };
}

function addition(kind: string): Judgement {
  if (/^(Role|RoleBinding|ClusterRole|ClusterRoleBinding)$/.test(kind)) return { risk: 'dangerous', why: 'rights are granted' };
  if (/^(Ingress|Gateway|HTTPRoute)$/.test(kind)) return { risk: 'dangerous', why: 'something becomes reachable from outside' };
  if (kind === 'FQDNNetworkPolicy') return { risk: 'dangerous', why: 'pods reach names outside the cluster' };
  if (/^(NetworkPolicy|ResourceQuota)$/.test(kind)) return { risk: 'dangerous', why: 'connections that it does not allow end' };
  return { risk: 'behaviour', why: 'it is new' };
}

function removal(kind: string): Judgement {
  const known = removals.find(([of]) => of.test(kind));
  return known === undefined ? { risk: 'behaviour', why: 'its readers no longer find it' } : { risk: 'dangerous', why: known[1] };
}

function fieldJudgement(kind: string, change: FieldChange): Judgement {
  const rule = fieldRules.find(({ of, field, when = () => true }) => of.test(kind) && field.test(change.field) && when(change));
  return rule === undefined ? { risk: 'behaviour', why: isNew(change) ? 'it is new' : 'its readers behave differently' } : { risk: rule.risk, why: rule.why };
}
