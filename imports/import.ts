/** `npm run import`: generates the typed API objects in this folder from pinned definitions. Run it after a version in config/versions.json changed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { versions } from '../config/versions';

/** Definitions of one API group: files of a Go module, whose go.sum verifies them, or of this folder. */
interface Group {
  readonly module?: { readonly folder: string; readonly name: keyof typeof versions.crds };
  readonly files: readonly string[];
}

const groups: readonly Group[] = [
  {
    module: { folder: 'crds', name: 'sigs.k8s.io/gateway-api' },
    files: ['gateways', 'httproutes'].map((plural) => `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`),
  },
  { module: { folder: 'vpa', name: 'k8s.io/autoscaler/vertical-pod-autoscaler' }, files: ['deploy/vpa-v1-crd-gen.yaml'] },
  { files: ['healthcheckpolicies', 'gcpbackendpolicies', 'gcpgatewaypolicies', 'fqdnnetworkpolicies'].map((plural) => `crds/${plural}.yaml`) },
  { files: ['crds/secretproviderclasses.yaml'] },
  { files: ['crds/secretsyncs.yaml'] },
  { files: ['podmonitorings', 'clusterpodmonitorings', 'clusternodemonitorings'].map((plural) => `crds/${plural}.yaml`) },
];

const root = join(__dirname, '..');

function folderOf({ module }: Group): string {
  if (module === undefined) return __dirname;
  const answer: unknown = JSON.parse(
    execFileSync('go', ['mod', 'download', '-json', `${module.name}@${versions.crds[module.name]}`], {
      cwd: join(root, 'e2e', 'components', module.folder),
      encoding: 'utf8',
    }),
  );
  if (typeof answer !== 'object' || answer === null || !('Dir' in answer) || typeof answer.Dir !== 'string') {
    throw new Error(`go mod download ${module.name} must answer with a folder, received ${JSON.stringify(answer)}`);
  }
  return answer.Dir;
}

/** The generator writes one file a group and overwrites it, so all kinds of a group go in together. */
function generate(group: Group, scratch: string): void {
  const folder = folderOf(group);
  const definitions = join(scratch, 'definitions.yaml');
  writeFileSync(definitions, group.files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n---\n'));
  execFileSync(join(root, 'node_modules', '.bin', 'cdk8s'), ['import', definitions, '--output', __dirname, '--no-save', '--language', 'typescript'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
  });
}

const scratch = mkdtempSync(join(tmpdir(), 'lyo-import-'));
try {
  groups.forEach((group) => generate(group, scratch));
} finally {
  rmSync(scratch, { recursive: true });
}
