// What the package `wattline` offers as `wattline/client`: scripts/release/write-client.ts makes it of this.
import {
  type ApiClient,
  ApiError,
  baseOf,
  createClient as clientOf,
  createTransport,
  type ServingClient,
  createServingClient as servingClientOf,
  type Transport,
} from '../client/index.ts';
import { retrying } from './retrying.ts';
import { rowsInBulk, type ServeRowsInBulk } from './rows-in-bulk.ts';

export {
  type ApiClient,
  ApiError,
  type CallOptions,
  type ServingClient,
  type Transport,
} from '../client/index.ts';
export type * from '../schemas/index.ts';
export type { BulkAnswer, BulkRequest, ServeRowsInBulk } from './rows-in-bulk.ts';

export interface ClientOptions {
  /** As `wattline up` prints it. A path in front of it, behind a proxy, is kept. */
  readonly server: string | URL;
  /** Where the service asks for one. */
  readonly token?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** How often to ask again, where that changes nothing. Default: 5; 0 for never. */
  readonly retries?: number | undefined;
}

/** Sends a request to an address that an answer names (`href`), such as a file's. */
interface Requests {
  readonly request: Transport;
}

const RETRIES = 5;

const transportOf = ({ server, token, fetch: send = fetch, retries = RETRIES }: ClientOptions): Transport => {
  const base = baseOf(String(server));
  if (base === undefined)
    throw new ApiError({
      type: 'about:blank',
      title: 'Not an address',
      status: 0,
      detail: `${JSON.stringify(String(server))} is not an address`,
      code: 'SERVER_INVALID',
      remedy: 'name it as http://localhost:4680, which wattline up prints',
    });
  return createTransport({
    base,
    token: () => token,
    unreachableRemedy: `check that ${base.href} is the right address, and that the stack is up (wattline up)`,
    fetch: retrying(send, retries),
  });
};

/** The API of the status service, a function for each operation. @throws ApiError where `server` is no address */
export const createClient = (options: ClientOptions): ApiClient & Requests => {
  const request = transportOf(options);
  return { ...clientOf(request), request };
};

interface Bulk {
  readonly serveRowsInBulk: ServeRowsInBulk;
}

/** The service that serves rows for predictions. @throws ApiError where `server` is no address */
export const createServingClient = (options: ClientOptions): ServingClient & Bulk & Requests => {
  const request = transportOf(options);
  return { ...servingClientOf(request), serveRowsInBulk: rowsInBulk(request), request };
};
