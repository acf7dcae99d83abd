import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { answerSent, DATA_HEADERS, securedAnswer } from './secure.ts';

/** Some bytes of an answer. */
export interface AnswerPart {
  readonly bytes: Uint8Array;
  /** Called once nobody reads them any more. */
  readonly done: () => void;
}

/** An answer that goes to the socket as it is, without a copy. */
export interface SentAnswer {
  /** Begins it, or goes on with it. Resolves once the other side has read so much that more may follow. */
  readonly send: (parts: readonly AnswerPart[]) => Promise<void>;
  readonly end: (parts: readonly AnswerPart[]) => Response;
}

/** What a request that came through no socket is answered with. */
const collected = (type: string): SentAnswer => {
  const all: Uint8Array[] = [];
  const take = (parts: readonly AnswerPart[]): void => {
    for (const { bytes, done } of parts) {
      all.push(bytes.slice());
      done();
    }
  };
  return {
    send: async (parts) => take(parts),
    end: (parts) => {
      take(parts);
      return securedAnswer(Buffer.concat(all), type);
    },
  };
};

const sent = (outgoing: ServerResponse, type: string): SentAnswer => {
  const head = (headers: Readonly<Record<string, string | number>>): void => {
    outgoing.writeHead(200, { 'content-type': type, ...DATA_HEADERS, ...headers });
  };
  const write = (parts: readonly AnswerPart[]): void => {
    // Who asked may be gone.
    for (const { bytes, done } of parts) if (!outgoing.destroyed) outgoing.write(bytes, done);
  };
  return {
    send: async (parts) => {
      if (!outgoing.headersSent && !outgoing.destroyed) head({});
      write(parts);
      if (outgoing.destroyed || !outgoing.writableNeedDrain) return;
      const gone = new AbortController();
      const stop = (): void => gone.abort();
      outgoing.once('close', stop);
      await once(outgoing, 'drain', { signal: gone.signal }).catch(() => {});
      outgoing.off('close', stop);
    },
    end: (parts) => {
      if (outgoing.destroyed) return answerSent;
      if (!outgoing.headersSent)
        head({ 'content-length': parts.reduce((sum, { bytes }) => sum + bytes.length, 0) });
      const [last] = parts.slice(-1);
      write(parts.slice(0, -1));
      if (last === undefined) outgoing.end();
      else outgoing.end(last.bytes, last.done);
      return answerSent;
    },
  };
};

/** Data as an answer, with the headers of `securedAnswer`. */
export const openAnswer = (context: Context, type: string): SentAnswer => {
  const { outgoing } = (context.env ?? {}) as Partial<HttpBindings>;
  return outgoing === undefined ? collected(type) : sent(outgoing as ServerResponse, type);
};
