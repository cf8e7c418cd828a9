import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frozen } from '../../../checks/identity/frozen';
import { freeze } from '../../../checks/identity/freezing';
import { ProjectCopy } from '../../project-copy';
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

  test('says when a key to replace is nowhere', () => {
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

describe('npm run identity:freeze', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-freeze-test-'));
  const project = new ProjectCopy();
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    project.remove();
  });
  const run = (...args: readonly string[]): { readonly status: number | null; readonly text: string } => {
    const { status, stdout, stderr } = project.run('checks/identity/freeze.ts', args);
    return { status, text: `${stdout}${stderr}` };
  };

  test('explains itself', () => {
    expect(run('--help')).toEqual({ status: 0, text: expect.stringContaining('--replace <key>') });
  });

  test('writes what is new into the list, then finds nothing new; a changed entry is refused and nothing is written', () => {
    const list = join(folder, 'frozen.json');
    writeFileSync(list, '{}');
    expect(run('--list', list)).toEqual({ status: 0, text: expect.stringContaining(`added     ${key}`) });
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual(frozen);
    const changed = readFileSync(list, 'utf8').replace('app.kubernetes.io/name=backend', 'app=old');
    writeFileSync(list, changed);
    const refused = run('--list', list);
    expect(refused.status).toBe(1);
    expect(refused.text).toContain(`refused   ${key} differs from the list or is gone; if that is on purpose: --replace ${key}`);
    expect(readFileSync(list, 'utf8')).toBe(changed);
  });

  test('with --check it writes nothing, and asks for what is new', () => {
    const list = join(folder, 'checked.json');
    writeFileSync(list, '{}');
    expect(run('--check', '--list', list)).toEqual({ status: 1, text: expect.stringContaining('run npm run identity:freeze') });
    expect(readFileSync(list, 'utf8')).toBe('{}');
    writeFileSync(list, JSON.stringify(frozen));
    expect(run('--check', '--list', list)).toEqual({ status: 0, text: 'nothing new\n' });
  });

  test('with --again it forgets an environment that no cluster has, and one that is not there is refused by name', () => {
    const list = join(folder, 'again.json');
    writeFileSync(list, JSON.stringify({ ...frozen, staging: frozen['dev'], dev: { 'Deployment/old/name': { 'spec.selector': 'a=b' } } }));
    expect(run('--list', list).status).toBe(1);
    expect(run('--again', 'dev', '--again', 'staging', '--list', list).status).toBe(0);
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual(frozen);
    expect(run('--again', 'qa', '--list', list)).toEqual({
      status: 1,
      text: expect.stringContaining('--again must be an environment of the list (dev, prod), received qa'),
    });
  });

  test('refuses an option that it does not know', () => {
    expect(run('--force')).toEqual({ status: 2, text: expect.stringContaining("Unknown option '--force'") });
  });
});
