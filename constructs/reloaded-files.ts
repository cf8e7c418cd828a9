import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

export interface ReloadedFilesProps {
  readonly name: string;
  /** File name → content. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Files in a ConfigMap that keeps its name, for a program that looks at them again and again: kubelets put a changed one in place within about two minutes, and
 * nothing restarts. Where a restart costs nothing, `ConfigFiles` is better: what it rolls out, it also rolls back.
 */
export class ReloadedFiles extends Construct {
  /** Name of the ConfigMap. */
  public readonly configMapName: string;

  public constructor(scope: Construct, id: string, { name, files }: ReloadedFilesProps) {
    super(scope, id);
    this.configMapName = name;
    new k8s.KubeConfigMap(this, 'config-map', { metadata: { name }, data: { ...files } });
  }
}
