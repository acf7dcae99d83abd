import { expect, test } from 'vitest';
import { ApiError, createClient, createTransport } from './index.ts';

interface Asked {
  readonly url: string;
  readonly init: RequestInit;
}

const client = (answer: () => Response | Promise<Response>, base = 'http://meter.test/') => {
  const asked: Asked[] = [];
  const transport = createTransport({
    base: new URL(base),
    token: () => 'secret',
    unreachableRemedy: 'start it',
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init });
      return answer();
    },
  });
  return { api: createClient(transport), asked };
};

const failure = async (work: Promise<unknown>): Promise<ApiError> => {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof ApiError) return error;
  throw new Error('expected an ApiError', { cause: error });
};

test('a call is addressed by its path, parameters and query, below the server’s own path', async () => {
  const { api, asked } = client(() => Response.json({ entities: [], total: 0 }), 'http://meter.test/behind/');
  const params = { dataset: 'my town/1', version: 'latest' };
  await api.getEntities({ params, query: { q: 'a b', limit: 5 } });
  expect(asked[0]?.url).toBe(
    'http://meter.test/behind/api/v1/datasets/my%20town%2F1/versions/latest/entities?q=a+b&limit=5',
  );
  expect(new Headers(asked[0]?.init.headers).get('authorization')).toBe('Bearer secret');
});

test('a list in a query comes once per value; what is empty or undefined is left out', async () => {
  const { api, asked } = client(() =>
    Response.json({
      runs: [],
      total: 0,
      counts: { waiting: 0, running: 0, sealed: 0, superseded: 0, rejected: 0, failed: 0, cancelled: 0 },
    }),
  );
  await api.getRuns({ query: { status: ['sealed', 'failed'], q: '', cursor: undefined } });
  expect(asked[0]?.url).toBe('http://meter.test/api/v1/runs?status=sealed&status=failed');
});

test('JSON is sent as JSON, a file as its bytes, and no content comes back as undefined', async () => {
  const { api, asked } = client(() => new Response(null, { status: 204 }));
  const body = { what: 'messages', confirm: 'ingest' } as const;
  expect(await api.purge({ params: { queue: 'ingest' }, body })).toBeUndefined();
  expect(asked[0]?.init).toMatchObject({ method: 'POST', body: JSON.stringify(body) });

  const run = { run: '1', dataset: 'a', key: 'k', bytes: 1, href: '/runs/1' };
  const file = new Blob(['t,v\n']);
  const files = client(() => Response.json(run, { status: 201 }));
  expect(await files.api.upload({ query: { dataset: 'a', name: 'a.csv' }, body: file })).toEqual(run);
  expect(files.asked[0]?.init.body).toBe(file);
});

test('a problem is thrown with its code, detail and remedy', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: 'there is no run "x"',
    code: 'RUN_UNKNOWN',
    remedy: 'look at the list',
  };
  const { api } = client(() => Response.json(problem, { status: 404 }));
  expect((await failure(api.getRun({ params: { run: 'x' } }))).problem).toEqual(problem);
});

test('an answer of another program, or of another release, is UNEXPECTED_RESPONSE', async () => {
  const html = client(() => new Response('<html>', { status: 502 }));
  expect((await failure(html.api.getAbout({}))).problem).toMatchObject({
    status: 502,
    code: 'UNEXPECTED_RESPONSE',
  });
  const page = client(() => new Response('<html>'));
  expect((await failure(page.api.getAbout({}))).problem.code).toBe('UNEXPECTED_RESPONSE');
  const other = client(() => Response.json({ version: 7 }));
  expect((await failure(other.api.getAbout({}))).problem.code).toBe('UNEXPECTED_RESPONSE');
});

test('no answer is SERVER_UNREACHABLE with the reason; an aborted call stays an abort', async () => {
  const { api } = client(() =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error('refused') })),
  );
  const { problem } = await failure(api.getAbout({}));
  expect(problem).toMatchObject({ code: 'SERVER_UNREACHABLE', status: 0, remedy: 'start it' });
  expect(problem.detail).toContain('refused');
  const aborted = client(() => Promise.reject(new DOMException('no', 'AbortError')));
  await expect(aborted.api.getAbout({})).rejects.toThrow(DOMException);
});
