import type { z } from 'zod';
import { addressOf } from './address.ts';
import { unexpectedResponse } from './api-error.ts';
import { type Operation, type Operations, operations } from './operations.ts';
import { type ServingOperations, servingOperations } from './serving-operations.ts';
import type { ToError, Transport } from './transport.ts';

type ParamName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamName<Rest>
  : never;

type Params<Path extends string> = [ParamName<Path>] extends [never]
  ? unknown
  : { readonly params: Readonly<Record<ParamName<Path>, string>> };

type Query<One> = One extends { readonly query: infer Schema extends z.ZodType }
  ? Partial<z.input<Schema>> extends z.input<Schema>
    ? { readonly query?: z.input<Schema> }
    : { readonly query: z.input<Schema> }
  : unknown;

type Body<One> = One extends { readonly body: infer Schema extends z.ZodType }
  ? { readonly body: z.input<Schema> }
  : unknown;

type Input<One extends Operation> = Params<One['path']> & Query<One> & Body<One>;

type Answer<One> = One extends { readonly answer: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One function per operation. Answers are checked against their schemas; failures are ApiError. */
type ClientOf<All extends Readonly<Record<string, Operation>>> = {
  readonly [Name in keyof All]: (
    input: Input<All[Name]>,
    options?: CallOptions,
  ) => Promise<Answer<All[Name]>>;
};

export type ApiClient = ClientOf<Operations>;
/** Of the service that serves rows. */
export type ServingClient = ClientOf<ServingOperations>;

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined | readonly string[]>>;
  readonly body?: unknown;
}

/** Files and forms go as they are, all else as JSON. A form names its own type, with its boundary. */
const bodyOf = (body: unknown): { body?: NonNullable<RequestInit['body']>; type?: string } => {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body };
  if (body instanceof Blob) return { body, type: 'application/octet-stream' };
  return { body: JSON.stringify(body), type: 'application/json' };
};

const call =
  (transport: Transport, { method, path, answer }: Operation, toError: ToError) =>
  async (input: AnyInput, { signal, headers }: CallOptions = {}): Promise<unknown> => {
    const { body, type } = bodyOf(input.body);
    const response = await transport(addressOf(path, input), {
      method,
      headers: { ...(type !== undefined && { 'content-type': type }), ...headers },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    if (answer === undefined) return undefined;
    const unexpected = (cause: unknown): Error => toError(unexpectedResponse(response.status, cause));
    const content: unknown = await response.json().catch((cause: unknown) => {
      throw cause instanceof SyntaxError ? unexpected(cause) : cause;
    });
    const read = answer.safeParse(content);
    if (read.success) return read.data;
    throw unexpected(read.error);
  };

const callsOf = (
  all: Readonly<Record<string, Operation>>,
  transport: Transport,
  toError: ToError,
): Readonly<Record<string, ReturnType<typeof call>>> =>
  Object.fromEntries(
    Object.entries(all).map(([name, operation]) => [name, call(transport, operation, toError)]),
  );

const same: ToError = (error) => error;

export const createClient = (transport: Transport, toError = same): ApiClient =>
  callsOf(operations, transport, toError) as unknown as ApiClient;

export const createServingClient = (transport: Transport, toError = same): ServingClient =>
  callsOf(servingOperations, transport, toError) as unknown as ServingClient;
