import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/**
 * What becomes of one request: `refuse` answers with a status and passes nothing on; `lose` passes it on and answers
 * with a status instead of what came; `cut` breaks off after so many bytes of the body.
 */
type Fault = { refuse: number } | { lose: number } | { cut: number };

export interface FaultyProxy {
  readonly url: string;
  /** Decides by method and path; asked for every request. */
  plan(decide: (method: string, path: string) => Fault | undefined): void;
  close(): Promise<void>;
}

const forward = (target: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { method, headers } = incoming;
    const outgoing = request(new URL(incoming.url ?? '/', target), { method, headers }, resolve);
    outgoing.on('error', reject).end(body);
  });

const answer = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'content-length': '0' }).end();
};

/** A proxy in front of a server, for the faults of a network. */
export const startFaultyProxy = async (target: string): Promise<FaultyProxy> => {
  let decide: (method: string, path: string) => Fault | undefined = () => undefined;

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = decide(incoming.method ?? '', incoming.url ?? '');
    const body = await buffer(incoming);
    if (fault !== undefined && 'refuse' in fault) return answer(response, fault.refuse);
    const came = await forward(target, incoming, body);
    const content = await buffer(came);
    if (fault !== undefined && 'lose' in fault) return answer(response, fault.lose);
    response.writeHead(came.statusCode ?? 500, came.rawHeaders);
    if (fault === undefined) response.end(content);
    else response.write(content.subarray(0, fault.cut), () => response.destroy());
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
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
