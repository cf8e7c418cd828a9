import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProjectCopy } from '../../project-copy';

const project = new ProjectCopy();
const folder = mkdtempSync(join(tmpdir(), 'lyo-plugin-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  project.remove();
});

/** Runs the real CLI with the real cdk8s.yaml; `app` replaces the program. */
function synth(app: string): { readonly status: number | null; readonly text: string; readonly output: string } {
  const output = join(mkdtempSync(join(folder, 'run-')), 'out');
  const cli = project.path('node_modules/cdk8s-cli/bin/cdk8s');
  const { status, stdout, stderr } = project.node([cli, 'synth', '--check-upgrade=false', '--app', app, '--output', output]);
  return { status, text: `${stdout}${stderr}`, output };
}

test('cdk8s synth passes with the charts, reports both environments and writes nothing but YAML', () => {
  const { status, text, output } = synth('node --import tsx charts/main.ts');
  expect(text).toMatch(/Status +│ success/);
  expect(text).toMatch(/dev +│ (\d+) of \1 checks hold for \d+ objects, 0 violations/);
  expect(text).toMatch(/prod +│ (\d+) of \1 checks hold/);
  expect(status).toBe(0);
  expect(existsSync(join(output, 'construct-metadata.json'))).toBe(false);
});

test('cdk8s synth fails on a violation, and names its construct, the source file and the fix', () => {
  const { status, text, output } = synth('node --import tsx test/checks/broken-app.ts');
  expect(status).toBe(2);
  expect(text).toContain('autoscaling/replicas-stated (1 occurrences)');
  expect(text).toContain('Construct Path: backend/web-service/deployment/deployment');
  expect(text).toContain('Resource Name: dev/Deployment/lyo-backend/backend');
  expect(text).toContain('spec.replicas is 3, and HorizontalPodAutoscaler lyo-backend/backend owns that field');
  expect(text).toContain('How to fix: leave spec.replicas out; the floor is minReplicas of the scaling policy (charts/web-services.ts)');
  expect(text).toContain('workloads/probes (1 occurrences)');
  expect(existsSync(join(output, 'construct-metadata.json'))).toBe(false);
});

test('cdk8s synth fails when a frozen environment is missing', () => {
  const { status, text } = synth(
    `node -e "const fs=require('fs');const o=process.env.CDK8S_OUTDIR;fs.mkdirSync(o+'/dev',{recursive:true});fs.writeFileSync(o+'/dev/empty.yaml','')"`,
  );
  expect(status).toBe(2);
  expect(text).toContain('the frozen list has Deployment/lyo-backend/backend, and the manifests of prod do not');
});
