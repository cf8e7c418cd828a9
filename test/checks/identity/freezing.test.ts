import { frozen } from '../../../checks/identity/frozen';
import { freeze } from '../../../checks/identity/freezing';
import { cleanObjects } from '../clean';
import { Draft } from '../draft';
import { deployment, selectorLabel, statefulSet, templateLabel } from '../names';

const key = 'dev/Deployment/lyo-backend/backend';
const clean = cleanObjects('dev');
const dev = (change: (draft: Draft) => unknown): Parameters<typeof freeze>[1] => {
  const draft = new Draft(clean);
  change(draft);
  return [{ environment: 'dev', objects: draft.objects }];
};
const renamedLabel = dev((draft) => draft.edit(deployment).set(selectorLabel, 'api').set(templateLabel, 'api'));

describe('freezing', () => {
  test('adds nothing when the list is complete, and keeps other environments', () => {
    expect(
      freeze(
        frozen,
        dev(() => undefined),
        [],
      ),
    ).toEqual({ list: frozen, added: [], replaced: [], refused: [], unknown: [] });
  });

  test('adds a new workload with its selector', () => {
    const { list, added, refused } = freeze(
      frozen,
      dev((draft) => draft.copy(deployment, 'worker').set(selectorLabel, 'worker').set(templateLabel, 'worker')),
      [],
    );
    expect(added).toEqual(['dev/Deployment/lyo-backend/worker']);
    expect(refused).toEqual([]);
    expect(list['dev']?.['Deployment/lyo-backend/worker']).toEqual({ 'spec.selector': 'app.kubernetes.io/name=worker' });
  });

  test('refuses to change a known selector unless its key is named', () => {
    expect(freeze(frozen, renamedLabel, []).refused).toEqual([key]);
    expect(freeze(frozen, renamedLabel, []).list).toEqual(frozen);
    const named = freeze(frozen, renamedLabel, [key]);
    expect(named.replaced).toEqual([key]);
    expect(named.list['dev']?.['Deployment/lyo-backend/backend']).toEqual({ 'spec.selector': 'app.kubernetes.io/name=api' });
  });

  test('refuses to forget a known object unless its key is named', () => {
    const gone = dev((draft) => draft.drop(deployment));
    expect(freeze(frozen, gone, []).refused).toEqual([key]);
    expect(freeze(frozen, gone, [key]).list['dev']).not.toHaveProperty(['Deployment/lyo-backend/backend']);
  });

  test('refuses an unknown key to replace', () => {
    expect(
      freeze(
        frozen,
        dev(() => undefined),
        ['dev/Deployment/lyo-backend/typo'],
      ).unknown,
    ).toEqual(['dev/Deployment/lyo-backend/typo']);
  });

  test('orders its entries whatever the order of the manifests', () => {
    const reversed = [{ environment: 'dev', objects: [...clean].reverse() }];
    expect(JSON.stringify(freeze({}, reversed, []).list)).toBe(
      JSON.stringify(
        freeze(
          {},
          dev(() => undefined),
          [],
        ).list,
      ),
    );
  });

  test('a StatefulSet freezes its claims with their size', () => {
    const { list } = freeze(
      {},
      dev((draft) => draft.edit(statefulSet).set('spec.volumeClaimTemplates.0.spec.resources.requests.storage', '7Gi')),
      [],
    );
    expect(list['dev']?.['StatefulSet/lyo-observability/prometheus']?.['spec.volumeClaimTemplates']).toBe('data 7Gi ReadWriteOnce lyo-encrypted-pd-balanced');
  });
});
