/** The places between two effects where a process may die: tests end it there to show that nothing is lost. */
export const failpoints = [
  'after-read',
  'before-write',
  'between-writes',
  'before-done',
  'before-send',
  'before-delete',
] as const;
/** Those of a share of another worker's task. */
export const shareFailpoints = ['after-claim', 'before-share-done'] as const;
export type Failpoint = (typeof failpoints)[number] | (typeof shareFailpoints)[number];

export type HitFailpoint = (point: Failpoint) => void;

/** Passes every point. */
export const passFailpoints: HitFailpoint = () => {};

/** Ends this process with SIGKILL when `point` is reached for the n-th time. */
export const killAtFailpoint = (point: Failpoint, nth = 1): HitFailpoint => {
  let reached = 0;
  return (here) => {
    if (here !== point) return;
    reached += 1;
    if (reached === nth) process.kill(process.pid, 'SIGKILL');
  };
};
