/** The kind: a query about one workload is about its own series alone, whatever other workloads, pods and containers are called. */
import { companionSeries, harmSignals, meanLoad, podUse, presentLoad, readKeys, scrapeSeconds, tunedMeasures } from '../../optimizer/expressions';

const own = { namespace: 'lyo-backend', deployment: 'backend' };

const { names, series: keys } = readKeys('backend', own);

const asked = Object.entries({
  'mean load': meanLoad(300, own),
  'mean load of a worker': meanLoad(300, { ...own, load: { of: 'worker', unit: 'orders' } }),
  'present load': presentLoad(own),
  scrape: scrapeSeconds(own),
  keys,
  ...podUse(own),
  ...companionSeries(300, own),
  ...harmSignals(own, 'backend'),
  ...tunedMeasures('backend', own),
});

type Labels = Readonly<Record<string, string>>;

/** Whether each matcher of a selector, such as `namespace="a",pod=~"b.+"`, matches. */
function selects(selector: string, labels: Labels): boolean {
  return [...selector.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].every(([, name = '', operator, value = '']) => {
    const is = operator?.endsWith('~') === true ? new RegExp(`^(?:${value})$`).test(labels[name] ?? '') : (labels[name] ?? '') === value;
    return operator?.startsWith('!') === true ? !is : is;
  });
}

/** All labels that any of the series has. */
function seriesOf(namespace: string, workload: string, more: Labels = {}): Labels {
  return { namespace, deployment: workload, workload, container: workload, pod: `${workload}-7d9c5bd4f-x2x4q`, result: 'hit', __name__: names.reads, ...more };
}

const others: readonly (readonly [title: string, labels: Labels])[] = [
  ...['backend-api', 'backend-worker', 'backend-2', 'backend2', 'my-backend', 'backen', 'b', 'backend-backend'].map(
    (name) => [`${name}, whose pods are called so`, seriesOf(own.namespace, name)] as const,
  ),
  ['its namesake in another namespace', seriesOf('lyo-backend-2', own.deployment)],
  ['a proxy beside it in its pod', seriesOf(own.namespace, own.deployment, { container: 'cloud-sql-proxy', deployment: '', workload: '' })],
  ['the whole pod', seriesOf(own.namespace, own.deployment, { container: '', deployment: '', workload: '' })],
];

describe.each(asked)('%s', (_, expression) => {
  const selectors = [...expression.matchAll(/\{([^}]*)\}/g)].map(([, inside = '']) => inside);

  test('is of the workload, also where Kubernetes cut the name of its pod', () => {
    expect(selectors.length).toBeGreaterThan(0);
    for (const selector of selectors.filter((one) => !one.includes('result!='))) {
      expect(selects(selector, seriesOf(own.namespace, own.deployment))).toBe(true);
      expect(selects(selector, seriesOf(own.namespace, own.deployment, { pod: 'back-x2x4q' }))).toBe(true);
    }
  });

  test.each(others)('is not of %s', (__, labels) => {
    for (const selector of selectors) expect(selects(selector, labels)).toBe(false);
  });
});
