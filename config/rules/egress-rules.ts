/** Rules of what a workload may connect to outside the cluster. */
import { isVast, linkLocal, shortestPrefix } from '../egress';
import { calleesOf } from '../further-ports';
import { ipRange, overlaps } from '../ip-range';
import { ofEachWorkload, placedScaled, when, type Rule } from './draft';

const oneOf = ofEachWorkload(({ egress }) =>
  egress.flatMap((stated, at) =>
    when((stated.cidr === undefined) === (stated.host === undefined), {
      path: `egress[${at}]`,
      rule: 'must be a range of addresses (cidr) or a name (host), one of them',
      received: stated,
    }),
  ),
);

/** Names that resolve inside the cluster: GKE's network policy by name never matches the address of a Service. */
const insideCluster = /(^|\.)(svc|local|localhost)$/;
/** `<service>.<namespace>`, which the cluster's DNS knows before any other. */
const ownServices: Rule = ({ workloads }) => {
  const own = new Set(['kubernetes.default', ...workloads.map(({ workload: { name, namespace } }) => `${name}.${namespace}`)]);
  return workloads.flatMap(({ index, workload: { egress } }) =>
    egress.flatMap(({ host = '' }, at) =>
      when(own.has(host), {
        path: `workloads[${index}].egress[${at}].host`,
        rule: 'must not be a Service of the cluster: a web service of the environment stands in `calls`',
        received: host,
      }),
    ),
  );
};

/** Name of the metadata server, from which pods get tokens. */
const metadataServer = /(^|\.)google\.internal$/;

const namesOutside = ofEachWorkload(({ egress }) =>
  egress.flatMap(({ host = '' }, at) => [
    ...when(insideCluster.test(host), {
      path: `egress[${at}].host`,
      rule: 'must not be a name of the cluster itself: a web service of the environment stands in `calls`',
      received: host,
    }),
    ...when(metadataServer.test(host), {
      path: `egress[${at}].host`,
      rule: 'must not be where pods get tokens of Google: state `access`, and what the tokens need is opened',
      received: host,
    }),
  ]),
);

/** From a vast range the policies leave these addresses out. */
const noTokens = ofEachWorkload(({ egress }) =>
  egress.flatMap(({ cidr }, at) =>
    when(cidr !== undefined && !isVast(cidr) && overlaps(ipRange(cidr), ipRange(linkLocal)), {
      path: `egress[${at}].cidr`,
      rule: `must not overlap ${linkLocal}, where pods get tokens of Google and names of the cluster: state \`access\`, and what the tokens need is opened`,
      received: cidr,
    }),
  ),
);

const vastRanges = ofEachWorkload(({ egress }) =>
  egress.flatMap(({ cidr, reason }, at) =>
    when(cidr !== undefined && isVast(cidr) && reason === undefined, {
      path: `egress[${at}].cidr`,
      rule: `must be a /${shortestPrefix} or smaller, or have a reason: so large a range is the internet, and a name (host) is not`,
      received: cidr,
    }),
  ),
);

/** Network policies by name read DNS traffic, which they cannot do where nodes encrypt it (limitations in the page that config/egress.ts names). */
const unencrypted: Rule = ({ workloads, cluster }) =>
  workloads.flatMap(({ index, workload: { egress } }) =>
    egress.flatMap(({ host }, at) =>
      when(host !== undefined && cluster?.encryptBetweenNodes === true, {
        path: `workloads[${index}].egress[${at}].host`,
        rule: 'must be a range (cidr) while cluster.encryptBetweenNodes is true: GKE has policies by name or encryption between nodes, not both',
        received: host,
      }),
    ),
  );

const calls: Rule = (draft) => {
  const scaled = placedScaled(draft).map(({ workload }) => workload);
  return draft.workloads.flatMap(({ index, workload: { name, calls: called = [] } }) => {
    const others = scaled.filter((other) => other.name !== name).flatMap(calleesOf);
    return called.flatMap((received, at) => [
      ...when(received.split(':')[0] === name || (draft.allWorkloads && !others.includes(received)), {
        path: `workloads[${index}].calls[${at}]`,
        rule: `must be another web service of the environment, or a further port of another workload (${others.join(', ') || 'there is none'})`,
        received,
      }),
      ...when(called.indexOf(received) !== at, { path: `workloads[${index}].calls[${at}]`, rule: 'must be named once', received }),
    ]);
  });
};

/** In the order in which problems are shown. */
export const egressRules: readonly Rule[] = [oneOf, namesOutside, ownServices, noTokens, vastRanges, unencrypted, calls];
