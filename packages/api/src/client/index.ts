export { API_ROOT, addressOf } from './address.ts';
export { ApiError, errorFrom, unexpectedResponse, unreachable } from './api-error.ts';
export { baseOf } from './base-of.ts';
export {
  type ApiClient,
  type CallOptions,
  createClient,
  createServingClient,
  type ServingClient,
} from './create-client.ts';
export { type Operation, operations } from './operations.ts';
export { createTransport, isAbort, type Transport, type TransportOptions } from './transport.ts';
export { type Wait, wait } from './wait.ts';
