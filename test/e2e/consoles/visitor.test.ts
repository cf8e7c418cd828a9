import { Visitor } from '../../../e2e/consoles/visitor';
import { served } from './served';

const hostname = 'jaeger.dev.lyo.example';

test('a path is sent unchanged, with the public host name', async () => {
  await served(
    (question, answer) => answer.end(`${question.headers.host ?? ''} ${question.headers['x-forwarded-proto']?.toString() ?? ''} ${question.url ?? ''}`),
    async (url) => {
      const { body } = await new Visitor({ url, hostname }).ask({ path: '/ping/../api//services;x?y' });
      expect(body).toBe(`${hostname} https /ping/../api//services;x?y`);
    },
  );
});

test('cookies are sent until they are deleted', async () => {
  const lines = [['a=1; Path=/', 'b=2=3; Secure'], ['a=; Max-Age=0'], []];
  const sent: (string | undefined)[] = [];
  await served(
    (question, answer) => {
      sent.push(question.headers.cookie);
      answer.setHeader('set-cookie', lines[sent.length - 1] ?? []);
      answer.end();
    },
    async (url) => {
      const visitor = new Visitor({ url, hostname });
      for (const _ of lines) await visitor.ask({ path: '/' });
      expect(sent).toEqual([undefined, 'a=1; b=2=3', 'b=2=3']);
      expect(visitor.cookie('b')).toBe('2=3');
    },
  );
});

test('a redirect to another host is not followed', async () => {
  await served(
    (question, answer) => {
      const provider = `http://127.0.0.1:${question.socket.localPort ?? 0}/authorize?state=1`;
      answer.writeHead(302, { location: question.url === '/' ? provider : 'https://evil.example/oauth2/callback?code=1' });
      answer.end();
    },
    async (url) => {
      await expect(new Visitor({ url, hostname }).signIn('ada@lyo.example')).rejects.toThrow(
        'ada@lyo.example must come back to https://jaeger.dev.lyo.example, received https://evil.example',
      );
    },
  );
});
