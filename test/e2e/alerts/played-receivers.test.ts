import { PlayedReceivers } from '../../../e2e/alerts/played-receivers';

describe('receivers in memory', () => {
  const post = async (url: string, body: object): Promise<number> => (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;

  it('keep the messages of each with their time', async () => {
    const receivers = await PlayedReceivers.start('right');
    expect(await post(receivers.url('ticket'), { n: 1 })).toBe(200);
    expect(await post(receivers.url('deadman'), { n: 2 })).toBe(200);
    expect(receivers.of('ticket').map(({ body }) => body)).toEqual([{ n: 1 }]);
    expect(receivers.of('page')).toEqual([]);
    await receivers.stop();
  });

  it('accept a page only with the right key', async () => {
    const receivers = await PlayedReceivers.start('right');
    expect(await post(receivers.url('page'), { routing_key: 'wrong' })).toBe(400);
    expect(await post(receivers.url('page'), { routing_key: 'right' })).toBe(202);
    expect(receivers.of('page').map(({ accepted }) => accepted)).toEqual([false, true]);
    await receivers.stop();
  });
});
