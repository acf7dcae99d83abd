import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  readonly process: ChildProcess;
  /** Everything that the child has told. */
  readonly told: string[];
  /** Resolves once the child has told so many things. */
  hasTold(count: number): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a module as a process of its own. */
export function startChild(module: URL, ...parameters: string[]): Child {
  const child = fork(module, parameters, { execArgv: [] });
  const told: string[] = [];
  const exited = once(child, 'exit');
  child.on('message', (message) => told.push(String(message)));
  return {
    process: child,
    told,
    async hasTold(count) {
      while (told.length < count) {
        const news = await Promise.race([once(child, 'message').then(() => true), exited.then(() => false)]);
        if (!news && told.length < count)
          throw new Error(`${module.pathname} ended after ${told.length} messages`);
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
