import { z } from 'zod';
import { addressOf, type CallOptions, type Transport, unexpectedResponse } from '../client/index.ts';
import { Problem, RowsAnswer, type RowsRequest } from '../schemas/index.ts';

/** What one request of many is answered with: its rows, or why there are none. */
export type BulkAnswer =
  | { readonly line: number; readonly answer: RowsAnswer }
  | { readonly line: number; readonly problem: Problem };

export interface BulkRequest {
  readonly params: { readonly dataset: string };
  /** Without a version, the latest. */
  readonly query?: { readonly version?: string | undefined };
  readonly requests: readonly z.input<typeof RowsRequest>[];
}

/** Many requests at once, answered one after the other, in their order (NDJSON). Lines count from 1. */
export type ServeRowsInBulk = (asked: BulkRequest, options?: CallOptions) => AsyncIterable<BulkAnswer>;

const Line = z.union([z.object({ problem: Problem }), RowsAnswer]);

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const [reader, decoder] = [body.getReader(), new TextDecoder()];
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
      if (done) break;
    }
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

export const rowsInBulk = (request: Transport): ServeRowsInBulk =>
  async function* ({ params, query = {}, requests }, { signal, headers } = {}) {
    const response = await request(addressOf('/datasets/{dataset}/rows', { params, query }), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...headers },
      body: requests.map((one) => JSON.stringify(one)).join('\n'),
      ...(signal && { signal }),
    });
    let line = 0;
    const unexpected = (cause?: unknown) => unexpectedResponse(response.status, cause);
    for await (const text of linesOf(response.body ?? new Blob([]).stream())) {
      line += 1;
      let content: unknown;
      try {
        content = JSON.parse(text);
      } catch (cause) {
        throw unexpected(cause);
      }
      const read = Line.safeParse(content);
      if (!read.success) throw unexpected(read.error);
      yield 'problem' in read.data ? { line, problem: read.data.problem } : { line, answer: read.data };
    }
    if (line < requests.length) throw unexpected(new Error(`${line} of ${requests.length} lines came`));
  };
