import { join } from 'node:path';
import type { Duration } from '../../config/duration';
import { writeKubeconfig } from './kubeconfig';
import { type Kubectl, type ObjectReference, type PatchOptions } from './kubectl';
import { type KubernetesObject } from './kubernetes-object';
import { type Pki } from './pki';
import { type Running } from '../processes/process';
import { type ProcessGroup } from '../processes/process-group';

export interface ServiceAccountReference {
  readonly namespace: string;
  readonly name: string;
}

/** The processes of the control plane, for scenarios that stop, kill or restart one. */
export interface ControlPlane {
  readonly etcd: Running;
  readonly apiserver: Running;
  readonly controllerManager: Running;
  readonly scheduler: Running;
  readonly kwok: Running;
}

export interface ClusterParts {
  readonly processes: ProcessGroup;
  readonly pki: Pki;
  readonly admin: Kubectl;
  readonly controlPlane: ControlPlane;
  readonly readyAfter: Duration;
}

/** A running control plane with administrator rights. */
export class Cluster {
  readonly processes: ProcessGroup;
  readonly pki: Pki;
  readonly controlPlane: ControlPlane;
  /** Time of the start, from the first certificate to nodes that are ready for pods. */
  readonly readyAfter: Duration;
  private readonly admin: Kubectl;

  constructor(parts: ClusterParts) {
    this.processes = parts.processes;
    this.pki = parts.pki;
    this.controlPlane = parts.controlPlane;
    this.readyAfter = parts.readyAfter;
    this.admin = parts.admin;
  }

  /** URL of the API server. */
  get url(): string {
    return this.controlPlane.apiserver.url;
  }

  /** PEM file of the authority that signed the API server's certificate. */
  get caFile(): string {
    return this.pki.authority.certificateFile;
  }

  /** Kubeconfig of the administrator. */
  get adminKubeconfig(): string {
    return this.admin.kubeconfig;
  }

  /** Folder of the logs. */
  get folder(): string {
    return this.processes.folder;
  }

  /** Runs kubectl as administrator and returns what it printed. */
  kubectl(args: readonly string[], stdin?: string): Promise<string> {
    return this.admin.run(args, stdin);
  }

  get(reference: ObjectReference): Promise<KubernetesObject> {
    return this.admin.get(reference);
  }

  list(kind: string, options?: { readonly namespace?: string; readonly selector?: string }): Promise<readonly KubernetesObject[]> {
    return this.admin.list(kind, options);
  }

  /** Server-side apply. @param manifests YAML text, or objects */
  apply(manifests: string | readonly object[], fieldManager?: string): Promise<readonly KubernetesObject[]> {
    return this.admin.apply(manifests, fieldManager);
  }

  patch(reference: ObjectReference, patch: object, options?: PatchOptions): Promise<KubernetesObject> {
    return this.admin.patch(reference, patch, options);
  }

  /**
   * A kubeconfig with a token the API server issued for that ServiceAccount, valid for a day: a client with it can do
   * exactly the actions that the applied RBAC objects allow. The ServiceAccount must exist.
   */
  async kubeconfigFor({ namespace, name }: ServiceAccountReference): Promise<string> {
    const token = await this.kubectl(['create', 'token', name, '--namespace', namespace, '--duration=24h']);
    return writeKubeconfig(join(this.pki.folder, `${namespace}-${name}.kubeconfig`), {
      server: this.url,
      caFile: this.caFile,
      credentials: { kind: 'token', token: token.trim() },
    });
  }

  /** Ends the control plane and everything else started in its process group. */
  stop(): Promise<void> {
    return this.processes.stop();
  }
}
