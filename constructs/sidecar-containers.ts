/** Native sidecars: init containers that Kubernetes keeps running, starts before the application and stops after it. */
import { k8s } from 'cdk8s-plus-28';
import type { Sidecar } from '../config/sidecars';
import { ephemeralStorageOf } from './ephemeral-storage';
import { amounts } from './resources';
import { restrictedContainer } from './restricted';

export interface SidecarProps extends Sidecar {
  /** Name of its probed port, where it has one. */
  readonly portName: string;
}

export function sidecarContainer({ name, image, command, args, env = {}, cpu, memory, started, portName }: SidecarProps): k8s.Container {
  const disk = ephemeralStorageOf({});
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    restartPolicy: 'Always',
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(Object.keys(env).length === 0 ? {} : { env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })) }),
    ...(started.kind === 'command' ? {} : { ports: [{ name: portName, containerPort: started.port, protocol: 'TCP' }] }),
    resources: { requests: amounts(cpu.request, memory.request, disk.request), limits: amounts(cpu.limit, memory.limit, disk.limit) },
    securityContext: restrictedContainer,
    // 60 s to start; later it may be unresponsive for 30 s
    startupProbe: { ...question(started, 'start'), periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 60 },
    livenessProbe: { ...question(started, 'live'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  };
}

function question(started: Sidecar['started'], when: 'start' | 'live'): Pick<k8s.Probe, 'httpGet' | 'tcpSocket' | 'exec'> {
  switch (started.kind) {
    case 'http':
      return { httpGet: { path: when === 'live' ? (started.live ?? started.path) : started.path, port: k8s.IntOrString.fromNumber(started.port) } };
    case 'port':
      return { tcpSocket: { port: k8s.IntOrString.fromNumber(started.port) } };
    case 'command':
      return { exec: { command: [...started.command] } };
  }
}
