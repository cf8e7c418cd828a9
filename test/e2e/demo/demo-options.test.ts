import { parseDemoOptions } from '../../../e2e/demo/demo-options';

describe('options of the demo', () => {
  it('default to five requests per second without an end', () => {
    expect(parseDemoOptions([])).toEqual({ rate: 5, lasting: undefined });
    expect(parseDemoOptions(['--rate', '20', '--for', '120'])).toEqual({ rate: 20, lasting: 120 });
    expect(parseDemoOptions(['--help'])).toBe('help');
  });

  it('are refused all at once, each with its rule and value', () => {
    expect(() => parseDemoOptions(['--rate', '0', '--for', 'soon'])).toThrow(
      '--rate must be a number from 1 to 100, received "0"\n--for must be a number from 1 to 86400, received "soon"',
    );
    expect(() => parseDemoOptions(['--fast'])).toThrow('--fast');
  });
});
