/** The real API server's answers about a changed object. */
import { spawn } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster';
import { binaryOf } from '../toolchain/build';
import { sleep } from '../waiting/stopwatch';

type Body = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly refused: boolean;
  /** Pods would be replaced. */
  readonly replaces: boolean;
  /** Fewer pods would be wanted. */
  readonly fewer: boolean;
  readonly warnings: readonly string[];
  /** Whether an identity gains or loses rights. @default - not checked, because the object grants no rights */
  readonly rights?: 'more' | 'fewer';
  /** Its message, for a reader. */
  readonly said: string;
}

export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

const review = z.object({
  status: z.object({
    resourceRules: z
      .array(
        z.object({
          verbs: z.array(z.string()),
          apiGroups: z.array(z.string()).default([]),
          resources: z.array(z.string()).default([]),
          resourceNames: z.array(z.string()).default([]),
        }),
      )
      .default([]),
    nonResourceRules: z.array(z.object({ verbs: z.array(z.string()), nonResourceURLs: z.array(z.string()).default([]) })).default([]),
  }),
});

export class Server {
  public constructor(private readonly cluster: Pick<Cluster, 'adminKubeconfig'>) {}

  /** @param identities whose rights are compared, for objects that give rights */
  public async answer(before: Body, after: Body, identities: readonly Identity[]): Promise<Answer> {
    const [was, is] = [await this.send(before, '--dry-run=server'), await this.send(after, '--dry-run=server')];
    if (!was.ok) throw new Error(`the unchanged object must be accepted, received ${was.said}`);
    if (!is.ok) return { refused: true, replaces: false, fewer: false, warnings: [], said: is.said.split('\n').at(-1) ?? '' };
    const [old, fresh] = [was, is].map(({ output }) => JSON.parse(output) as unknown) as [unknown, unknown];
    const warnings = warningsIn(is.said).filter((warning) => !warningsIn(was.said).includes(warning));
    const replaces = !isDeepStrictEqual(at(old, 'spec', 'template'), at(fresh, 'spec', 'template'));
    const rights = identities.length === 0 ? undefined : await this.rightsChanged(before, after, identities);
    return {
      ...{ refused: false, replaces, warnings, said: warnings.join('; ') },
      fewer: Number(at(fresh, 'spec', 'replicas') ?? 0) < Number(at(old, 'spec', 'replicas') ?? 0),
      ...(rights === undefined ? {} : { rights }),
    };
  }

  private send(body: Body, ...more: readonly string[]): Promise<Ended> {
    const args = ['apply', '--server-side', '--validate=strict', '--force-conflicts', '--field-manager=lyo-platform', '--output=json', ...more];
    return this.ask([...args, '-f', '-'], body);
  }

  private ask(args: readonly string[], body: object): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(binaryOf('kubectl'), [`--kubeconfig=${this.cluster.adminKubeconfig}`, ...args]);
      const [output, said]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(output).toString(), said: Buffer.concat(said).toString().trim() }));
      child.stdin.end(JSON.stringify(body));
    });
  }

  /** Applies the change temporarily, because a dry run does not change rights. */
  private async rightsChanged(before: Body, after: Body, identities: readonly Identity[]): Promise<Answer['rights']> {
    const old = await this.rightsOf(before, identities);
    const sent = await this.send(after);
    if (!sent.ok) throw new Error(sent.said);
    // the authorizer sees the change a moment later
    await sleep(settled);
    const fresh = await this.rightsOf(after, identities);
    const restored = await this.send(before);
    if (!restored.ok) throw new Error(restored.said);
    await sleep(settled);
    if (fresh.some((one) => !old.includes(one))) return 'more';
    return old.some((one) => !fresh.includes(one)) ? 'fewer' : undefined;
  }

  private async rightsOf(body: Body, identities: readonly Identity[]): Promise<readonly string[]> {
    const stated = at(body, 'metadata', 'namespace');
    const asked = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace: typeof stated === 'string' ? stated : 'default' },
    };
    const all = identities.map(async ({ user, groups }) => {
      const as = [`--as=${user}`, ...groups.map((group) => `--as-group=${group}`)];
      const { ok, output, said } = await this.ask(['create', '--validate=false', '-f', '-', '--output=json', ...as], asked);
      if (!ok) throw new Error(`${user} must be told what he may do, received ${said}`);
      const { resourceRules, nonResourceRules } = review.parse(JSON.parse(output)).status;
      return [...resourceRules, ...nonResourceRules].flatMap((rule) => each(rule)).map((right) => `${user}: ${right}`);
    });
    return (await Promise.all(all)).flat();
  }
}

const settled = '200ms';

interface Ended {
  readonly ok: boolean;
  readonly output: string;
  /** Warnings, or why it was refused. */
  readonly said: string;
}

function warningsIn(said: string): readonly string[] {
  return said.split('\n').filter((line) => line.startsWith('Warning: '));
}

/** Splits a rule into single rights, because one rule may be written as several. */
function each(rule: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.values(rule)
    .filter((list) => list.length > 0)
    .reduce<readonly string[]>((so, list) => so.flatMap((one) => list.map((next) => `${one} ${next}`)), ['']);
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((so, name) => (typeof so === 'object' && so !== null ? (so as Body)[name] : undefined), value);
}
