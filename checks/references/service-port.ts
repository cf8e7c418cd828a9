import { nameOf } from '../manifest';
import { findService } from '../objects/service';
import { check } from '../check';
import { serviceReferences } from './service-references';

export const servicePort = check({
  id: 'references/service-port',
  title: 'every port that is asked of a Service is one of its ports',
  why: 'Nothing listens there: connections are refused, or the load balancer never gets a backend.',
  find: (manifests) =>
    serviceReferences(manifests).flatMap(({ from, namespace, name, port, field }) => {
      const found = findService(manifests, namespace, name);
      if (found === undefined || port === undefined) return [];
      const { ports } = found.value.spec;
      if (ports.some((candidate) => candidate.port === port || candidate.name === port)) return [];
      return [
        {
          subject: from,
          problem: `${field} asks for port ${port} of ${nameOf(found.object)}, which has ${ports.map((known) => `${known.name ?? 'unnamed'} (${known.port})`).join(', ')}`,
          fix: 'name a port of the Service, not of the container behind it',
        },
      ];
    }),
});
