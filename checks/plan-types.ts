/** Type tokens of the resources that checks know. */
export const planTypes = {
  account: 'gcp:serviceaccount/account:Account',
  accountKey: 'gcp:serviceaccount/key:Key',
  address: 'gcp:compute/globalAddress:GlobalAddress',
  backupPlan: 'gcp:gkebackup/backupPlan:BackupPlan',
  binaryPolicy: 'gcp:binaryauthorization/policy:Policy',
  budget: 'gcp:billing/budget:Budget',
  certificate: 'gcp:certificatemanager/certificate:Certificate',
  cache: 'gcp:memorystore/instance:Instance',
  cluster: 'gcp:container/cluster:Cluster',
  database: 'gcp:sql/databaseInstance:DatabaseInstance',
  firewall: 'gcp:compute/firewall:Firewall',
  identityPool: 'gcp:iam/workloadIdentityPool:WorkloadIdentityPool',
  identityProvider: 'gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider',
  key: 'gcp:kms/cryptoKey:CryptoKey',
  nat: 'gcp:compute/routerNat:RouterNat',
  network: 'gcp:compute/network:Network',
  nodePool: 'gcp:container/nodePool:NodePool',
  registry: 'gcp:artifactregistry/repository:Repository',
  router: 'gcp:compute/router:Router',
  secret: 'gcp:secretmanager/secret:Secret',
  secretVersion: 'gcp:secretmanager/secretVersion:SecretVersion',
  securityPolicy: 'gcp:compute/securityPolicy:SecurityPolicy',
  service: 'gcp:projects/service:Service',
  subnet: 'gcp:compute/subnetwork:Subnetwork',
} as const;

export type PlanType = (typeof planTypes)[keyof typeof planTypes];
