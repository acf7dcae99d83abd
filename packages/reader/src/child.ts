import { enableCompileCache, flushCompileCache } from 'node:module';
import { timed } from '@wattline/steps';
import { z } from 'zod';
import { ORPHANED } from './exit-codes.ts';
import { failureOf, ownErrorOf } from './failure.ts';
import type { Answer, Order, Reply } from './messages.ts';
import type { Ask, ReaderTasks } from './tasks.ts';

// The process that reads strangers' files: it may die, and nothing but the one answer is lost with it.
enableCompileCache();
// It checks little: to compile schemas takes longer than to go through them.
z.config({ jitless: true });

/** Ends with the process that started it, whatever it is at. */
process.once('disconnect', () => process.exit(ORPHANED));
// Ctrl-C goes to every process of the terminal; when to end is the parent's to say.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});

const send = (answer: Answer): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(answer, () => resolve());
  });

const fail = async (error: unknown): Promise<void> => {
  await send({ type: 'failed', failure: failureOf(error) });
  process.exit(1);
};
process.on('uncaughtException', (error) => void fail(error));
process.on('unhandledRejection', (error) => void fail(error));

const { tasks } = (await import(process.argv[2] ?? '')) as { tasks: ReaderTasks };

/** What was asked for and has not come yet. */
const waiting = new Map<number, (reply: Reply) => void>();
let asked = 0;

const ask: Ask = async (question) => {
  asked += 1;
  const id = asked;
  const replied = new Promise<Reply>((resolve) => {
    waiting.set(id, resolve);
  });
  await send({ type: 'asked', id, question });
  const reply = await replied;
  if ('failure' in reply) throw ownErrorOf(reply.failure);
  return reply.reply;
};

const hear = (reply: Reply): void => {
  waiting.get(reply.id)?.(reply);
  waiting.delete(reply.id);
};

const work = async ({ task, input }: Order): Promise<Answer> => {
  try {
    const run = tasks[task];
    if (run === undefined) throw new Error(`there is no task ${task}`);
    return { type: 'done', output: await timed(task, () => run(input as never, ask)) };
  } catch (error) {
    return { type: 'failed', failure: failureOf(error) };
  }
};

process.on('message', async (message: Order | Reply) => {
  if ('task' in message) await send(await work(message));
  else hear(message);
});
await send({ type: 'ready' });
// Not only at the exit: a killed process has none, and the next one would compile it all again.
flushCompileCache();
