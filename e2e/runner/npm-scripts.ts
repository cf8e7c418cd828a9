/** Scripts of package.json that nothing else in the gate runs, each in a form that is short, needs no cloud and changes nothing. */
export interface PlayedScript {
  readonly args: readonly string[];
  /** What it prints when it has done its work. */
  readonly prints: RegExp;
}

export const playedHere: Readonly<Record<string, PlayedScript>> = {
  bench: { args: ['--list'], prints: /^forecast +Measures the accuracy of forecasts/m },
  'bench:synth': { args: ['--short'], prints: /^30 +\d+ /m },
  'bench:helm': { args: ['--short'], prints: /ours: one process/ },
  'bench:telemetry': { args: ['--short'], prints: /CPU a request: .* ratio/ },
  'bench:gateway': { args: ['--short'], prints: /ratio: the gateway takes/ },
  'bench:autoscaler': { args: ['--short'], prints: /^five signals +\d+ /m },
  'bench:forecast': { args: ['--short'], prints: /^made-up, 60 min +0\.9/m },
  'bench:level-shift': { args: ['--short'], prints: /^usual again within 6 hours: \d of 8$/m },
  'bench:forest': { args: ['--short'], prints: /^5 trees, 24 features a split/m },
  'bench:anomalies': { args: ['--short'], prints: /^standard +9\d\.\d .* 3 of 3 +0$/m },
  'bench:cache': { args: ['--short'], prints: /^mean: \d+\.\d % of the gap closed/m },
  'bench:right-sizing': { args: ['--short'], prints: /^ours +\d+\.\d %/m },
  'bench:kpi': { args: ['--short'], prints: /^joint +0\.9/m },
  'bench:hosts': { args: ['--short'], prints: /^joint +4 of 4, 100 %/m },
  'bench:isolation-forest': { args: ['--short'], prints: /^ours +\d+ ms +\d+ ms +(0\.9|1)/m },
  'bench:optimizer': { args: ['--short'], prints: /resident memory \d+ MB when all are learned, \d+ MB/ },
  'bench:trend': { args: ['--short'], prints: /^made-up +\d+ +\d\.\d %/m },
  'bench:self-tuning': { args: ['--short'], prints: /^policies proposed that were no worse on the days after +all /m },
  'bench:trust': { args: ['--short'], prints: /^made-up, 60 s +1 of 1 /m },
  'bench:harm': { args: ['--short'], prints: /^all +\d+ +\d+ .* 100\.0 % /m },
  'bench:classes': { args: ['--short'], prints: /^that of the class +\d+ of 6 /m },
  'bench:simulator': { args: ['--short'], prints: /^0\.5 +\d+ /m },
  'bench:apply': { args: ['--short'], prints: /^ratio: \d/m },
  'bench:review': { args: ['--short'], prints: /^of 8 +8 /m },
  // it needs a history, which only its tests have: test/planning
  forecast: { args: ['--help'], prints: /^npm run forecast -- --env/m },
  recommend: { args: ['--help'], prints: /^npm run recommend -- --env/m },
  simulate: { args: ['--load', 'step', '--env', 'dev', '--compare', 'hpa60,policy,oracle'], prints: /^our policy +\d/m },
  // with the present manifests, so nothing is new and nothing is written
  'identity:freeze': { args: ['--manifests', 'manifests'], prints: /\w/ },
  review: { args: ['--base', 'HEAD'], prints: /No generated file changes/ },
  promote: { args: ['--env', 'dev'], prints: /^Promote dev to [0-9a-f]{12}$/m },
  // it reads what a review wrote: test/delivery/comment plays it with reports of all kinds
  comment: { args: ['--help'], prints: /npm run comment -- --review/ },
  // it would push: the scenario signed-artifact publishes to a registry of its own
  publish: { args: ['--help'], prints: /npm run publish -- --env/ },
  pin: { args: ['--name-of', 'backend-1.4.0', '--registry', 'registry.example/lyo'], prints: /^image=registry\.example\/lyo\/backend:1\.4\.0$/m },
  // it would push: test/delivery/promotion plays it with a remote of its own
  propose: { args: ['--help'], prints: /npm run propose -- --branch/ },
  // both ask a cluster, and run against a real one in scenarios of the tag full
  deploy: { args: ['--env', 'dev', '--show'], prints: /^9\. one request, its trace/m },
  drift: { args: ['--help'], prints: /npm run drift -- --env/ },
  adopt: { args: ['--help'], prints: /npm run adopt -- --env/ },
  new: {
    args: ['workload', '--name', 'mails', '--kind', 'release', '--image', 'mails:1.0.0', '--args', 'mails migrate', '--dry-run'],
    prints: /would write config\//,
  },
  explain: { args: ['backend', '--env', 'dev'], prints: /^ {2}may reach +\w/m },
  'preview-identity': { args: ['--env', 'dev', '--user', 'preview@lyo.example'], prints: /^kind: ValidatingAdmissionPolicy$/m },
  digest: { args: ['--env', 'dev'], prints: /^sha256:[0-9a-f]{64}$/m },
  'live-check': { args: ['--env', 'dev', '--print'], prints: /gcloud|kubectl/ },
};
