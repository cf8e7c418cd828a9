/** Replaces Pulumi's engine: records declared resources and returns names in place of output values. */
import type * as pulumi from '@pulumi/pulumi';
import { isRecord } from '../config/record';
import { shownProperties } from './plan-value';

/** Pulumi's own options of a resource. */
export interface PlannedOptions {
  readonly protect?: boolean;
  readonly ignoreChanges?: readonly string[];
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
}

export interface PlannedResource {
  /** Type token, for example `gcp:container/cluster:Cluster`. */
  readonly type: string;
  readonly name: string;
  /** `type::name` of the component to which the resource belongs. @default - none */
  readonly parent?: string;
  readonly options: PlannedOptions;
  /** Arguments; an output of another resource is written as `${Type.name.output}`. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Outputs with a structure, for which a single name is not enough. */
const structured: Readonly<Record<string, (symbol: (output: string) => string) => Record<string, unknown>>> = {
  'gcp:certificatemanager/dnsAuthorization:DnsAuthorization': (symbol) => ({
    dnsResourceRecords: [{ name: symbol('recordName'), type: 'CNAME', data: symbol('recordData') }],
  }),
  'gcp:memorystore/instance:Instance': (symbol) => ({
    pscAttachmentDetails: ['PRIMARY', 'READER'].map((type) => ({
      connectionType: `CONNECTION_TYPE_${type}`,
      serviceAttachment: symbol(`${type.toLowerCase()}Attachment`),
    })),
  }),
  'gcp:container/cluster:Cluster': (symbol) => ({ controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: symbol('dnsEndpoint') } } }),
};

/** Functions of Google Cloud that the program calls, with the properties of their answers. */
const questions: Readonly<Record<string, readonly string[]>> = {
  'gcp:organizations/getProject:getProject': ['number'],
};

interface Declaration {
  readonly parent: string | undefined;
  readonly options: PlannedOptions;
  /** All properties of the resource type; those that are not inputs are outputs. */
  readonly properties: readonly string[];
}

export class PlanRecorder implements pulumi.runtime.Mocks {
  private readonly keys = new WeakMap<object, string>();
  private readonly declarations = new Map<string, Declaration>();
  private readonly recorded: PlannedResource[] = [];

  /** Transformation that runs when a resource is declared. Mocks do not receive the resource's options, so they are recorded here. */
  public declared({ resource, type, name, props, opts }: pulumi.ResourceTransformationArgs): undefined {
    const key = keyOf(type, name);
    if (this.declarations.has(key)) throw new Error(`resources must differ in type or name, received ${key} twice`);
    this.keys.set(resource, key);
    const properties: unknown = props;
    this.declarations.set(key, {
      parent: opts.parent === undefined ? undefined : this.keys.get(opts.parent),
      options: options(opts),
      properties: isRecord(properties) ? Object.keys(properties) : [],
    });
    return undefined;
  }

  public newResource({ type, name, inputs, custom }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult {
    const given: unknown = inputs;
    const properties = isRecord(given) ? given : {};
    const declaration = this.declarations.get(keyOf(type, name));
    // components and the stack itself are not resources of Google Cloud
    if (custom !== true || declaration === undefined) return { id: undefined, state: properties };
    const { parent, options, properties: names } = declaration;
    this.recorded.push({ type, name, ...(parent === undefined ? {} : { parent }), options, inputs: shownProperties(properties) });
    const symbol = (output: string): string => `\${${shortType(type)}.${name}.${output}}`;
    const outputs = Object.fromEntries(names.filter((output) => properties[output] === undefined).map((output) => [output, symbol(output)]));
    return { id: symbol('id'), state: { ...outputs, ...properties, ...structured[type]?.(symbol) } };
  }

  public call({ token, inputs }: pulumi.runtime.MockCallArgs): pulumi.runtime.MockCallResult {
    const answers = questions[token];
    if (answers === undefined) throw new Error(`a question to Google Cloud must have an answer in plans, received ${token}`);
    const given: unknown = inputs;
    return { ...(isRecord(given) ? given : {}), ...Object.fromEntries(answers.map((answer) => [answer, `\${${shortType(token)}.${answer}}`])) };
  }

  public resources(): readonly PlannedResource[] {
    return [...this.recorded].sort((one, other) => (keyOf(one.type, one.name) < keyOf(other.type, other.name) ? -1 : 1));
  }
}

function keyOf(type: string, name: string): string {
  return `${type}::${name}`;
}

/** `gcp:container/cluster:Cluster` → Cluster. */
function shortType(token: string): string {
  return token.slice(token.lastIndexOf(':') + 1);
}

function options({ protect, ignoreChanges, retainOnDelete, ...custom }: pulumi.CustomResourceOptions): PlannedOptions {
  const stated = { protect, ignoreChanges, retainOnDelete, deleteBeforeReplace: custom.deleteBeforeReplace };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}
