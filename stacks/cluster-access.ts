/** Settings of the cluster for access to the control plane, for security, and for its data. */
import type * as gcp from '@pulumi/gcp';
import type * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../config/environment';

type Args = Partial<gcp.container.ClusterArgs>;

/** Control plane endpoint by DNS name: IAM decides who may connect, from any network. There is no public address to allow or to attack. */
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
    // anonymous requests only to health endpoints
    anonymousAuthenticationConfig: { mode: 'LIMITED' },
    rbacBindingConfig: { enableInsecureBindingSystemAuthenticated: false, enableInsecureBindingSystemUnauthenticated: false },
    binaryAuthorization: { evaluationMode: 'PROJECT_SINGLETON_POLICY_ENFORCE' },
    // Google has ended the basic vulnerability scan (deprecations/posture-management-deprecation); the registry scans images
    securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },
  };
}

/** @param secretsKey key that encrypts Secrets in etcd */
export function data(secretsKey: pulumi.Input<string>): Args {
  const rotationConfig = { enabled: true, rotationInterval: '120s' };
  return {
    databaseEncryption: { state: 'ENCRYPTED', keyName: secretsKey },
    // values come from Secret Manager, so that git contains no Secret
    secretManagerConfig: { enabled: true, rotationConfig },
    secretSyncConfig: { enabled: true, rotationConfig },
  };
}
