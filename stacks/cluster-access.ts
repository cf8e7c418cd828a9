/** Who reaches the control plane, what nodes may run, and how the cluster's data is kept. */
import type * as gcp from '@pulumi/gcp';
import type * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../config/environment';

type Args = Partial<gcp.container.ClusterArgs>;

/** IAM decides who may connect, from wherever they are: there is no address to list and none to attack. */
export const endpoint: Args = {
  controlPlaneEndpointsConfig: {
    dnsEndpointConfig: { allowExternalTraffic: true, enableK8sTokensViaDns: false, enableK8sCertsViaDns: false },
    ipEndpointsConfig: { enabled: false },
  },
};

/** The one identity pool that all clusters of a project share. */
export function workloadPool({ google }: Pick<Environment, 'google'>): string {
  return `${google.project}.svc.id.goog`;
}

export function identity(environment: Environment): Args {
  const { securityGroup } = environment.cluster;
  return {
    workloadIdentityConfig: { workloadPool: workloadPool(environment) },
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    enableLegacyAbac: false,
    ...(securityGroup === undefined ? {} : { authenticatorGroupsConfig: { securityGroup } }),
    // health endpoints only
    anonymousAuthenticationConfig: { mode: 'LIMITED' },
    rbacBindingConfig: { enableInsecureBindingSystemAuthenticated: false, enableInsecureBindingSystemUnauthenticated: false },
    binaryAuthorization: { evaluationMode: 'PROJECT_SINGLETON_POLICY_ENFORCE' },
    // its basic scan of vulnerabilities is no longer supported (deprecations/posture-management-deprecation); the registry scans images
    securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },
  };
}

/** @param secretsKey encrypts Secrets in etcd */
export function data(secretsKey: pulumi.Input<string>): Args {
  const rotationConfig = { enabled: true, rotationInterval: '120s' };
  return {
    databaseEncryption: { state: 'ENCRYPTED', keyName: secretsKey },
    // values come from Secret Manager, so that no Secret is in git
    secretManagerConfig: { enabled: true, rotationConfig },
    secretSyncConfig: { enabled: true, rotationConfig },
  };
}
