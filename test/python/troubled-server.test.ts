import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeWith } from '@wattline/test-tools';
import { expect, onTestFinished, test } from 'vitest';
import { clientPython, clientSources, runScript } from './client-python.ts';

const problem = JSON.stringify({ code: 'BUSY', detail: 'too much to do', remedy: 'ask later', status: 503 });
const soon = { 'retry-after': '0', 'content-type': 'application/problem+json' };

describeWith(
  'the Python client and a server in trouble',
  { 'Python with the packages of the client': clientPython },
  (found) => {
    test('asks again what changes nothing, and nothing else; each time with its token', async () => {
      const asked: [string | undefined, string | undefined, string | undefined][] = [];
      const countOf = ({ method, url }: IncomingMessage): number =>
        asked.filter(([one, path]) => one === method && path === url).length;
      const server = createServer((request, response) => {
        asked.push([request.method, request.url, request.headers.authorization]);
        request.resume();
        if (request.url?.startsWith('/html')) response.end('<html>');
        // What it did not take: it says when to come again.
        else if (request.url?.startsWith('/serving')) {
          if (countOf(request) < 3) response.writeHead(503, soon).end(problem);
          // In pieces that end within a line.
          else {
            response.write(`{"problem":${problem.slice(0, 20)}`);
            setImmediate(() => response.end(`${problem.slice(20)}}\n{"problem":${problem}}\n`));
          }
        } else if (request.url?.startsWith('/cut')) response.end(`{"problem":${problem}}\n`);
        else if (request.url?.startsWith('/busy')) response.writeHead(503, soon).end(problem);
        // It starts: not there yet, gone in the middle, with too much to do, there.
        else if (countOf(request) === 1) response.writeHead(503, soon).end(problem);
        else if (countOf(request) === 2) request.socket.destroy();
        else if (countOf(request) === 3) response.writeHead(429, soon).end(problem);
        else response.end(JSON.stringify({ datasets: [{ name: 'plant', latest: {} }, { name: 'empty' }] }));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      const { port } = server.address() as AddressInfo;
      const told = await runScript(
        found['Python with the packages of the client'],
        clientSources,
        'use_server.py',
        [`http://127.0.0.1:${port}`],
      );
      expect(told).toEqual({
        datasets: ['plant'],
        upload: 'BUSY',
        busy: 'BUSY',
        bulk: ['BUSY', 'BUSY'],
        cut: 'ANSWER_CUT_OFF',
        html: 'UNEXPECTED_RESPONSE',
      });
      const times = (method: string, path: string): number =>
        asked.filter(([one, url]) => one === method && url?.startsWith(path)).length;
      expect([
        times('GET', '/api/v1/datasets'),
        times('POST', '/busy/api/v1/uploads'),
        times('GET', '/busy/api/v1/datasets'),
        times('POST', '/serving/api/v1/datasets/plant/rows'),
      ]).toEqual([4, 1, 6, 3]);
      const tokens = new Set(asked.map(([, url, token]) => [url?.startsWith('/html'), token].join(' ')));
      expect(tokens).toEqual(new Set(['false Bearer a-token', 'true ']));
    });
  },
);
