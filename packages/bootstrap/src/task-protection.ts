import type { Logger, Observe } from '@wattline/worker';

export interface TaskProtection {
  /** Takes the worker's events. */
  readonly observe: Observe;
  /** Ends the protection and resolves when the agent has answered, or did not in time. */
  close(): Promise<void>;
}

interface TaskProtectionOptions {
  /** `ECS_AGENT_URI`: the ECS agent sets it in every container of a task. */
  readonly agentUri: string;
  readonly log: Pick<Logger, 'warn'>;
  /** How long a task without work stays protected, ms: parts follow each other closely, and the agent limits requests. */
  readonly lingerMs?: number;
  /** Reported again so often while work goes on, ms: half of what one request protects for. */
  readonly renewMs?: number;
}

const EXPIRES_MINUTES = 60;
const ANSWER_MS = 5_000;

/**
 * Keeps ECS from ending this task by scaling in or deploying while a message is in flight. If the agent does not
 * answer, work goes on without it: a task that is stopped releases its messages.
 */
export const protectTask = ({
  agentUri,
  log,
  lingerMs = 15_000,
  renewMs = (EXPIRES_MINUTES * 60_000) / 2,
}: TaskProtectionOptions): TaskProtection => {
  let wanted = false;
  let reported = false;
  let busy = false;
  let telling = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const report = async (protect: boolean): Promise<void> => {
    try {
      const response = await fetch(`${agentUri}/task-protection/v1/state`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(
          protect
            ? { ProtectionEnabled: true, ExpiresInMinutes: EXPIRES_MINUTES }
            : { ProtectionEnabled: false },
        ),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (!response.ok) throw new Error(`the agent answered ${response.status}: ${await response.text()}`);
      reported = protect;
    } catch (err) {
      log.warn({ err, protect }, 'the protection from scale-in could not be changed');
    }
  };

  /** One request at a time, and none for a state that has passed. */
  const want = (protect: boolean, again = false): void => {
    wanted = protect;
    telling = telling.then(async () => {
      if (wanted === protect && (again || reported !== protect)) await report(protect);
    });
  };

  const renew = (): void => {
    want(true, true);
    timer = setTimeout(renew, renewMs).unref();
  };

  const observe: Observe = (news) => {
    if (news.type !== 'in-flight') return;
    const nowBusy = news.messages > 0;
    if (nowBusy === busy) return;
    busy = nowBusy;
    clearTimeout(timer);
    if (nowBusy) {
      want(true);
      timer = setTimeout(renew, renewMs).unref();
    } else timer = setTimeout(() => want(false), lingerMs).unref();
  };

  return {
    observe,
    close: async () => {
      clearTimeout(timer);
      want(false);
      await telling;
    },
  };
};
