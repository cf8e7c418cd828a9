import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { contentHash } from './content-hash';
import { foldedYaml } from './folded-yaml';

/**
 * A configuration as YAML. Repeated parts are written out without anchors, so that a diff shows each change in its place. Text that a reader of YAML 1.1 (Go programs,
 * for example) would take for a time, a number or a boolean is quoted: Jaeger refuses an unquoted `date_layout: 2006-01-02`.
 */
export function configText(content: unknown): string {
  return foldedYaml(content, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

export interface ConfigFilesProps {
  /** Prefix of the name, before the hash. */
  readonly name: string;
  /** Content of each file, by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Files in a ConfigMap whose name ends in a hash of their content: a changed configuration changes the pod template, so it is rolled out and rolled back with it. */
export class ConfigFiles extends Construct {
  /** Name of the ConfigMap. */
  public readonly configMapName: string;

  public constructor(scope: Construct, id: string, { name, files }: ConfigFilesProps) {
    super(scope, id);
    this.configMapName = `${name}-${contentHash(Object.entries(files).sort())}`;
    new k8s.KubeConfigMap(this, 'config-map', { metadata: { name: this.configMapName }, immutable: true, data: { ...files } });
  }
}
