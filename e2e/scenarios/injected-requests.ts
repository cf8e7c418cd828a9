import { programTests } from '../instrumentation/program-tests';
import { exampleTestPython, pythonWith } from '../toolchain/python';
import type { Scenario } from '../runner/scenario';

/** Old versions, from before the last changes in how requests are routed. */
const old = [...['fastapi==0.95.2', 'pydantic==1.10.26', 'pytest==8.3.5', 'httpx==0.27.2'], ...['sqlalchemy==1.4.54', 'greenlet==3.1.1', 'aiosqlite==0.17.0']];

export const scenario: Scenario = {
  name: 'injected-requests',
  title:
    'in FastAPI of today and of three years ago each request is one span with its full route, whatever its caller says, is sent as the SDK sends it, and takes a connection that lies ready without a span',
  tags: ['smoke', 'full'],
  needs: [],
  async run(context) {
    const files = ['test_routes.py', 'test_requests.py', 'test_connects.py', 'test_otlp.py'];
    context.report(`FastAPI of the example: ${await programTests(await exampleTestPython(), files)}`);
    context.report(`FastAPI 0.95, pydantic 1, SQLAlchemy 1.4: ${await programTests(await pythonWith(old), files)}`);
  },
};
