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
  /** Account that pulls images, in the notation of IAM policies. */
  readonly reader: pulumi.Input<string>;
  /** Whether removing the workloads' own images must fail. */
  readonly protect: boolean;
}

const days = (count: number): string => `${count * 86_400}s`;

/** Deletes images that no rollback needs any more: untagged for a month, and not among the ten newest. */
const cleanup: gcp.types.input.artifactregistry.RepositoryCleanupPolicy[] = [
  { id: 'delete-untagged', action: 'DELETE', condition: { tagState: 'UNTAGGED', olderThan: days(30) } },
  { id: 'keep-recent', action: 'KEEP', mostRecentVersions: { keepCount: 10 } },
];

/**
 * Deletes old copies, except those that the manifests use, whatever their age: if the origin has removed a tag, is down or limits pulls, a pod that moves to another node could
 * not start without the copy. They are matched by tag only, because the name of an image in folders has two notations; keeping an image of the same tag too costs little.
 * @param host host of the origin
 */
function mirrorCleanup(host: string): gcp.types.input.artifactregistry.RepositoryCleanupPolicy[] {
  const tags = Object.values<string>(versions.images).flatMap((image) => (image.startsWith(`${host}/`) ? (imageTag(image) ?? []) : []));
  return [
    { id: 'delete-old', action: 'DELETE', condition: { tagState: 'ANY', olderThan: days(90) } },
    ...(tags.length === 0 ? [] : [{ id: 'keep-what-runs', action: 'KEEP', condition: { tagState: 'TAGGED', tagPrefixes: [...new Set(tags)].sort() } }]),
  ];
}

/** Artifact Registry: a repository of the workloads' own images with immutable tags, and mirrors of public registries, filled by the first pull, so that pods can start while an origin is down. Every image is scanned for known vulnerabilities. */
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
        // a rollback needs old images
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
