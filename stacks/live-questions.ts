/** Facts that only a live project can show, as read-only commands with their expected answers. */
import type { Environment } from '../config/environment';
import { namespaces } from '../config/names';
import { scaledWorkloads, schedulesOf } from '../config/workload';
import type { Expectation, LiveQuestion } from './live-question';
import { ofTheMachines } from './machine-questions';

export function liveQuestions(environment: Environment): readonly LiveQuestion[] {
  return [
    ...ofTheMachines(environment),
    ...ofTheCluster(environment),
    ...ofTheEdge(environment),
    ...ofTheConsoles(environment),
    ...ofTheManifests(environment),
  ];
}

function ofTheCluster({ google, cluster, nodePool }: Environment): readonly LiveQuestion[] {
  const describe = (format: string): readonly string[] => [
    ...['gcloud', 'container', 'clusters', 'describe', cluster.name],
    ...[`--location=${google.region}`, `--project=${google.project}`, `--format=value(${format})`],
  ];
  const zones = nodePool.survivesZoneLoss ? google.zones.length : 1;
  return [
    { claim: 'the cluster is running', command: describe('status'), expected: oneOf('RUNNING') },
    { claim: 'its version is the configured minor version or a newer one', command: describe('currentMasterVersion'), expected: atLeastMinor(cluster.version) },
    { claim: 'its control plane has no address', command: describe('controlPlaneEndpointsConfig.ipEndpointsConfig.enabled'), expected: oneOf('False', '') },
    {
      claim: 'its control plane has a name',
      command: describe('controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint'),
      expected: { text: 'a host name of gke.goog', holds: (answer) => answer.endsWith('.gke.goog') },
    },
    { claim: 'its Secrets are encrypted with our key', command: describe('databaseEncryption.currentState'), expected: oneOf('CURRENT_STATE_ENCRYPTED') },
    { claim: 'its nodes have no public address', command: ['kubectl', 'get', 'nodes', '-o', addresses], expected: oneOf('') },
    { claim: `its nodes are in at least ${zones} zones`, command: ['kubectl', 'get', 'nodes', '-o', zoneOfEach], expected: distinct(zones) },
  ];
}

function ofTheEdge({ google, exposure }: Environment): readonly LiveQuestion[] {
  if (exposure.kind !== 'gateway') return [];
  const { hostname, address, certificateMap } = exposure;
  return [
    {
      claim: 'the static address is in use',
      command: ['gcloud', 'compute', 'addresses', 'describe', address, '--global', `--project=${google.project}`, '--format=value(status)'],
      expected: oneOf('IN_USE'),
    },
    {
      claim: 'the certificate is issued',
      command: [
        'gcloud',
        'certificate-manager',
        'certificates',
        'list',
        `--project=${google.project}`,
        `--filter=managed.domains:${hostname}`,
        '--format=value(managed.state)',
      ],
      expected: oneOf('ACTIVE'),
    },
    {
      claim: 'the certificate map answers for the host name',
      command: ['gcloud', 'certificate-manager', 'maps', 'entries', 'list', `--map=${certificateMap}`, `--project=${google.project}`, '--format=value(state)'],
      expected: oneOf('ACTIVE'),
    },
  ];
}

/** Questions about consoles. The audience is known only when the load balancer exists, so no test can find a wrong or missing one. */
function ofTheConsoles({ google, consoles }: Environment): readonly LiveQuestion[] {
  if (consoles.kind !== 'iap') return [];
  const audience = consoles.grafanaAudience;
  return [
    {
      claim: 'Grafana believes tokens that were made for it, and no others: consoles.grafanaAudience names its backend service',
      command: [
        ...['gcloud', 'compute', 'backend-services', 'list', `--project=${google.project}`, '--global'],
        ...['--filter=description~lyo-observability/grafana', '--format=value(id)'],
      ],
      expected: {
        text:
          audience === undefined
            ? 'consoles.grafanaAudience to be stated: /projects/<number>/global/backendServices/<this answer>'
            : `the number at the end of ${audience}`,
        holds: (answer) => answer !== '' && audience?.endsWith(`/backendServices/${answer}`) === true,
      },
    },
  ];
}

function ofTheManifests({ workloads }: Environment): readonly LiveQuestion[] {
  const condition = (type: string): string => `jsonpath={.status.conditions[?(@.type=="${type}")].status}`;
  return [
    ...scaledWorkloads({ workloads }).flatMap(({ name, namespace }) => [
      {
        claim: `${name} is available`,
        command: ['kubectl', 'get', 'deployment', name, '-n', namespace, '-o', condition('Available')],
        expected: oneOf('True'),
      },
      {
        claim: `${name} scales on its metrics`,
        command: ['kubectl', 'get', 'hpa', name, '-n', namespace, '-o', condition('ScalingActive')],
        expected: oneOf('True'),
      },
    ]),
    ...schedulesOf({ workloads }).map(({ name, namespace }) => ({
      claim: `${name} is not suspended`,
      command: ['kubectl', 'get', 'cronjob', name, '-n', namespace, '-o', 'jsonpath={.spec.suspend}'],
      expected: oneOf('false'),
    })),
    {
      claim: 'custom metrics are served',
      command: ['kubectl', 'get', 'apiservice', 'v1beta2.custom.metrics.k8s.io', '-o', condition('Available')],
      expected: oneOf('True'),
    },
    {
      claim: 'no pod of the platform is refused its image or its security context',
      command: ['kubectl', 'get', 'pods', '-n', namespaces.observability, '-o', 'jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}'],
      expected: oneOf(''),
    },
  ];
}

const addresses = 'jsonpath={.items[*].status.addresses[?(@.type=="ExternalIP")].address}';
const zoneOfEach = String.raw`jsonpath={.items[*].metadata.labels.topology\.kubernetes\.io/zone}`;

function oneOf(...answers: readonly string[]): Expectation {
  return { text: answers.map((answer) => (answer === '' ? 'nothing' : answer)).join(' or '), holds: (answer) => answers.includes(answer) };
}

/** `1.36` accepts 1.36.2-gke.1001 and 1.37.0, and not 1.4.1. */
function atLeastMinor(version: string): Expectation {
  const minor = (text: string): number => Number(/^1\.(\d+)/.exec(text)?.[1] ?? Number.NaN);
  return { text: `${version} or newer`, holds: (answer) => minor(answer) >= minor(version) };
}

function distinct(count: number): Expectation {
  return { text: `at least ${count} different ones`, holds: (answer) => new Set(answer.split(/\s+/).filter((word) => word !== '')).size >= count };
}
