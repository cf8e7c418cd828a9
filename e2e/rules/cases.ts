import { causeCases } from './cases/causes';
import { cpuCases } from './cases/cpu';
import { errorCases } from './cases/errors';
import { evidenceCases } from './cases/evidence';
import { forecastCases } from './cases/forecast';
import { latencyCases } from './cases/latency';
import { memoryCases } from './cases/memory';
import { requestRateCases } from './cases/request-rate';
import type { RuleCase } from './rule-case';

/** Every promtool test of the scaling rules of dev. */
export const ruleCases: readonly RuleCase[] = [
  ...evidenceCases,
  ...cpuCases,
  ...memoryCases,
  ...requestRateCases,
  ...latencyCases,
  ...errorCases,
  ...forecastCases,
  ...causeCases,
];
