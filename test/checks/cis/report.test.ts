import { audit } from '../../../checks/cis/audit';
import type { Audited } from '../../../checks/cis/audit-check';
import { htmlReport } from '../../../checks/cis/report/html';
import { markdownReport } from '../../../checks/cis/report/markdown';
import { terminalTable } from '../../../checks/cis/report/terminal';
import { planTypes } from '../../../checks/plan-types';
import { cleanEnvironment } from './outcome';
import { PlanDraft } from './plan-draft';

let clean: Audited;
beforeAll(async () => {
  clean = await cleanEnvironment('prod');
});

function broken(channel: string): ReturnType<typeof audit> {
  const draft = new PlanDraft(clean.plan);
  draft.edit(planTypes.cluster).set('inputs.releaseChannel.channel', channel);
  return audit({ ...clean, plan: draft.plan });
}

describe('the report', () => {
  test('shows property, value and file as evidence', () => {
    expect(markdownReport(audit(clean))).toContain(
      '| 5.5.4 | 1 | pass | a release channel manages versions | `Cluster lyo-prod: releaseChannel.channel = REGULAR` (plans/prod.yaml) |',
    );
  });

  test('says what is wrong and what to do', () => {
    const failed = broken('RAPID');
    expect(failed.counts.fail).toBe(audit(clean).counts.fail + 1);
    const problem = 'Cluster lyo-prod: releaseChannel.channel must be REGULAR or STABLE. Change it where the Cluster is made (stacks/).';
    for (const text of [terminalTable(failed), markdownReport(failed), htmlReport(failed)]) expect(text).toContain(problem);
  });

  test('escapes values, so that none leaves its cell or adds markup', () => {
    const hostile = broken('a|b`<script>alert(1)</script>');
    expect(markdownReport(hostile)).toContain("`Cluster lyo-prod: releaseChannel.channel = a\\|b'<script>alert(1)</script>`");
    expect(htmlReport(hostile)).toContain('a|b`&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(htmlReport(hostile)).not.toContain('<script');
  });

  test('loads nothing from other places', () => {
    expect(htmlReport(audit(clean))).not.toMatch(/(src|href)=|@import|url\(/);
  });

  test('says why a control is manual', () => {
    expect(terminalTable(audit(clean))).toMatch(/3\.1\.1 +1 +manual +the files belong to the node image/);
  });
});

test('passes no control about manifests without manifests', () => {
  const empty = audit({ plan: clean.plan, manifests: { ...clean.manifests, objects: [] } });
  const about = empty.sections
    .flatMap(({ results }) => results)
    .filter(({ control: { assessment } }) => assessment.kind === 'automated' && assessment.rules.some(({ over }) => over === 'manifests'));
  expect(about.length).toBeGreaterThan(15);
  expect(about.filter(({ status }) => status !== 'fail')).toEqual([]);
});

test('passes no check without evidence', () => {
  const empty = audit({ plan: { ...clean.plan, resources: [] }, manifests: clean.manifests });
  const status = (id: string): string | undefined => empty.sections.flatMap(({ results }) => results).find(({ control }) => control.id === id)?.status;
  expect([status('5.5.1'), status('5.6.5'), status('hardening/cloud-nat'), status('4.1.8')]).toEqual(['fail', 'fail', 'fail', 'fail']);
});
