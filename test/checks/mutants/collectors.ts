/** Mutants of the checks of how collectors process spans, in which order, and what they count. */
import { after, before, inEnvironment } from '../mutant';

const gateway = 'ConfigMap lyo-observability/otel-gateway-*';
const agent = 'ConfigMap lyo-observability/otel-agent-*';
const config = ['data', 'config.yaml'];
const rule = 'workloads/collector-order';

export const collectorMutants = [
  ...before(rule, [
    [
      gateway,
      'spans are received without a memory limiter',
      (draft) => draft.edit(gateway).text(config, '        - otlp\n      processors:\n        - memory_limiter\n', '        - otlp\n      processors:\n'),
    ],
    [
      gateway,
      'the memory limiter comes after the processor that asks the API server',
      (draft) =>
        draft
          .edit(gateway)
          .text(
            config,
            '        - memory_limiter\n        - resource/claims\n        - k8s_attributes\n',
            '        - resource/claims\n        - k8s_attributes\n        - memory_limiter\n',
          ),
    ],
    [
      gateway,
      'spans are sampled before they are counted',
      (draft) =>
        draft
          .edit(gateway)
          .text(
            config,
            '        - memory_limiter\n        - resource/claims\n',
            '        - memory_limiter\n        - tail_sampling\n        - resource/claims\n',
          ),
    ],
    [
      gateway,
      'the metrics of all spans are made in the pipeline of sampled ones',
      (draft) =>
        draft
          .edit(gateway)
          .text(
            config,
            '        - forward/requests\n        - forward/steps\n        - forward/measured\n',
            '        - forward/steps\n        - forward/measured\n',
          )
          .text(config, '        - forward/stored\n        - forward/kept\n', '        - forward/stored\n        - forward/requests\n        - forward/kept\n'),
    ],
    [
      gateway,
      'no pipeline feeds the service graph',
      (draft) => draft.edit(gateway).text(config, '        - service_graph\n        - forward/requests\n', '        - forward/requests\n'),
    ],
    [gateway, 'the service graph does not know caches', (draft) => draft.edit(gateway).text(config, '      - db.system\n', '      - db.collection.name\n')],
    [
      gateway,
      'the metrics of all spans carry exemplars',
      (draft) => draft.edit(gateway).text(config, 'enabled: false\n      max_per_data_point', 'enabled: true\n      max_per_data_point'),
    ],
    [gateway, 'durations are milliseconds', (draft) => draft.edit(gateway).text(config, 'unit: s\n', 'unit: ms\n')],
  ]),
  ...before('workloads/request-counts', [
    [
      gateway,
      'requests and steps share a limit',
      (draft) => draft.edit(gateway).text(config, '      processors:\n        - filter/steps\n', '      processors: []\n'),
    ],
    [
      gateway,
      'other spans are counted among the requests',
      (draft) => draft.edit(gateway).text(config, '      - span.kind != SPAN_KIND_SERVER\n', '      - span.kind == SPAN_KIND_INTERNAL\n'),
    ],
    [
      gateway,
      'requests are not counted at all',
      (draft) => draft.edit(gateway).text(config, '      - span.kind != SPAN_KIND_SERVER\n', '      - span.kind == SPAN_KIND_SERVER\n'),
    ],
  ]),
  ...after('workloads/request-counts', [
    [
      gateway,
      'other spans reach the counter of requests through a pipeline of their own',
      (draft) =>
        draft
          .edit(gateway)
          .text(
            config,
            '        - filter/steps\n      exporters:\n        - span_metrics/steps\n',
            '        - filter/steps\n      exporters:\n        - span_metrics/steps\n        - span_metrics/requests\n',
          ),
    ],
  ]),
  ...inEnvironment(
    'prod',
    before(rule, [
      [agent, 'agents receive without a memory limiter', (draft) => draft.edit(agent).text(config, '        - memory_limiter\n', '')],
      [
        agent,
        'agents sample',
        (draft) => draft.edit(agent).text(config, '        - memory_limiter\n', '        - memory_limiter\n        - probabilistic_sampler\n'),
      ],
    ]),
  ),
  ...after(rule, [
    [
      gateway,
      'the metrics have another prefix than the contract',
      (draft) => draft.edit(gateway).text(config, 'namespace: traces.span.metrics\n', 'namespace: spans\n'),
    ],
    [
      gateway,
      'sampling stands two connectors above',
      (draft) =>
        draft
          .edit(gateway)
          .text(config, '    traces/measured:\n      receivers:\n        - otlp\n', '    traces/measured:\n      receivers:\n        - forward/first\n')
          .text(
            config,
            '  pipelines:\n',
            '  pipelines:\n    traces/first:\n      receivers: [otlp]\n      processors: [memory_limiter, tail_sampling]\n      exporters: [forward/first]\n',
          )
          .text(config, '  forward/measured: {}\n', '  forward/measured: {}\n  forward/first: {}\n'),
    ],
  ]),
];
