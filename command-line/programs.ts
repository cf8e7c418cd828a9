/** Programs that do not parse their own command line: their answer to `--help`, and their options. */
export interface Program {
  readonly help: string;
  readonly options: readonly string[];
  /** Options that take a value. @default - none */
  readonly valued?: readonly string[];
}

const short = '--short';
const bench = (script: string, what: string, needs: string): Program => ({
  help: `${what}

  npm run ${script}                takes minutes; ${needs}
  npm run ${script} -- ${short}     shows in seconds that it works, and no number to keep
  npm run ${script} -- --help      this text`,
  options: [short],
});
const plain = (script: string, what: string): Program => ({ help: `${what}\n\n  npm run ${script}\n  npm run ${script} -- --help   this text`, options: [] });

/** Programs by the file that the npm script starts. */
export const programs: Readonly<Record<string, Program>> = {
  'bench/synth.ts': bench('bench:synth', 'Measures how synthesis grows with the number of workloads, against App.synth of cdk8s.', 'needs nothing else'),
  'bench/helm.ts': bench(
    'bench:helm',
    'Measures objects a second of what npm start computes, against helm template of charts for the same components.',
    'needs Go once',
  ),
  'bench/telemetry.ts': bench(
    'bench:telemetry',
    'Measures the cost of tracing for requests to the example.',
    'needs Go and Python, and builds a collector and Jaeger once',
  ),
  'bench/gateway.ts': bench(
    'bench:gateway',
    "Measures spans that a core of the gateway takes, against collectors of upstream's parts alone.",
    'needs Go, and builds a collector once',
  ),
  'bench/forecast.ts': {
    ...bench(
      'bench:forecast',
      'Measures the accuracy of forecasts over the recorded loads of LYO_DATA. With --traces <part>: only over those whose name contains the part. With --one-day: only with 24 hours of history.',
      'needs LYO_DATA',
    ),
    options: [short, '--one-day'],
    valued: ['--traces'],
  },
  'bench/level-shift.ts': {
    ...bench(
      'bench:level-shift',
      'Measures how long forecasts are worse than usual after recorded loads of LYO_DATA have become half or twice as high. With --traces <part>: on those whose name has the part.',
      'needs LYO_DATA',
    ),
    valued: ['--traces'],
  },
  'bench/trend.ts': {
    ...bench(
      'bench:trend',
      'Measures how far trends of two weeks are off, over the recorded loads of LYO_DATA. With --traces <part>: of those whose name has the part.',
      'needs LYO_DATA',
    ),
    valued: ['--traces'],
  },
  'bench/self-tuning.ts': {
    ...bench(
      'bench:self-tuning',
      'Measures what proposals of npm run recommend are worth on days they were not chosen on, over recorded loads of LYO_DATA. With --traces <part>: of those whose name has the part.',
      'needs LYO_DATA',
    ),
    valued: ['--traces'],
  },
  'bench/trust.ts': {
    ...bench(
      'bench:trust',
      'Measures the effect of publishing forecasts on the recorded loads of LYO_DATA. With --traces <part>: only on those whose name contains the part. With --days <number>: only the last so many days, of five.',
      'needs LYO_DATA',
    ),
    valued: ['--traces', '--days'],
  },
  'bench/optimizer.ts': {
    ...bench(
      'bench:optimizer',
      'Measures a tick of the optimizer with 50 workloads, how long it learns, and its memory over a week. With --days <number>, --lessons <number> or --workloads <number>: fewer or more days, fewer workloads that are learned anew each day, and fewer of them at all.',
      'needs nothing else',
    ),
    valued: ['--days', '--lessons', '--workloads'],
  },
  'bench/forest.ts': bench('bench:forest', 'Measures the Random Forest of optimizer/timeseries.', 'needs nothing else'),
  'bench/anomalies.ts': bench('bench:anomalies', 'Measures how many labelled anomalies of LYO_DATA are found, and at how many false alarms.', 'needs LYO_DATA'),
  'bench/cache.ts': bench('bench:cache', 'Measures how many accesses of LYO_DATA caches find their key, against LRU and a clairvoyant.', 'needs LYO_DATA'),
  'bench/right-sizing.ts': {
    ...bench(
      'bench:right-sizing',
      'Measures what sizes of pods leave unused, on recorded CPU loads of LYO_DATA. With --traces <part>: on those whose name has the part.',
      'needs LYO_DATA',
    ),
    valued: ['--traces'],
  },
  'bench/kpi.ts': bench('bench:kpi', 'Measures how many labelled incidents of the single series of LYO_DATA are told in time (F1).', 'needs LYO_DATA'),
  'bench/hosts.ts': bench(
    'bench:hosts',
    'Measures how many labelled incidents of the hosts of LYO_DATA are found out of all their metrics together.',
    'needs LYO_DATA',
  ),
  'bench/isolation-forest.ts': bench('bench:isolation-forest', 'Measures the Isolation Forest that is to find anomalies.', 'needs nothing else'),
  'bench/harm.ts': bench('bench:harm', 'Measures which changes are undone, of harmful and of harmless ones that are made up.', 'needs nothing else'),
  'bench/classes.ts': bench('bench:classes', 'Measures class policies on recorded loads of LYO_DATA that were not used to choose them.', 'needs LYO_DATA'),
  'bench/apply.ts': bench(
    'bench:apply',
    'Measures npm run apply, with all its safety, against a plain server-side apply.',
    'needs Go, the first time for a quarter of an hour',
  ),
  'bench/review.ts': bench(
    'bench:review',
    'Asks a review, git diff, kubectl diff and dyff eight questions about ten changes.',
    'needs Go, the first time for a quarter of an hour',
  ),
  'bench/simulator.ts': bench('bench:simulator', 'Measures the simulator.', 'needs nothing else'),
  'bench/autoscaler.ts': bench(
    'bench:autoscaler',
    'Measures decisions of the autoscaler a second, against parsing the numbers it is given.',
    'needs nothing else',
  ),
  'imports/import.ts': plain('import', 'Generates the types of custom resources (imports/) from the versions that cdk8s.yaml pins. Needs the network and Go.'),
  'test/checks/matrix.ts': plain('mutants', 'Prints which check finds which mutant of the manifests.'),
  'test/checks/cis/matrix.ts': plain('mutants:audit', 'Prints which rule of the audit finds which mutant of plan and manifests.'),
  'e2e/hpa-oracle/write-golden.ts': plain('hpa:golden', 'Writes the decisions of Kubernetes’ own controller that tests compare with. Needs Go.'),
};
