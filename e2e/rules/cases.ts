import { causeCases } from './cases/causes';
import { cpuCases } from './cases/cpu';
import { errorCases } from './cases/errors';
import { evidenceCases } from './cases/evidence';
import { forecastCases } from './cases/forecast';
import { heldCases } from './cases/held';
import { latencyCases } from './cases/latency';
import { memoryCases } from './cases/memory';
import { requestRateCases } from './cases/request-rate';
import { startUpCases } from './cases/start-up';
import { uncountedCases } from './cases/uncounted';
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
  ...startUpCases,
  ...heldCases,
  ...uncountedCases,
];
