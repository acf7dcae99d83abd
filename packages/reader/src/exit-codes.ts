/** How a reader ends that lost the process which started it. */
export const ORPHANED = 75;
