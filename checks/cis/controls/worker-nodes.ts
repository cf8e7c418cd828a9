/** Section 3 of the benchmark: files on the nodes. */
import { control, manual, type Section } from '../control';

const files = 'the files belong to the node image, which Google builds and no code of ours writes; run kube-bench on a node (benchmark gke-1.9.0, target node)';

export const workerNodes: Section = {
  title: '3 Worker nodes',
  controls: [
    control('3.1.1', 1, 'only root can write the kubeconfig of the kubelet (mode 644 or stricter)', manual(files)),
    control('3.1.2', 1, 'the kubeconfig of the kubelet belongs to root', manual(files)),
    control('3.1.3', 1, 'only root can write the configuration of the kubelet (mode 644)', manual(files)),
    control('3.1.4', 1, 'the configuration of the kubelet belongs to root', manual(files)),
  ],
};
