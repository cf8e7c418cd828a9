import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOAuth2Proxy } from '../../../e2e/processes/oauth2-proxy';
import { ProcessGroup } from '../../../e2e/processes/process-group';

test('a manifest that passes a secret in another way is refused', async () => {
  const processes = new ProcessGroup(mkdtempSync(join(tmpdir(), 'lyo-oauth2-proxy-')));
  const args = ['--oidc-issuer-url=x', '--client-secret=x', '--cookie-secret-file=x', '--upstream=x', '--http-address=x'];
  const options = { processes, args, issuer: 'y', upstream: 'y', secretFiles: { client: 'y', cookie: 'y' } };
  await expect(startOAuth2Proxy(options)).rejects.toThrow('arguments of oauth2-proxy must state --client-secret-file, received --oidc-issuer-url=x');
});
