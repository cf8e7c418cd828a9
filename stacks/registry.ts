import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { mirrors } from '../config/google/platform-images';
import { imageTag } from '../config/image-tag';
import { versions } from '../config/versions';

export interface RegistryProps {
  readonly project: pulumi.Input<string>;
  readonly region: string;
  /** Repository of the workloads' own images. */
  readonly repository: string;
  readonly labels: Record<string, string>;
  /** Who pulls images, as IAM policies name them. */
  readonly reader: pulumi.Input<string>;
  /** Whether removing the workloads' own images must fail. */
  readonly protect: boolean;
}

const days = (count: number): string => `${count * 86_400}s`;

/** Images that no rollback can need any more: untagged for a month, as long as ten newer ones are there. */
const cleanup: gcp.types.input.artifactregistry.RepositoryCleanupPolicy[] = [
  { id: 'delete-untagged', action: 'DELETE', condition: { tagState: 'UNTAGGED', olderThan: days(30) } },
  { id: 'keep-recent', action: 'KEEP', mostRecentVersions: { keepCount: 10 } },
];

/**
 * Copies of the past go. Those that run stay, however old: where an origin has removed a tag, is down or limits pulls, a pod that moves to another node could not
 * start. Kept by tag alone: the name of an image in folders is written in two ways, and a tag of another image that is kept too costs little.
 * @param host of the origin
 */
function mirrorCleanup(host: string): gcp.types.input.artifactregistry.RepositoryCleanupPolicy[] {
  const tags = Object.values<string>(versions.images).flatMap((image) => (image.startsWith(`${host}/`) ? (imageTag(image) ?? []) : []));
  return [
    { id: 'delete-old', action: 'DELETE', condition: { tagState: 'ANY', olderThan: days(90) } },
    ...(tags.length === 0 ? [] : [{ id: 'keep-what-runs', action: 'KEEP', condition: { tagState: 'TAGGED', tagPrefixes: [...new Set(tags)].sort() } }]),
  ];
}

/** Where images come from: the workloads' own, whose tags never move, and copies of others' registries, filled by pulling: a pod can start while they are down. Every image is scanned for known vulnerabilities. */
export class Registry extends pulumi.ComponentResource {
  /** `europe-west1-docker.pkg.dev/<project>/<repository>`. */
  public readonly url: pulumi.Output<string>;

  public constructor(name: string, { project, region, repository, labels, reader, protect }: RegistryProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Registry', name, {}, opts);
    const shared = { project, location: region, format: 'DOCKER', labels, vulnerabilityScanningConfig: { enablementConfig: 'INHERITED' } };
    const repositories = [
      {
        id: repository,
        args: { ...shared, repositoryId: repository, dockerConfig: { immutableTags: true }, cleanupPolicies: cleanup },
        // images of the past are how a rollback works
        protect,
      },
      ...mirrors.map(({ repository: id, host, upstream: uri }) => ({
        id,
        args: {
          ...shared,
          repositoryId: id,
          mode: 'REMOTE_REPOSITORY',
          remoteRepositoryConfig: { commonRepository: { uri } },
          cleanupPolicies: mirrorCleanup(host),
        },
        protect: false,
      })),
    ];
    for (const { id, args, protect: kept } of repositories) {
      const made = new gcp.artifactregistry.Repository(id, args, { parent: this, protect: kept });
      const grant = { project, location: region, repository: made.name, role: 'roles/artifactregistry.reader', member: reader };
      new gcp.artifactregistry.RepositoryIamMember(`${id}-nodes`, grant, { parent: this });
    }
    this.url = pulumi.interpolate`${region}-docker.pkg.dev/${project}/${repository}`;
    this.registerOutputs({ url: this.url });
  }
}
