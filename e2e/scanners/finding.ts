import type { Exception } from './exceptions';

/** What a scanner says of one object. */
export interface ScannerFinding {
  readonly scanner: Exception['scanner'];
  readonly check: string;
  /** `Kind/name`. */
  readonly object: string;
}

function covers(exception: Exception, finding: ScannerFinding): boolean {
  const { scanner, check, objects } = exception;
  return scanner === finding.scanner && check === finding.check && (objects === undefined || objects.includes(finding.object));
}

/** Findings without an exception. */
export function unexcepted(findings: readonly ScannerFinding[], exceptions: readonly Exception[]): readonly ScannerFinding[] {
  return findings.filter((finding) => !exceptions.some((exception) => covers(exception, finding)));
}

/** Exceptions, and objects of exceptions, without a finding. */
export function unneeded(findings: readonly ScannerFinding[], exceptions: readonly Exception[]): readonly string[] {
  return exceptions.flatMap((exception) => {
    const { scanner, check, objects } = exception;
    const needs = (object?: string): boolean => findings.some((finding) => covers(exception, finding) && (object === undefined || finding.object === object));
    if (objects === undefined) return needs() ? [] : [`${scanner} ${check}`];
    return objects.filter((object) => !needs(object)).map((object) => `${scanner} ${check} of ${object}`);
  });
}
