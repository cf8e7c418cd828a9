/** Sums over the days of one load. */
export interface DayTotals {
  days: number;
  trusted: number;
  /** Pod-hours of the policy alone, with the optimizer, and of who knows the future. */
  alone: number;
  ours: number;
  oracle: number;
  requests: number;
  /** Percent times requests. */
  violations: number;
  violationsAlone: number;
}

export function noDays(): DayTotals {
  return { days: 0, trusted: 0, alone: 0, violationsAlone: 0, ours: 0, violations: 0, oracle: 0, requests: 0 };
}

/** `−3.1 %`: pod-hours with the optimizer against without. */
export function mostKept({ alone, ours }: Pick<DayTotals, 'alone' | 'ours'>): string {
  const change = (ours / alone - 1) * 100;
  return `${change > 0 ? '+' : change < 0 ? '−' : ''}${Math.abs(change).toFixed(1)} %`;
}
