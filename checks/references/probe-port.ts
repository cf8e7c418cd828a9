import { declaresPort, portsText, type Container, type Handler } from '../objects/container';
import { runningContainers } from '../objects/pod';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const probePort = check({
  id: 'references/probe-port',
  title: 'every probe asks a port that its container declares',
  why: 'A probe of another port fails for ever: the pod never becomes ready, or is restarted without end.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) =>
      runningContainers(pod).flatMap((container) =>
        probesOf(container).flatMap(({ probe, handler }) => {
          const port = handler.httpGet?.port ?? handler.tcpSocket?.port ?? handler.grpc?.port;
          if (port === undefined || declaresPort(container, port)) return [];
          return [
            {
              subject: object,
              problem: `${probe} of container ${container.name} asks port ${port}, and the container declares ${portsText([container])}`,
              fix: 'let the probe name a port of its own container',
            },
          ];
        }),
      ),
    ),
});

function probesOf({ livenessProbe, readinessProbe, startupProbe }: Container): readonly { readonly probe: string; readonly handler: Handler }[] {
  return Object.entries({ livenessProbe, readinessProbe, startupProbe }).flatMap(([probe, handler]) => (handler ? [{ probe, handler }] : []));
}
