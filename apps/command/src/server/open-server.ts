import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ApiClient, baseOf, createClient, createTransport } from '@wattline/api';
import { UsageError } from '@wattline/errors';
import { createSha256 } from '@wattline/hash';
import { problemError } from './problem-error.ts';

export interface ServerOptions {
  readonly server: string;
  readonly token?: string;
}

/** A status service over HTTP. Its problems are thrown as errors with their code, place and remedy. */
export interface Server {
  /** Of the page, with its last slash. */
  readonly url: string;
  readonly api: ApiClient;
  /** Writes the content of an address of the server to a file; its hex SHA-256. */
  download(href: string, target: string): Promise<string>;
}

const requireBase = (server: string): URL => {
  const base = baseOf(server);
  if (base !== undefined) return base;
  throw new UsageError('SERVER_INVALID', `${JSON.stringify(server)} is not an address`, {
    remedy: 'name it as http://localhost:4680, which wattline up prints',
  });
};

export const openServer = ({ server, token }: ServerOptions): Server => {
  const base = requireBase(server);
  const transport = createTransport({
    base,
    token: () => token,
    unreachableRemedy: `check that ${base.href} is the right address, and that the stack is up (wattline up, npm run stack)`,
    toError: problemError,
  });
  return {
    url: base.href,
    api: createClient(transport, problemError),
    download: async (href, target) => {
      const { body } = await transport(href);
      const hash = createSha256();
      const hashing = new Transform({
        transform: (chunk: Buffer, _, done) => {
          hash.update(chunk);
          done(null, chunk);
        },
      });
      await pipeline(
        body === null ? Readable.from([]) : Readable.fromWeb(body),
        hashing,
        createWriteStream(target),
      );
      return hash.digest().sha256;
    },
  };
};
