/** Section 4 of the benchmark: what may run in the cluster, and what it may do. */
import { automated, automatedWithin, control, notApplicable, type Section } from '../control';
import * as manifests from '../manifest-checks/audited';
import { authenticatedBindings, unauthenticatedBindings } from '../plan-checks/authentication';
import { networkPolicySupport } from '../plan-checks/network';
import { secretManager } from '../plan-checks/operations';

const inCluster = 'what others apply to the cluster, and what GKE makes itself, is not in the manifests';

export const accessPolicies: Section = {
  title: '4.1 RBAC and service accounts',
  controls: [
    control('4.1.1', 1, 'cluster-admin is given only where nothing less does', automatedWithin(inCluster, manifests.noClusterAdmin)),
    control('4.1.2', 1, 'as few roles as possible read Secrets', automatedWithin(inCluster, manifests.noSecretAccess)),
    control('4.1.3', 1, 'roles name what they allow instead of using wildcards', automatedWithin(inCluster, manifests.noWildcards)),
    control('4.1.4', 1, 'default service accounts are not used', automatedWithin(inCluster, manifests.noDefaultAccount)),
    control('4.1.5', 1, 'only pods that call the API server have a token for it', automatedWithin(inCluster, manifests.neededTokens)),
    control(
      '4.1.6',
      1,
      'the group system:masters is not used',
      automatedWithin('certificates that people have signed by the cluster are seen in the cluster only', manifests.noMasters),
    ),
    control('4.1.7', 1, 'the verbs bind, impersonate and escalate are rare', automatedWithin(inCluster, manifests.noClimbing)),
    control('4.1.8', 2, 'nothing is bound to the user system:anonymous', automated(unauthenticatedBindings, manifests.noAnonymous)),
    control(
      '4.1.9',
      1,
      'nothing but the defaults of Kubernetes is bound to system:unauthenticated',
      automated(unauthenticatedBindings, manifests.noUnauthenticated),
    ),
    control(
      '4.1.10',
      1,
      'nothing but the defaults of Kubernetes is bound to system:authenticated',
      automated(authenticatedBindings, manifests.noAuthenticated),
    ),
  ],
};

export const workloadPolicies: Section = {
  title: '4.2 to 4.6 Pods, networks, secrets and namespaces',
  controls: [
    control(
      '4.2.1',
      1,
      'every namespace enforces the Pod Security Standard baseline or a stricter one',
      automatedWithin(inCluster, manifests.enforcedStandard),
    ),
    control('4.3.1', 1, 'the network plug-in enforces network policies', automated(networkPolicySupport)),
    control('4.3.2', 2, 'every namespace has network policies', automatedWithin(inCluster, manifests.deniedByDefault)),
    control('4.4.1', 2, 'Secrets are mounted as files rather than set as environment variables', automated(manifests.secretFiles)),
    control('4.4.2', 2, 'secrets are kept outside the cluster', automated(secretManager, manifests.noPlaintext)),
    control(
      '4.5.1',
      2,
      'an admission webhook decides where images may come from',
      notApplicable('GKE does not let customers configure the ImagePolicyWebhook; Binary Authorization takes its place, see 5.1.4'),
    ),
    control('4.6.1', 1, 'namespaces separate what belongs to different administrators', automated(manifests.declaredNamespaces)),
    control('4.6.2', 2, 'pods run with the seccomp profile of the container runtime', automated(manifests.restrictedContainers)),
    control('4.6.3', 2, 'pods and containers have a security context', automated(manifests.restrictedContainers, manifests.restrictedPods)),
    control('4.6.4', 2, 'nothing is in the namespace default', automatedWithin(inCluster, manifests.noDefaultNamespace)),
  ],
};
