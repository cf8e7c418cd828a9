/** Kind: an aggregated API that nobody tells whom to trust, or that is told as often as anybody asks. */
import { manifestObject } from '../../../checks/manifest';
import { certifier } from '../../../delivery/apply/certificates';
import type { KubectlResult } from '../../../delivery/kubectl';

const api = manifestObject(
  { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1beta2.custom.metrics.k8s.io' } },
  { file: 'a.yaml' },
);

/** An API server that has the Secret as it was written, and the aggregated API from some moment on. */
class PlayedServer {
  public readonly calls: string[] = [];
  public isThere = false;
  private secret: string | undefined;

  public try(args: readonly string[], input = ''): KubectlResult {
    this.calls.push(args.slice(0, 2).join(' '));
    if (args[0] === 'get' && args[1] === 'apiservices') return this.isThere ? { ok: true, output: 'apiservice' } : { ok: false, why: 'NotFound' };
    if (args[0] === 'get') return this.secret === undefined ? { ok: false, why: 'NotFound' } : { ok: true, output: this.secret };
    if (input.includes('"Secret"')) this.secret = input;
    this.calls.push((JSON.parse(input) as { kind: string }).kind);
    return { ok: true, output: '' };
  }

  public run(args: readonly string[], input = ''): string {
    const answer = this.try(args, input);
    if (!answer.ok) throw new Error(answer.why);
    return answer.output;
  }

  public told(): readonly string[] {
    return this.calls.splice(0).filter((call) => !call.includes(' '));
  }
}

test('one that is there is told once a run, and one that comes with the release after it is there', () => {
  const server = new PlayedServer();
  const first = certifier(() => new Date());
  expect(first(server, [api])).toEqual([expect.stringMatching(/: made$/)]);
  expect(server.told()).toEqual(['Secret', 'Lease']);
  server.isThere = true;
  expect(first(server, [api])).toEqual([expect.stringMatching(/: kept$/)]);
  expect(server.told()).toEqual(['APIService', 'Lease']);
  expect(first(server, [api])).toEqual([]);
  const second = certifier(() => new Date());
  expect([second(server, [api]).length, second(server, [api]).length]).toEqual([1, 0]);
  expect(server.told()).toEqual(['APIService', 'Lease']);
});
