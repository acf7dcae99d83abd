/** Takes longer to load than a pool waits for a process to end by itself. */
const end = Date.now() + 5_000;
while (Date.now() < end);

export const tasks = {};
