import { outlastingLoadBalancer } from '../../config/keep-alive';

test('uvicorn and gunicorn keep idle connections for longer than the 600 s of the load balancer', () => {
  expect(outlastingLoadBalancer({})).toEqual({ UVICORN_TIMEOUT_KEEP_ALIVE: '620', GUNICORN_CMD_ARGS: '--keep-alive=620' });
});

test('a configured keep-alive time is kept, and gunicorn gets it beside its other arguments', () => {
  expect(outlastingLoadBalancer({ UVICORN_TIMEOUT_KEEP_ALIVE: '900', GUNICORN_CMD_ARGS: '--threads=4', OTHER: 'x' })).toEqual({
    UVICORN_TIMEOUT_KEEP_ALIVE: '900',
    GUNICORN_CMD_ARGS: '--threads=4 --keep-alive=620',
    OTHER: 'x',
  });
  expect(outlastingLoadBalancer({ GUNICORN_CMD_ARGS: '--keep-alive 700' })['GUNICORN_CMD_ARGS']).toBe('--keep-alive 700');
});
