import fc from 'fast-check';
import { bytes, cores, cpu, duration, mebibytes, memory, millicores } from '../../config/quantities';

/** Amounts of up to nine digits, which a quantity may have. */
const amounts = fc.integer({ min: 1, max: 999_999_999 });

test('each amount is written in one way, and parsed to the same amount', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(millicores(cpu.parse(`${amount}m`))).toBe(amount);
      expect(mebibytes(memory.parse(`${amount}Mi`))).toBe(amount);
    }),
  );
});

test('cores are thousandths divided by a thousand, and bytes are mebibytes times 2^20, exactly', () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      expect(cores(`${amount}m`)).toBe(amount / 1000);
      // 999,999,999 · 2^20 is below 2^53, so no byte is lost
      expect(bytes(`${amount}Mi`)).toBe(amount * 2 ** 20);
      expect(Number.isSafeInteger(bytes(`${amount}Mi`))).toBe(true);
    }),
  );
});

test('worked values', () => {
  expect(millicores('250m')).toBe(250);
  expect(cores('250m')).toBe(0.25);
  expect(mebibytes('512Mi')).toBe(512);
  expect(bytes('512Mi')).toBe(536_870_912);
});

test('zero is refused, because a request of nothing has no meaning', () => {
  expect(cpu.safeParse('0m').success).toBe(false);
  expect(memory.safeParse('0Mi').success).toBe(false);
});

test('a quantity with another unit, a sign, a fraction, a leading zero, white space or ten digits is refused', () => {
  for (const text of ['1', '0.5', '250', '-250m', '0250m', '250M', '2.5m'])
    expect({ text, accepted: cpu.safeParse(text).success }).toEqual({ text, accepted: false });
  for (const text of ['1Gi', '512M', '512MiB', '512', '0.5Mi']) expect({ text, accepted: memory.safeParse(text).success }).toEqual({ text, accepted: false });
});

test('any text is a quantity of at most one kind', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,12}(\.\d+)?(s|ms|m|Mi|h|k)?$/)), (text) => {
      const kinds = [duration, cpu, memory].filter((schema) => schema.safeParse(text).success);
      expect(kinds.length).toBeLessThanOrEqual(1);
      if (kinds.length === 1) expect(text).toMatch(/^\d{1,9}(\.\d{1,3})?(s|ms|m|Mi)$/);
    }),
  );
});

test('a number without a unit is refused, because its unit would be a guess', () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect([duration, cpu, memory].some((schema) => schema.safeParse(value).success)).toBe(false);
    }),
  );
});
