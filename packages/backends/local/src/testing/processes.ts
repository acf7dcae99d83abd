import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  readonly process: ChildProcess;
  /** Everything that the child has sent. */
  readonly messages: string[];
  /** Resolves once the child has sent so many messages. */
  hasTold(count: number): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a module as a process of its own. */
export function startChild(module: URL, ...parameters: string[]): Child {
  const child = fork(module, parameters, { execArgv: [] });
  const messages: string[] = [];
  const exited = once(child, 'exit');
  child.on('message', (message) => messages.push(String(message)));
  return {
    process: child,
    messages,
    async hasTold(count) {
      while (messages.length < count) {
        const news = await Promise.race([once(child, 'message').then(() => true), exited.then(() => false)]);
        if (!news && messages.length < count)
          throw new Error(`${module.pathname} ended after ${messages.length} messages`);
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      if (child.connected) child.send('stop');
      await exited;
    },
  };
}
