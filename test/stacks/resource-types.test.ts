/** Every resource type of the infrastructure program has checks in the audit or a reason for none, and an entry on its cost. */
import { auditChecks } from '../../checks/cis/catalogue';
import { verdictsOf } from '../../checks/cis/audit-check';
import { billOf } from '../../checks/cost/bill';
import { resourceName, type Plan } from '../../checks/plan';
import { parsePlan } from '../../checks/plan-file';
import { parseObjects } from '../../checks/read-manifests';
import { synthesize } from '../../charts/synthesis';
import type { Environment } from '../../config/environment';
import { listPrices } from '../../config/google/prices';
import { planText } from '../../stacks/plan-text';
import { environmentWith, managedCopy, plainIngress } from '../environment-with';
import { devWithDatabases, prodWithDatabases } from '../fixtures/databases';
import { environments } from '../fixtures/environments';
import { everyAccess } from '../fixtures/every-access';
import { devOfEveryKind } from '../fixtures/every-kind';
import { oncePerEnvironment } from '../once-per-environment';
import { recordedPlan } from '../recorded-plan';

interface TypeVerdict {
  /** A check whose evidence names resources of the type, or the reason why there is none. */
  readonly audit: string | { readonly none: string };
  /** Its name in the bill, that it is free, or why the bill leaves out its cost. */
  readonly cost: RegExp | 'free' | { readonly leftOut: string };
}

const grants = { audit: 'hardening/no-primitive-roles', cost: 'free' } as const;
const cents = (what: string): TypeVerdict['cost'] => ({ leftOut: `${what}: less than a dollar a month each` });

const verdicts: Readonly<Record<string, TypeVerdict>> = {
  'gcp:artifactregistry/repository:Repository': { audit: 'cis/image-scanning', cost: { leftOut: 'by size and scans of images, which nobody knows here' } },
  'gcp:artifactregistry/repositoryIamMember:RepositoryIamMember': grants,
  'gcp:bigquery/datasetIamMember:DatasetIamMember': grants,
  'gcp:billing/budget:Budget': { audit: 'hardening/budget', cost: 'free' },
  'gcp:binaryauthorization/policy:Policy': { audit: 'cis/image-policy', cost: 'free' },
  'gcp:certificatemanager/certificate:Certificate': { audit: 'cis/managed-certificate', cost: cents('the first hundred certificates are free') },
  'gcp:certificatemanager/certificateMap:CertificateMap': { audit: { none: 'the certificates in it are judged' }, cost: 'free' },
  'gcp:certificatemanager/certificateMapEntry:CertificateMapEntry': { audit: { none: 'the certificates in it are judged' }, cost: 'free' },
  'gcp:certificatemanager/dnsAuthorization:DnsAuthorization': { audit: { none: 'the certificate that it is for is judged' }, cost: 'free' },
  'gcp:cloudtasks/queueIamMember:QueueIamMember': grants,
  'gcp:compute/address:Address': { audit: 'hardening/service-addresses', cost: /addresses of databases and caches/ },
  'gcp:compute/firewall:Firewall': { audit: 'cis/firewalls', cost: 'free' },
  'gcp:compute/forwardingRule:ForwardingRule': { audit: 'hardening/service-endpoints', cost: /addresses of databases and caches/ },
  'gcp:compute/globalAddress:GlobalAddress': { audit: { none: 'the load balancer behind it is judged by its policies' }, cost: /load balancer rules/ },
  'gcp:compute/network:Network': { audit: 'hardening/own-network', cost: 'free' },
  'gcp:compute/router:Router': { audit: 'hardening/cloud-nat', cost: /Cloud NAT gateway/ },
  'gcp:compute/routerNat:RouterNat': { audit: 'hardening/nat-logs', cost: /Cloud NAT gateway/ },
  'gcp:compute/sSLPolicy:SSLPolicy': { audit: { none: 'the check network/edge-protection asks for it in the manifests' }, cost: 'free' },
  'gcp:compute/securityPolicy:SecurityPolicy': { audit: 'hardening/rate-limit', cost: /Cloud Armor policy/ },
  'gcp:compute/subnetwork:Subnetwork': { audit: 'cis/flow-logs', cost: 'free' },
  'gcp:container/cluster:Cluster': { audit: 'cis/workload-identity', cost: /cluster management/ },
  'gcp:container/nodePool:NodePool': { audit: 'cis/node-account', cost: /^nodes, the/ },
  'gcp:dns/managedZone:ManagedZone': { audit: 'hardening/private-zones', cost: cents('a zone') },
  'gcp:dns/recordSet:RecordSet': { audit: { none: 'the zone that it is in is judged' }, cost: 'free' },
  'gcp:gkebackup/backupPlan:BackupPlan': {
    audit: 'hardening/backups',
    cost: { leftOut: 'by pods and size of volumes that are copied, which nobody knows here' },
  },
  'gcp:iam/workloadIdentityPool:WorkloadIdentityPool': { audit: { none: 'the provider in it is judged' }, cost: 'free' },
  'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider': { audit: 'hardening/ci-numeric-conditions', cost: 'free' },
  'gcp:iap/webIamMember:WebIamMember': grants,
  'gcp:kms/cryptoKey:CryptoKey': { audit: 'hardening/key-rotation', cost: cents('a version of a key') },
  'gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember': grants,
  'gcp:kms/keyRing:KeyRing': { audit: { none: 'the keys in it are judged' }, cost: 'free' },
  'gcp:memorystore/instance:Instance': { audit: 'hardening/cache-sign-in', cost: /^cache / },
  'gcp:memorystore/instanceDesiredUserCreatedEndpoints:InstanceDesiredUserCreatedEndpoints': {
    audit: { none: 'the addresses and rules that it joins are judged' },
    cost: 'free',
  },
  'gcp:monitoring/alertPolicy:AlertPolicy': { audit: 'hardening/database-alerts', cost: /alerts on databases and caches/ },
  'gcp:monitoring/notificationChannel:NotificationChannel': { audit: { none: 'alerts and budget must have one, which is judged there' }, cost: 'free' },
  'gcp:projects/iAMCustomRole:IAMCustomRole': { audit: 'hardening/own-roles', cost: 'free' },
  'gcp:projects/iAMMember:IAMMember': { audit: 'hardening/limited-grants', cost: 'free' },
  'gcp:projects/service:Service': { audit: 'cis/image-scanning', cost: 'free' },
  'gcp:projects/serviceIdentity:ServiceIdentity': { audit: { none: 'what it may do is judged where it is granted' }, cost: 'free' },
  'gcp:pubsub/subscription:Subscription': { audit: { none: 'it keeps what GKE announces, for a week' }, cost: cents('announcements of GKE') },
  'gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember': grants,
  'gcp:pubsub/topic:Topic': { audit: { none: 'GKE alone may write to it, which is judged where it is granted' }, cost: cents('announcements of GKE') },
  'gcp:pubsub/topicIAMMember:TopicIAMMember': grants,
  'gcp:secretmanager/secret:Secret': { audit: 'hardening/secret-encryption', cost: /secrets of Secret Manager/ },
  'gcp:secretmanager/secretIamMember:SecretIamMember': { audit: 'hardening/secret-readers', cost: 'free' },
  'gcp:serviceaccount/account:Account': {
    audit: { none: 'what it may do is judged where it is granted, and keys are refused (cis/workload-identity)' },
    cost: 'free',
  },
  'gcp:serviceaccount/iAMMember:IAMMember': grants,
  'gcp:spanner/databaseIAMMember:DatabaseIAMMember': grants,
  'gcp:sql/database:Database': { audit: { none: 'the instance that it is in is judged' }, cost: 'free' },
  'gcp:sql/databaseInstance:DatabaseInstance': { audit: 'cis/database-address', cost: /^database .*in two zones$/ },
  'gcp:sql/user:User': { audit: 'hardening/database-users', cost: 'free' },
  'gcp:storage/bucketIAMMember:BucketIAMMember': grants,
  'pulumi:providers:gcp': { audit: { none: 'how the program reaches Google, and nothing at Google' }, cost: 'free' },
};

/** Environments that together have every resource type. */
const all: readonly Environment[] = [
  ...environments,
  devWithDatabases,
  prodWithDatabases,
  devOfEveryKind(),
  environmentWith({ 'workloads[0].access': everyAccess }),
  environmentWith(managedCopy),
  environmentWith({ exposure: plainIngress, consoles: { kind: 'port-forward' } }),
];

const componentsOf = oncePerEnvironment((environment): readonly string[] => {
  const objects = synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, name));
  return billOf({ environment, manifests: { environment: environment.name, objects }, prices: listPrices }).items.map((item) => item.component);
});

let plans: readonly Plan[];
let subjects: ReadonlyMap<string, ReadonlySet<string>>;
beforeAll(async () => {
  plans = await Promise.all(all.map(async (environment) => parsePlan(planText(await recordedPlan(environment)), `plans/${environment.name}.yaml`)));
  subjects = new Map(
    auditChecks
      .filter(({ over }) => over === 'plan')
      .map((check) => {
        const found = plans.flatMap((plan) => verdictsOf(check, { plan, manifests: { environment: plan.environment, objects: [] } }));
        return [check.id, new Set(found.map(({ evidence }) => evidence.subject))];
      }),
  );
});

test('the table has exactly the resource types of the plans', () => {
  const made = new Set(plans.flatMap(({ resources }) => resources.map(({ type }) => type)));
  expect([...made].sort()).toEqual(Object.keys(verdicts).sort());
});

test.each(Object.entries(verdicts).flatMap(([type, { audit }]) => (typeof audit === 'string' ? [[type, audit] as const] : [])))(
  '%s is checked by %s',
  (type, rule) => {
    const names = plans.flatMap(({ resources }) => resources.filter((resource) => resource.type === type).map(resourceName));
    expect(names.filter((name) => subjects.get(rule)?.has(name) === true)).not.toEqual([]);
  },
);

test.each(Object.entries(verdicts).flatMap(([type, { cost }]) => (cost instanceof RegExp ? [[type, cost] as const] : [])))(
  '%s is in the bill, as %s, with a price or as unknown',
  (type, component) => {
    const billed = all.filter((_, index) => plans[index]?.resources.some((resource) => resource.type === type)).flatMap(componentsOf);
    expect(billed.filter((one) => component.test(one))).not.toEqual([]);
  },
);
