/** Spans that no counter has, or none under its name, must not look like a load that fell. */
import { components } from '../../../config/names';
import { jobs, metrics, spanLabels } from '../../../config/telemetry';
import { chain } from '../chain';
import { desired, input, type Expectation, type RuleCase } from '../rule-case';
import { counter, workload, type InputSeries, type Values } from '../series';

const onset = 120;
const at = onset * 10;
/** 400 requests/s want four of four pods, 100 want one. */
const [busy, quiet] = [400, 100];
const falling = (step: number): number => (step < onset ? busy : quiet);
const uncounted = 'lyo:uncounted_spans:sum';
const held = (cause: string, value: number | 'absent'): readonly Expectation[] => [
  desired('request_rate', at - 10, 4),
  { record: uncounted, at: at + 100, value, labels: { cause } },
  desired('request_rate', at + 100, value === 'absent' ? 1 : 'absent'),
];

/** A counter that grows by so many a second from the onset on. */
function growing(rate: number): Values {
  return counter((step) => (step < onset ? 0 : rate));
}

export const uncountedCases: readonly RuleCase[] = [
  {
    title: 'requests beyond the limit of operations hold the replicas, whoever else is counted',
    series: [...chain({ fast: falling }), overflow(growing(5), { [spanLabels.kind]: spanLabels.server })],
    // 5 a second in 60 s
    expect: held('overflow', 300),
  },
  {
    title: 'steps beyond the limit, and requests of another workload beyond theirs, hold nothing',
    series: [
      ...chain({ fast: falling }),
      overflow(growing(5), {}),
      overflow(growing(5), { [spanLabels.kind]: spanLabels.server, [spanLabels.deployment]: 'backend-api' }),
    ],
    expect: held('none', 'absent'),
  },
  {
    title: 'a gateway that refuses what applications send holds the replicas for a window after the last of it',
    series: [
      ...chain({ fast: falling }),
      collector(
        'refusedSpans',
        `${components.collectorGateway}-0`,
        counter((step) => (step >= onset && step < onset + 30 ? 2 : 0)),
      ),
    ],
    expect: [...held('refused', 120), desired('request_rate', at + 300 + 70, 1)],
  },
];

const agents = ['otel-agent-6c9f7d5b8-aaaaa', 'otel-agent-6c9f7d5b8-bbbbb'];
const gateways = [0, 1].map((index) => `${components.collectorGateway}-${index}`);

/** Spans that each of two agents sends and each of two gateways takes, a second. */
function tiers(sent: (step: number) => number, taken: (step: number) => number): readonly InputSeries[] {
  return [
    ...agents.map((agent) =>
      collector(
        'sentSpans',
        agent,
        counter((step) => sent(step) / 2),
      ),
    ),
    ...gateways.map((gateway) =>
      collector(
        'receivedSpans',
        gateway,
        counter((step) => taken(step) / 2),
      ),
    ),
  ];
}

/** Both tiers see the same, at any time. */
const soundTiers = tiers(
  () => 1000,
  () => 1000,
);

/** With agents in front of gateways: cases of the rules of prod. */
export const tierCases: readonly RuleCase[] = [
  {
    title: 'spans that agents have handed over and no gateway has taken hold the replicas, a twentieth of them as well',
    series: [
      ...chain({ fast: falling }),
      ...tiers(
        () => 1000,
        (step) => (step < onset ? 1000 : 950),
      ),
    ],
    // after 100 s: 50 a second are missing, of which both comparisons have at least 90 s
    expect: [desired('request_rate', at - 10, 4), desired('request_rate', at + 100, 'absent'), input('lyo:requests:rate', at + 100, quiet)],
  },
  {
    title: 'a load that rises and falls by a tenth in a minute, seen by each tier at another moment, holds nothing',
    series: [...chain({ fast: falling }), ...tiers(wave, (step) => wave(step - 1))],
    expect: [
      desired('request_rate', at - 10, 4),
      input(uncounted, at + 100, 'absent'),
      desired('request_rate', at + 100, 1),
      input(uncounted, at + 600, 'absent'),
    ],
  },
  {
    title: 'what a gateway behind agents refuses is sent again and holds nothing; what an agent refuses or loses does',
    series: [
      ...chain({ fast: falling }),
      collector(
        'refusedSpans',
        gateways[0] ?? '',
        counter(() => 5),
      ),
      ...soundTiers,
    ],
    expect: held('none', 'absent'),
  },
  ...(['refusedSpans', 'failedSpans', 'rejectedSpans'] as const).map((metric): RuleCase => ({
    title: `an agent whose ${metric} grow holds the replicas`,
    series: [...chain({ fast: falling }), collector(metric, agents[0] ?? '', growing(1)), ...soundTiers],
    expect: held(metric === 'refusedSpans' ? 'refused' : 'lost', 60),
  })),
  {
    title: 'what an agent could not send and what it could not queue add up',
    series: [
      ...chain({ fast: falling }),
      collector('failedSpans', agents[0] ?? '', growing(1)),
      collector('rejectedSpans', agents[0] ?? '', growing(2)),
      collector('rejectedSpans', agents[1] ?? '', growing(3)),
      ...soundTiers,
    ],
    // 6 a second in 60 s
    expect: held('lost', 360),
  },
  {
    title: 'spans that gateways cannot store are counted all the same',
    series: [
      ...chain({ fast: falling }),
      collector(
        'failedSpans',
        gateways[0] ?? '',
        counter(() => 5),
      ),
      ...soundTiers,
    ],
    expect: held('none', 'absent'),
  },
];

/** Spans a second: a tenth more or less each minute, between 500 and 1,500. */
function wave(step: number): number {
  return 1000 + 500 * Math.sin(step / 30);
}

function overflow(values: Values, labels: Readonly<Record<string, string>>): InputSeries {
  const own = { [spanLabels.namespace]: workload.namespace, [spanLabels.deployment]: workload.deployment, [spanLabels.overflow]: 'true' };
  return { name: metrics.calls.name, labels: { job: jobs.gateway, instance: 'gateway-0', ...own, ...labels }, values };
}

function collector(metric: 'refusedSpans' | 'failedSpans' | 'rejectedSpans' | 'sentSpans' | 'receivedSpans', instance: string, values: Values): InputSeries {
  return { name: metrics[metric].name, labels: { job: jobs.collectorSelf, instance }, values };
}
