import { PlayedSpans } from '../../../e2e/alerts/played-spans';

const series = (rate: number) => [{ name: 'calls_total', labels: { job: 'gateway', instance: 'gateway-0', operation: 'GET "/"' }, values: [rate] }];

async function scraped(spans: PlayedSpans): Promise<{ readonly labels: string; readonly value: number }> {
  const text = await (await fetch(`http://${spans.target.address}`)).text();
  const [, labels = '', value] = /^calls_total\{(.*)\} (\S+)$/m.exec(text) ?? [];
  return { labels, value: Number(value) };
}

test('what was counted for an hour goes on from there, without the labels of its scrape, and grows as is wanted', async () => {
  const spans = await PlayedSpans.start(series(20), Math.floor(Date.now() / 1000) - 3600);
  try {
    const [past] = spans.past()['calls_total'] ?? [];
    const values = (past?.samples ?? []).map(([, value]) => value);
    expect(past?.labels).toEqual(series(20)[0]?.labels);
    expect(values.slice(0, 3)).toEqual([200, 400, 600]);
    const { labels, value } = await scraped(spans);
    expect(labels).toBe('operation="GET \\"/\\""');
    expect(value).toBeGreaterThanOrEqual(Math.max(...values));
    expect(spans.target.labels).toEqual({ instance: 'gateway-0' });
    spans.want(series(0));
    const held = await scraped(spans);
    expect((await scraped(spans)).value).toBe(held.value);
  } finally {
    await spans.stop();
  }
});

test('what never happened has no series, neither in the past nor now', async () => {
  const spans = await PlayedSpans.start(series(0), Math.floor(Date.now() / 1000) - 60);
  expect(spans.past()).toEqual({});
  expect((await scraped(spans)).labels).toBe('');
  await spans.stop();
});
