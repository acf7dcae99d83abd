import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { FeatureRows, FeatureSet, ObjectPage, Series, UploadTicket } from '@wattline/api';
import { openS3Client, openSqsClient, provisionAws } from '@wattline/backend-aws';
import { localstackConfig, onLocalStack } from '@wattline/backend-aws/testing';
import { topology } from '@wattline/topology';
import { stageNames } from '@wattline/worker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openAwsBackend } from '../support/aws-backend.ts';
import { makeFolder } from '../support/folder.ts';
import { startStatusProcess } from '../support/service-process.ts';
import { startStageProcess } from '../support/stage-processes.ts';
import { until } from '../support/until.ts';

const LONGEST_MS = 600_000;
/** Each look reads the ledger from the LocalStack that the work is in. */
const LOOK_MS = 200;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5);
const HOURS = 24 * 20;
const SPEC =
  'time: { column: time, cadence: 1h }\nentity: meter\nvalues: { load: {} }\ntarget: [load_mean]\n';
const METERS = ['a', '=b', '<script>'];

const file = (seed: number): string => {
  const lines = ['time,meter,load'];
  for (let hour = 0; hour < HOURS; hour += 1)
    for (const [index, meter] of METERS.entries())
      lines.push(`${new Date(START + hour * HOUR).toISOString()},${meter},${hour + index * 1_000 + seed}`);
  return `${lines.join('\n')}\n`;
};

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const clientOf = (url: string) => {
  const send = async (method: string, path: string, body?: string, headers = {}): Promise<Answer> => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const location = response.headers.get('location');
    return {
      status: response.status,
      body: { ...(text === '' ? {} : JSON.parse(text)), ...(location && { location }) },
    };
  };
  return {
    send,
    get: (path: string) => send('GET', path),
    post: (path: string, body: unknown) => send('POST', path, JSON.stringify(body)),
  };
};

onLocalStack('the status service on S3 and SQS', (endpoint) => {
  describe('the status service on S3 and SQS', () => {
    const open = async () => {
      const config = localstackConfig(endpoint);
      const { prefix, s3, sqs } = config;
      await provisionAws({ s3: openS3Client(s3), sqs: openSqsClient(sqs), topology, prefix });
      const backend = openAwsBackend(config);
      onTestFinished(() => backend.close());
      const scratch = await makeFolder();
      const environment = {
        WATTLINE_PREFIX: prefix,
        AWS_REGION: s3.region,
        WATTLINE_ENDPOINT: endpoint,
      };
      const status = await startStatusProcess({ ...environment, WATTLINE_SCRATCH: scratch });
      return { backend, scratch, environment, status, ...clientOf(status.url) };
    };

    test('takes uploads both ways, and hands out what was made of them', async () => {
      const { status, environment, scratch, get, post, send } = await open();
      for (const stage of stageNames) startStageProcess(stage, environment);
      const sealed = (run: string): Promise<Answer> =>
        until(
          `run ${run} is sealed`,
          async () => {
            const answer = await get(`/api/v1/runs/${run}`);
            return answer.body.status === 'sealed' && answer;
          },
          LONGEST_MS,
          LOOK_MS,
        );

      const spec = await send('PUT', '/api/v1/datasets/plant%207/spec', JSON.stringify({ text: SPEC }), {
        'if-none-match': '*',
      });
      expect(spec).toMatchObject({ status: 200, body: { source: 'file' } });
      const again = await send('PUT', '/api/v1/datasets/plant%207/spec', JSON.stringify({ text: SPEC }), {
        'if-match': '"another"',
      });
      expect(again).toMatchObject({ status: 412, body: { code: 'SPEC_CHANGED' } });

      const name = encodeURIComponent('März +1.csv');
      const uploaded = await send('POST', `/api/v1/uploads?dataset=plant%207&name=${name}`, file(0), {
        'content-type': 'application/octet-stream',
      });
      expect(uploaded.status).toBe(201);
      const first = await sealed(String(uploaded.body.run));

      const second = file(1);
      const wanted = { dataset: 'plant 7', name: 'März +1.csv', bytes: Buffer.byteLength(second) };
      const ticket = (await post('/api/v1/uploads/tickets', wanted)).body as unknown as UploadTicket;
      expect(await get(ticket.href)).toMatchObject({ status: 404, body: { code: 'UPLOAD_PENDING' } });
      const put = (text: string): Promise<Response> =>
        fetch(ticket.url, { method: ticket.method, headers: ticket.headers, body: text });
      expect((await put(`${second}more than was said\n`)).status).toBe(403);
      expect(await get(ticket.href)).toMatchObject({ status: 404 });
      expect((await put(second)).ok).toBe(true);
      expect((await put(second.replace('0', '1'))).status).toBe(412);
      const led = await get(ticket.href);
      expect(led.status).toBe(307);
      const run = String(led.body.location).split('/').at(-1) ?? '';
      const last = await sealed(run);
      expect(last.body.version).not.toBe(first.body.version);

      const version = '/api/v1/datasets/plant%207/versions/latest';
      const set = (await get(version)).body as unknown as FeatureSet;
      expect(set).toMatchObject({ version: last.body.version, rows: METERS.length * HOURS });
      for (const one of set.files) {
        const response = await fetch(status.url + one.href);
        const bytes = Buffer.from(await response.arrayBuffer());
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(one.sha256);
      }
      const rows = (
        await get(
          `${version}/rows?columns=load_mean&entity=${encodeURIComponent('<script>')}&offset=5&limit=2`,
        )
      ).body as unknown as FeatureRows;
      expect(rows).toMatchObject({ total: HOURS, rows: [[2_006], [2_007]] });
      const series = (await get(`${version}/series?entity=%3Db&points=10`)).body as unknown as Series;
      expect(series.columns[0]?.min?.[0]).toBe(1_001);
      const { body } = await get(
        `/api/v1/datasets/plant%207/differences?from=${String(first.body.version)}&to=latest`,
      );
      expect(body.rows).toMatchObject({ added: 0, removed: 0, changed: METERS.length * HOURS });

      expect(await status.stop()).toBe(0);
      expect(await readdir(scratch)).toEqual([]);
    });

    test('shows stores and queues, and moves dead letters back', async () => {
      const { backend, status, get, post } = await open();
      await backend.stores.staging.put('staging-directory/a/1.csv', '1');
      await backend.stores.staging.put('staging-directory/b/2.csv', 'two');
      expect((await get('/api/v1/stores')).body.stores).toMatchObject(
        Array.from({ length: 4 }, () => ({ reachable: true })),
      );
      const list = (await get('/api/v1/stores/staging/objects?prefix=staging-directory/'))
        .body as unknown as ObjectPage;
      expect(list.folders).toEqual(['staging-directory/a/', 'staging-directory/b/']);
      const { objects } = (await get('/api/v1/stores/staging/objects?prefix=staging-directory/b/'))
        .body as unknown as ObjectPage;
      const response = await fetch(status.url + (objects[0]?.href ?? ''));
      expect([await response.text(), response.headers.get('content-disposition')]).toEqual([
        'two',
        `attachment; filename="2.csv"; filename*=UTF-8''2.csv`,
      ]);

      const { transform } = backend.queues;
      // One that S3 would never send: it must not hide the others.
      const undecodable = {
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: 'x' }, object: { key: 'e%ZZ' } },
      };
      await backend.queues.ingest.deadLetters?.send(JSON.stringify({ Records: [undecodable] }));
      await backend.queues.ingest.deadLetters?.send('other');
      const shown = await until('both dead letters of ingest are seen', async () => {
        const answer = await get('/api/v1/queues/ingest/dead-letters');
        expect(answer.status).toBe(200);
        return (answer.body.deadLetters as { reason: string }[]).length === 2 && answer.body;
      });
      expect(JSON.stringify(shown)).toContain('e%ZZ');
      for (const text of ['one', 'two']) await transform.deadLetters?.send(text);
      const letters = await until('both dead letters are seen', async () => {
        const { body } = await get('/api/v1/queues/transform/dead-letters');
        const found = body.deadLetters as { id: string; body: string; reason: string }[];
        return found.length === 2 && found;
      });
      expect(letters[0]?.reason).toContain('was not sent by Wattline');
      const id = letters.find((letter) => letter.body === 'two')?.id;
      expect(await post('/api/v1/queues/transform/redrives', { id })).toMatchObject({ body: { moved: 1 } });
      expect((await transform.peek(10)).map((message) => message.body)).toEqual(['two']);
      const purge = { what: 'dead-letters', confirm: 'transform' };
      expect((await post('/api/v1/queues/transform/purges', purge)).status).toBe(204);
      expect((await post('/api/v1/queues/transform/purges', purge)).status).toBeOneOf([204, 409]);
    });
  });
});
