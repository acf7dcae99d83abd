import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * What becomes of one request: `refuse` answers with a status and passes nothing on; `lose` passes it on and answers
 * with a status instead of what came; `cut` breaks off after so many bytes of the answer; `instead` passes on these
 * bodies, one after the other, and answers with what came first.
 */
export type Fault = { refuse: number } | { lose: number } | { cut: number } | { instead: readonly Buffer[] };

export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asked for every request; undefined lets it pass. */
export type Decide = (request: ProxiedRequest) => Fault | undefined;

export interface FaultyProxy {
  readonly url: string;
  plan(decide: Decide): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly rawHeaders: string[];
  readonly content: Buffer;
}

const forward = async (target: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> => {
  const { method, headers } = incoming;
  const own = {
    ...headers,
    ...('content-length' in headers && { 'content-length': String(body.byteLength) }),
  };
  const came = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(new URL(incoming.url ?? '/', target), { method, headers: own }, resolve);
    outgoing.on('error', reject).end(body);
  });
  return { status: came.statusCode ?? 500, rawHeaders: came.rawHeaders, content: await buffer(came) };
};

const answer = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'content-length': '0' }).end();
};

/** A proxy in front of a server, for the faults of a network. Listens on a free port of this machine by default. */
export const startFaultyProxy = async (
  target: string,
  { host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {},
): Promise<FaultyProxy> => {
  let decide: Decide = () => undefined;

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    const { method = '', url: path = '', headers } = incoming;
    const fault = decide({ method, path, headers, body });
    if (fault !== undefined && 'refuse' in fault) return answer(response, fault.refuse);
    const [first = body, ...more] = fault !== undefined && 'instead' in fault ? fault.instead : [body];
    const { status, rawHeaders, content } = await forward(target, incoming, first);
    for (const other of more) await forward(target, incoming, other);
    if (fault !== undefined && 'lose' in fault) return answer(response, fault.lose);
    response.writeHead(status, rawHeaders);
    if (fault !== undefined && 'cut' in fault)
      response.write(content.subarray(0, fault.cut), () => response.destroy());
    else response.end(content);
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://${host}:${address.port}`,
    plan(by) {
      decide = by;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
