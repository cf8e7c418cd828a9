/** The checks as a validation plugin of `cdk8s synth` (cdk8s.io/docs/latest/cli/synth, "validations"). */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { frozen } from '../identity/frozen';
import { environmentsIn, metadataFile, readManifests } from '../read-manifests';
import { runChecks, type CheckReport } from '../run';
import type { Check } from '../check';
import type { Violation } from '../violation';

/** The part of cdk8s-cli's ValidationContext that is used here. It is declared again, so that the checks do not load the CLI. */
export interface ValidationContext {
  /** Every YAML file, `<output>/<environment>/<chart>.yaml`. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: PluginViolation): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

export interface PluginViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }[];
}

/** One run over every environment of the output folder. */
export class LyoChecks {
  /** Asynchronous because the plugin's interface requires it. */
  public validate(context: ValidationContext): Promise<void> {
    return Promise.resolve(context).then(reportTo);
  }
}

function reportTo({ manifests, report }: ValidationContext): void {
  const [first] = manifests;
  if (first === undefined) throw new Error('the checks need manifests, received none: the synthesis wrote no YAML');
  const output = dirname(dirname(first));
  try {
    const reports = checkOutput(output);
    for (const result of reports.flatMap(({ results }) => results)) {
      for (const violation of result.violations) report.addViolation(pluginViolation(result.check, violation));
    }
    const broken = reports.some(({ violations }) => violations.length > 0);
    report.submit(broken ? 'failure' : 'success', Object.fromEntries(reports.map(summary)));
  } finally {
    // cdk8s writes the metadata only for this report, and the output may contain only generated YAML
    rmSync(join(output, metadataFile), { force: true });
  }
}

/** Checks all environments of the output and of the frozen list: of a frozen environment without a folder every object is missing. */
function checkOutput(output: string): readonly CheckReport[] {
  const present = environmentsIn(output);
  const all = [...new Set([...present, ...Object.keys(frozen)])].sort();
  return all.map((environment) => runChecks(environment, present.includes(environment) ? readManifests(output, environment) : []));
}

/** A violation for cdk8s. cdk8s looks up the construct path by the resource's name, so the name is the key in construct metadata. */
function pluginViolation({ id, title, why }: Check, { key, problem, fix, file, source }: Violation): PluginViolation {
  return {
    ruleName: id,
    recommendation: `${title}. ${why}`,
    fix: source === undefined ? fix : `${fix} (${source})`,
    violatingResources: [{ resourceName: key, locations: [problem], manifestPath: file }],
  };
}

function summary({ environment, passed, results, objects, violations }: CheckReport): readonly [string, string] {
  return [environment, `${passed} of ${results.length} checks hold for ${objects} objects, ${violations.length} violations`];
}
