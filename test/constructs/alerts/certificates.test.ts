/** The alert on ending certificates: lifetime and warning must be in the unit of the clock. */
import { alertFiles } from '../../../charts/alert-rules';
import { servingCertificate } from '../../../config/serving-certificate';
import { environmentWith } from '../../environment-with';
import { valueOf } from '../promql-value';

const day = 86_400;
const groups = Object.values(alertFiles(environmentWith({}))).flat();
const ending = groups.flatMap(({ rules }) => rules).find((rule) => 'alert' in rule && rule.alert === 'CertificateEnding');

/** True if it fires `age` days after the last renewal. */
function fires(age: number): boolean {
  if (ending === undefined) throw new Error('there must be an alert for certificates');
  const now = 1_700_000_000;
  return valueOf(ending.expr.replace('time()', `${now}`), () => now - age * day) !== undefined;
}

test.each([0, 1, 30, 180, servingCertificate.lifetime - servingCertificate.warning - 1])('it is silent %d days after a renewal', (age) => {
  expect(fires(age)).toBe(false);
});

test.each([servingCertificate.lifetime - servingCertificate.warning + 1, servingCertificate.lifetime - 1, servingCertificate.lifetime + 10])(
  'it fires %d days after a renewal',
  (age) => {
    expect(fires(age)).toBe(true);
  },
);
