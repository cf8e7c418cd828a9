/** Settings that the Pod Security Standard `restricted` requires, and a read-only root file system (kubernetes.io/docs/concepts/security/pod-security-standards). */
import { type k8s } from 'cdk8s-plus-28';

/** A user and group that own nothing on the node. */
const nobody = 65534;

/** Security context of a pod; `user` for an image or a volume that needs a specific one. */
export function restrictedPod(user: number = nobody): k8s.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Security context of each container of such a pod. */
export const restrictedContainer: k8s.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
};
