import type { Fleet, FleetTask } from '@wattline/backend-contract';
import { z } from 'zod';

/** What a supervised process asks its supervisor. */
export const FleetAsked = z.object({ asked: z.literal('fleet'), id: z.int() });

const Answer = z.object({
  id: z.int(),
  fleet: z.array(
    z.object({
      service: z.string(),
      id: z.string(),
      status: z.enum(['starting', 'running', 'stopping', 'stopped']),
      startedAt: z.iso.datetime().optional(),
      memoryBytes: z.number().optional(),
      restarts: z.number().optional(),
    }),
  ),
});

export const fleetAnswer = (id: number, tasks: readonly FleetTask[]): z.input<typeof Answer> => ({
  id,
  fleet: tasks.map(({ startedAt, service, id: task, status, memoryBytes, restarts }) => ({
    service,
    id: task,
    status,
    ...(startedAt !== undefined && { startedAt: startedAt.toISOString() }),
    ...(memoryBytes !== undefined && { memoryBytes }),
    ...(restarts !== undefined && { restarts }),
  })),
});

const ANSWER_MS = 5_000;

/** The fleet as this process's supervisor knows it, asked over their channel. */
export const askSupervisor = (self: Pick<NodeJS.Process, 'on' | 'send'>): Fleet => {
  const waiting = new Map<number, (tasks: FleetTask[]) => void>();
  let asked = 0;
  self.on('message', (message: unknown) => {
    const answer = Answer.safeParse(message).data;
    if (answer === undefined) return;
    const tasks = answer.fleet.map(({ startedAt, memoryBytes, restarts, ...task }) => ({
      ...task,
      ...(startedAt !== undefined && { startedAt: new Date(startedAt) }),
      ...(memoryBytes !== undefined && { memoryBytes }),
      ...(restarts !== undefined && { restarts }),
    }));
    waiting.get(answer.id)?.(tasks);
  });
  const ask = (): Promise<FleetTask[]> =>
    new Promise((resolve, reject) => {
      const id = asked;
      asked += 1;
      const fail = (cause?: unknown): void => {
        clearTimeout(timer);
        waiting.delete(id);
        reject(new Error('the supervisor does not answer', { cause }));
      };
      const timer = setTimeout(fail, ANSWER_MS, new Error(`no answer within ${ANSWER_MS} ms`));
      waiting.set(id, (tasks) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve(tasks);
      });
      const message = { asked: 'fleet', id } satisfies z.infer<typeof FleetAsked>;
      // Without a callback, an error of a closed channel would end this process.
      self.send?.(message, undefined, undefined, (error) => {
        if (error !== null) fail(error);
      });
    });
  return { kind: 'processes', tasks: ask };
};
