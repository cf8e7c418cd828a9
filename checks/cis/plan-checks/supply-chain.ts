/** Checks of the images that may run, and of their vulnerability scans. */
import { valueAt } from '../../../config/record';
import { resourcesOf, type Plan, type PlanResource } from '../../plan';
import { planTypes } from '../../plan-types';
import { itemsAt, textAt } from '../../plan-value';
import { be } from '../expectation';
import { missing, observed, type Verdict } from '../verdict';
import { everyResource, planCheck, propertyCheck, required } from '../plan-check';

const scanner = 'containerscanning.googleapis.com';

export const imageScanning = planCheck({
  id: 'cis/image-scanning',
  title: 'every repository of images is scanned for known holes',
  why: 'A hole that is published tomorrow in an image of today is found by nobody.',
  check: (plan) => [
    ...everyResource(plan, planTypes.registry, (registry) => [
      required(plan, registry, { property: 'vulnerabilityScanningConfig.enablementConfig', must: be('INHERITED') }),
    ]),
    scannerFinding(plan),
  ],
});

export const binaryAuthorization = propertyCheck({
  id: 'cis/binary-authorization',
  title: 'the cluster asks the policy of the project before it runs an image',
  why: 'Otherwise every image of every registry runs that somebody names in a pod.',
  of: planTypes.cluster,
  requires: [{ property: 'binaryAuthorization.evaluationMode', must: be('PROJECT_SINGLETON_POLICY_ENFORCE') }],
});

export const imagePolicy = planCheck({
  id: 'cis/image-policy',
  title: 'the policy refuses every image that it does not list, and its list has no registry as a whole',
  why: 'A policy that allows by default, or a whole public registry, lets everybody’s images in.',
  check: (plan) => everyResource(plan, planTypes.binaryPolicy, (policy) => policyFindings(plan, policy)),
});

function scannerFinding(plan: Plan): Verdict {
  const service = resourcesOf(plan, planTypes.service).find(({ inputs }) => inputs['service'] === scanner);
  if (service === undefined) return missing(plan, `the Service ${scanner}`, 'enable it: repositories inherit their scans from it (stacks/)');
  return observed(plan, service, { property: 'service', value: scanner, fix: '' });
}

function policyFindings(plan: Plan, policy: PlanResource): readonly Verdict[] {
  const patterns = itemsAt(policy.inputs, 'admissionWhitelistPatterns').map((pattern) => textAt(pattern, 'namePattern') ?? '');
  const wide = patterns.filter((pattern) => !isNarrow(pattern) || holdsCopy(plan, pattern));
  return [
    required(plan, policy, { property: 'defaultAdmissionRule.evaluationMode', must: be('ALWAYS_DENY', 'REQUIRE_ATTESTATION') }),
    required(plan, policy, { property: 'defaultAdmissionRule.enforcementMode', must: be('ENFORCED_BLOCK_AND_AUDIT_LOG') }),
    observed(plan, policy, {
      property: 'admissionWhitelistPatterns',
      value: patterns,
      problem:
        wide.length === 0 ? undefined : `each pattern must name a registry and a folder that is no copy of another registry, and ${wide.join(', ')} does not`,
      fix: 'name the images of config/versions.json and the own repository (stacks/)',
    }),
    ...itemsAt(policy.inputs, 'clusterAdmissionRules').map((rule) => {
      const value = valueAt(rule, 'evaluationMode');
      const problem = value === 'ALWAYS_ALLOW' ? 'evaluationMode of a cluster must not be ALWAYS_ALLOW' : undefined;
      return observed(plan, policy, { property: 'clusterAdmissionRules', value, problem, fix: 'let the cluster follow the default rule (stacks/)' });
    }),
  ];
}

/** Whether a pattern allows all images of a mirror, or of a folder in it: any image of the origin can be pulled into a mirror. */
function holdsCopy(plan: Plan, pattern: string): boolean {
  const start = pattern.replace(/\*+$/, '');
  const copies = resourcesOf(plan, planTypes.registry).filter(({ inputs }) => inputs['mode'] === 'REMOTE_REPOSITORY');
  const names = copies.map(({ inputs }) => ['location', 'project', 'repositoryId'].map((part) => textAt(inputs, part) ?? ''));
  const folders = names.map(([location, project, repository]) => `${location}-docker.pkg.dev/${project}/${repository}/`);
  // the pattern covers the whole mirror, or a folder in it
  return start !== pattern && folders.some((folder) => folder.startsWith(start) || start.startsWith(folder));
}

/** `registry/folder/…`: a pattern whose wildcard comes after a registry and at least one folder. A pattern without a wildcard is a single image. */
function isNarrow(pattern: string): boolean {
  const [host = '', folder = ''] = pattern.split('/');
  return host !== '' && !host.includes('*') && folder !== '' && !folder.includes('*');
}
