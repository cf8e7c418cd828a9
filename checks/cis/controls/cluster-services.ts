/** Section 5 of the benchmark, second half: network, logs, access, disks and the rest. */
import { automated, automatedWithin, control, manual, notApplicable, type Section } from '../control';
import { encryptedVolumes, managedEntries, noDashboard } from '../manifest-checks/audited';
import { clientCertificates, groups, legacyAuthorization } from '../plan-checks/authentication';
import { bootDiskEncryption } from '../plan-checks/encryption';
import { authorizedNetworks, privateEndpoint } from '../plan-checks/endpoint';
import { firewalls, flowLogs, intranodeVisibility, managedCertificate, vpcNative } from '../plan-checks/network';
import { privateNodes } from '../plan-checks/private-nodes';
import { logging, securityPosture } from '../plan-checks/telemetry';
import { noAlpha } from '../plan-checks/upgrades';

export const clusterNetwork: Section = {
  title: '5.6 Cluster networking',
  controls: [
    control('5.6.1', 2, 'the network writes flow logs and sees traffic between pods of one node', automated(flowLogs, intranodeVisibility)),
    control('5.6.2', 1, 'the cluster is VPC-native', automated(vpcNative)),
    control('5.6.3', 2, 'only listed networks reach the control plane', automated(authorizedNetworks)),
    control('5.6.4', 2, 'the control plane has a private endpoint and no public one', automated(privateEndpoint)),
    control('5.6.5', 1, 'nodes are private', automated(privateNodes)),
    control(
      '5.6.6',
      2,
      'firewalls limit what reaches the nodes',
      automatedWithin('rules that GKE adds, and hierarchical policies of the organization, are not in the plan', firewalls),
    ),
    control('5.6.7', 2, 'certificates are managed by Google', automated(managedCertificate, managedEntries)),
  ],
};

export const logsAndAccess: Section = {
  title: '5.7 to 5.8 Logging, authentication and authorization',
  controls: [
    control('5.7.1', 1, 'logs and metrics go to Google Cloud', automated(logging)),
    control(
      '5.7.2',
      2,
      'nodes write audit logs of their operating system',
      manual(
        'it takes a privileged DaemonSet in a namespace that is not restricted, which this program does not install; decide whether GKE’s audit logs are enough',
      ),
    ),
    control('5.8.1', 1, 'client certificates are not issued', automated(clientCertificates)),
    control('5.8.2', 2, 'RBAC uses groups of the directory', automated(groups)),
    control('5.8.3', 1, 'authorization from before RBAC is off', automated(legacyAuthorization)),
  ],
};

export const disksAndRest: Section = {
  title: '5.9 to 5.10 Storage and other settings',
  controls: [
    control(
      '5.9.1',
      2,
      'persistent disks are encrypted with keys of our own',
      automatedWithin('volumes that are older than the class keep the key that they were made with (docs/decisions/0086)', encryptedVolumes),
    ),
    control('5.9.2', 2, 'boot disks are encrypted with keys of our own', automated(bootDiskEncryption)),
    control(
      '5.10.1',
      1,
      'the Kubernetes web interface is not installed',
      automatedWithin('GKE has no such add-on any more; the manifests are looked at', noDashboard),
    ),
    control('5.10.2', 1, 'the cluster has no alpha features', automated(noAlpha)),
    control(
      '5.10.3',
      2,
      'untrusted workloads run in a sandbox',
      notApplicable('everything that runs here is built by the team or pinned in config/versions.json, and Binary Authorization refuses the rest'),
    ),
    control('5.10.4', 2, 'the security posture of workloads is watched', automated(securityPosture)),
  ],
};
