import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

export interface ReloadedFilesProps {
  readonly name: string;
  /** Content of each file, by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Files in a ConfigMap with a fixed name, for a program that reloads them: kubelets update changed files within about two minutes, and
 * nothing restarts. Where a restart does no harm, `ConfigFiles` is better, because its changes are rolled out and rolled back with the pods.
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
