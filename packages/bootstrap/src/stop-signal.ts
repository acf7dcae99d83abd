/** Aborts when the process is asked to end, or when the supervisor that started it is gone. */
export const stopSignal = (): AbortSignal => {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  if (process.connected) process.once('disconnect', () => stop.abort());
  return stop.signal;
};
