import { labelInAddress, traceAddress, traceSearch } from '../../../constructs/alerts/links';

const links = { jaeger: 'https://jaeger.example' };

describe('a search for traces', () => {
  it('escapes its parameters', () => {
    expect(traceSearch(links, { service: 'a&b', operation: 'GET /items/{id}', minDuration: '2s' })).toBe(
      'https://jaeger.example/search?service=a%26b&operation=GET%20%2Fitems%2F%7Bid%7D&minDuration=2s&lookback=1h&limit=20',
    );
  });

  it('leaves templates unescaped, for Prometheus or Grafana to fill in', () => {
    expect(traceSearch(links, { service: 'backend', operation: labelInAddress('span_name'), failed: true })).toBe(
      'https://jaeger.example/search?service=backend&operation={{ $labels.span_name | urlquery }}&tags=%7B%22error%22%3A%22true%22%7D&lookback=1h&limit=20',
    );
  });

  it('covers a given time range in place of the last hour', () => {
    const address = traceSearch(links, { service: 'backend', period: { from: { template: '${__from}000' }, to: '2000000' } });
    expect(address).toBe('https://jaeger.example/search?service=backend&lookback=custom&start=${__from}000&end=2000000&limit=20');
  });
});

test('a trace has its own URL', () => {
  expect(traceAddress(links, '4bf92f3577b34da6a3ce929d0e0e4736')).toBe('https://jaeger.example/trace/4bf92f3577b34da6a3ce929d0e0e4736');
});
