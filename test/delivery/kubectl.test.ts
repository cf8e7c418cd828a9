import { Kubectl, type Ended, type KubectlOptions } from '../../delivery/kubectl';

interface Played {
  readonly kubectl: Kubectl;
  readonly runs: { readonly program: string; readonly args: readonly string[]; readonly input: string }[];
}

function played(ended: Partial<Ended>, options: KubectlOptions = {}): Played {
  const runs: { program: string; args: readonly string[]; input: string }[] = [];
  const kubectl = new Kubectl(options, (program, args, input) => {
    runs.push({ program, args, input });
    return { status: 0, stdout: '', stderr: '', ...ended };
  });
  return { kubectl, runs };
}

test.each([
  [{}, 'kubectl', ['get', 'pods']],
  [{ program: '/opt/kubectl' }, '/opt/kubectl', ['get', 'pods']],
  [{ kubeconfig: '/home/of mine' }, 'kubectl', ['--kubeconfig=/home/of mine', 'get', 'pods']],
])('the given program and kubeconfig are used: %j', (options, program, args) => {
  const { kubectl, runs } = played({ stdout: 'pod/a\n' }, options);
  expect(kubectl.run(['get', 'pods'])).toBe('pod/a\n');
  expect(runs).toEqual([{ program, args, input: '' }]);
});

test('a secret is passed by standard input, and no error repeats it', () => {
  const { kubectl, runs } = played({ status: 1, stderr: 'error: field is immutable\n' });
  expect(kubectl.try(['apply', '-f', '-'], 'hunter2')).toEqual({ ok: false, why: 'kubectl apply -f -: error: field is immutable' });
  expect(runs[0]).toMatchObject({ args: ['apply', '-f', '-'], input: 'hunter2' });
});

test.each<readonly [Partial<Ended>, string]>([
  [{ status: 1, stderr: 'Error from server (NotFound): pods "a" not found' }, 'Error from server (NotFound)'],
  [{ status: 1, stderr: 'Unable to connect to the server: dial tcp: lookup x: no such host' }, 'no cluster answers'],
  // ended by a signal
  [{ status: null, stdout: 'half of an ans' }, 'kubectl get pods'],
  [
    { status: null, error: Object.assign(new Error('spawnSync kubectl ENOENT'), { code: 'ENOENT' }) },
    'kubectl is not there: install kubectl, or name it with --kubectl',
  ],
  [{ status: null, error: Object.assign(new Error('spawnSync kubectl ENOBUFS'), { code: 'ENOBUFS' }) }, 'ENOBUFS'],
])('a failed call is a refusal, and an error if its answer is needed: %j', (ended, told) => {
  const { kubectl } = played(ended);
  expect(kubectl.try(['get', 'pods'])).toEqual({ ok: false, why: expect.stringContaining(told) });
  expect(() => kubectl.run(['get', 'pods'])).toThrow(told);
});

test('a warning of a successful call is no refusal, and kept apart from its answer', () => {
  const { kubectl } = played({ stdout: 'a', stderr: 'Warning: deprecated\nI1128 noise\nWarning: twice\n' });
  expect(kubectl.try(['get', 'pods'])).toEqual({ ok: true, output: 'a', warnings: ['deprecated', 'twice'] });
});
