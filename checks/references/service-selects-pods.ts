import { labelsText } from '../objects/selector';
import { behind, services } from '../objects/service';
import { check } from '../check';

export const serviceSelectsPods = check({
  id: 'references/service-selects-pods',
  title: 'the selector of a Service matches a pod template of its namespace',
  why: 'A Service without pods accepts its name and refuses every connection.',
  find: (manifests) =>
    services.of(manifests).flatMap((service) => {
      const { selector } = service.value.spec;
      if (Object.keys(selector).length === 0 || behind(manifests, service).length > 0) return [];
      return [
        {
          subject: service.object,
          problem: `the selector ${labelsText(selector)} matches no pod template in namespace ${service.object.namespace}`,
          fix: 'select the labels of the pod template; both come from constructs/labels.ts selectorLabels',
        },
      ];
    }),
});
