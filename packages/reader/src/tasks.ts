/** Asks the process that ordered the work, which answers work of our own alone. */
export type Ask = (question: unknown) => Promise<unknown>;

/**
 * What a reader process can do: the module that a pool names exports such a table as `tasks`. Inputs and outputs are
 * cloned on their way between processes.
 */
export type ReaderTasks = Readonly<Record<string, (input: never, ask: Ask) => Promise<unknown>>>;
export type InputOf<Tasks extends ReaderTasks, Name extends keyof Tasks> = Parameters<Tasks[Name]>[0];
export type OutputOf<Tasks extends ReaderTasks, Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>>;
