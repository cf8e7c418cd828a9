import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

export interface PlatformChartProps {
  /** Namespace of every namespaced object in the chart. */
  readonly namespace: string;
  /** Value of `app.kubernetes.io/part-of` and of the managing label. */
  readonly partOf: string;
  /** TypeScript file that declares the chart, relative to the project's root, so that reports of violations can name it. */
  readonly source: string;
}

/** Base of every chart: one component, one YAML file, shared labels, and no generated names. */
export class PlatformChart extends Chart {
  public readonly source: string;

  public constructor(scope: Construct, id: string, props: PlatformChartProps) {
    super(scope, id, {
      namespace: props.namespace,
      labels: { 'app.kubernetes.io/part-of': props.partOf, 'app.kubernetes.io/managed-by': props.partOf },
    });
    this.source = props.source;
  }

  /** Object names are part of the cluster's API, so every object must state its own. @throws Error for an object without a stated name */
  public override generateObjectName(apiObject: { readonly node: { readonly path: string } }): string {
    throw new Error(`${apiObject.node.path}: metadata.name must be stated, received nothing`);
  }
}
