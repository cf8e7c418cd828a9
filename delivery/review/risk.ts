/** What a change does to what runs. Rules over kinds and fields, the first that fits; what no rule knows is a change of behaviour, and never routine. */
import type { FieldChange } from './field-changes';
import { fieldRules, isNew, removals, risks, type Judgement } from './field-rules';
import type { ObjectChange } from './object-changes';

export { risks, type Judgement, type Risk } from './field-rules';

/** @returns one for the object, and one for each field that changed, in their order */
export function judged(change: ObjectChange): { readonly whole: Judgement; readonly fields: readonly Judgement[] } {
  switch (change.kind) {
    case 'added':
      return { whole: addition(change.object.kind), fields: [] };
    case 'removed':
      return { whole: removal(change.object.kind), fields: [] };
    case 'renamed':
      return {
        whole: { risk: 'dangerous', why: `an object of the new name is made, and ${removal(change.from.kind).why} when the old one is pruned` },
        fields: [],
      };
    case 'changed': {
      const fields = change.fields.map((field) => (isSealed(change, field) ? sealed : fieldJudgement(change.object.kind, field)));
      return { whole: worst(fields), fields };
    }
  }
}

const sealed: Judgement = { risk: 'refused', why: 'it is immutable, and its name stays: give its content another name' };

/** Content of an immutable ConfigMap or Secret; one that is named by its content is another object. */
function isSealed({ object, from }: Extract<ObjectChange, { readonly kind: 'changed' }>, { field }: FieldChange): boolean {
  return /^(ConfigMap|Secret)$/.test(object.kind) && from.body['immutable'] === true && from.name === object.name && /^(data|binaryData|immutable)/.test(field);
}

/** The first of the worst. */
export function worst(judgements: readonly Judgement[]): Judgement {
  const [first] = risks.flatMap((risk) => judgements.filter((one) => one.risk === risk));
  return first ?? { risk: 'routine', why: 'nothing changes' };
}

function addition(kind: string): Judgement {
  if (/^(Role|RoleBinding|ClusterRole|ClusterRoleBinding)$/.test(kind)) return { risk: 'dangerous', why: 'rights are given' };
  if (/^(Ingress|Gateway|HTTPRoute)$/.test(kind)) return { risk: 'dangerous', why: 'something is reached from outside' };
  if (kind === 'FQDNNetworkPolicy') return { risk: 'dangerous', why: 'pods reach names outside the cluster' };
  if (/^(NetworkPolicy|ResourceQuota)$/.test(kind)) return { risk: 'dangerous', why: 'what it does not allow ends' };
  return { risk: 'behaviour', why: 'it is new' };
}

function removal(kind: string): Judgement {
  const known = removals.find(([of]) => of.test(kind));
  return known === undefined ? { risk: 'behaviour', why: 'what reads it finds it no more' } : { risk: 'dangerous', why: known[1] };
}

function fieldJudgement(kind: string, change: FieldChange): Judgement {
  const rule = fieldRules.find(({ of, field, when = () => true }) => of.test(kind) && field.test(change.field) && when(change));
  return rule === undefined
    ? { risk: 'behaviour', why: isNew(change) ? 'it is new' : 'what reads it behaves in another way' }
    : { risk: rule.risk, why: rule.why };
}
