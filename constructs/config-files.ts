import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { contentHash } from './content-hash';
import { foldedYaml } from './folded-yaml';

/**
 * A configuration as YAML: no anchor stands for a repetition, so that a change reads as what it is. Text that the readers of YAML 1.1,
 * programs in Go among them, would take for a time, a number or a truth is quoted: Jaeger refuses `date_layout: 2006-01-02`.
 */
export function configText(content: unknown): string {
  return foldedYaml(content, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

export interface ConfigFilesProps {
  /** Name before the hash. */
  readonly name: string;
  /** File name → content. */
  readonly files: Readonly<Record<string, string>>;
}

/** Files in a ConfigMap whose name ends in a hash of their content: a changed configuration is a changed pod template, so it rolls out and rolls back with it. */
export class ConfigFiles extends Construct {
  /** Name of the ConfigMap. */
  public readonly configMapName: string;

  public constructor(scope: Construct, id: string, { name, files }: ConfigFilesProps) {
    super(scope, id);
    this.configMapName = `${name}-${contentHash(Object.entries(files).sort())}`;
    new k8s.KubeConfigMap(this, 'config-map', { metadata: { name: this.configMapName }, immutable: true, data: { ...files } });
  }
}
