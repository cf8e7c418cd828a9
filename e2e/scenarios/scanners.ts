import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { checkov } from '../scanners/checkov';
import { exceptions } from '../scanners/exceptions';
import { unexcepted, unneeded, type ScannerFinding } from '../scanners/finding';
import { kubeScore } from '../scanners/kube-score';

export const scenario: Scenario = {
  name: 'scanners',
  title: 'kube-score and Checkov find nothing in the manifests but what has a reason, and every reason is needed',
  tags: ['full'],
  needs: ['kube-score'],
  timeout: '900s',
  async run(context) {
    const findings = [...(await scanned(context, 'dev')), ...(await scanned(context, 'prod'))];
    const problems = unexcepted(findings, exceptions).map(({ scanner, check, object }) => `${scanner} ${check}: ${object}`);
    if (problems.length > 0) throw new Error(`every finding must be mended or have a reason in e2e/scanners/exceptions.ts, received ${problems.join('; ')}`);
    const old = unneeded(findings, exceptions);
    if (old.length > 0) throw new Error(`an exception that nothing needs must go: ${old.join('; ')}`);
    context.report(`${exceptions.length} exceptions, each needed`);
  },
};

async function scanned(context: ScenarioContext, name: 'dev' | 'prod'): Promise<readonly ScannerFinding[]> {
  const folder = join(context.folder, name);
  await mkdir(folder, { recursive: true });
  const { files } = Manifests.of(shipped(name));
  await Promise.all(Object.entries(files).map(([file, text]) => writeFile(join(folder, file), text)));
  const score = await kubeScore(Object.keys(files).map((file) => join(folder, file)));
  const check = await checkov(folder);
  const count = (of: readonly ScannerFinding[]): string => `${of.length} findings, ${unexcepted(of, exceptions).length} without a reason`;
  context.report(`${name}: kube-score ${count(score)}; Checkov ${count(check)}`);
  return [...score, ...check];
}
