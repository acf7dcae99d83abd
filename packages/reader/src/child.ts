import { enableCompileCache, flushCompileCache } from 'node:module';
import { z } from 'zod';
import { ORPHANED } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import type { Answer, Order } from './messages.ts';
import type { ReaderTasks } from './tasks.ts';

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

const work = async ({ task, input }: Order): Promise<Answer> => {
  try {
    const run = tasks[task];
    if (run === undefined) throw new Error(`there is no task ${task}`);
    return { type: 'done', output: await run(input as never) };
  } catch (error) {
    return { type: 'failed', failure: failureOf(error) };
  }
};

process.on('message', async (order) => send(await work(order as Order)));
await send({ type: 'ready' });
// Not only at the exit: a killed process has none, and the next one would compile it all again.
flushCompileCache();
