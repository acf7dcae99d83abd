export interface Message {
  readonly id: string;
  readonly body: string;
  /** 1 on the first delivery. */
  readonly receiveCount: number;
  readonly sentAt: Date;
  /** Identifies this delivery; a later delivery of the message makes it stale. */
  readonly receiptHandle: string;
  /** As its sender named it. */
  readonly group?: string;
}

export interface SendOptions {
  readonly delayMs?: number;
  /**
   * Whose work it is, such as a dataset's: where several wait, one of which little is under way goes before one of which
   * much is, as far as the service can. Any text.
   */
  readonly group?: string;
}

export interface ReceiveOptions {
  /** At most so many messages, 1 to 10. */
  readonly max: number;
  /** How long to wait for a first message. */
  readonly waitMs: number;
  /** How long the messages stay invisible to others. */
  readonly visibilityMs: number;
  /** Ends the wait at once; what was received is returned. */
  readonly signal?: AbortSignal;
}

export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Age of the oldest message that is not deleted, 0 where there is none. */
  readonly oldestAgeMs: number;
}

/** Renews deliveries of one queue in a thread, where this process's event loop may be blocked. */
export interface Renewer {
  /** As the queue's own. */
  changeVisibility(message: Pick<Message, 'id' | 'receiptHandle'>, visibilityMs: number): Promise<boolean>;
}

/** How a thread of its own opens a queue to renew its deliveries. */
export interface RenewalInThread {
  /** The URL of a module that exports `openRenewer`, a function from `options` to a Renewer. */
  readonly module: string;
  /** Copied to the thread. */
  readonly options: unknown;
  /** Called on this side after a renewal: the delivery stays invisible until then. */
  readonly renewed?: (message: Message, until: Date) => void;
}

/** At-least-once delivery in no promised order. */
export interface MessageQueue {
  readonly name: string;
  send(body: string, options?: SendOptions): Promise<void>;
  receive(options: ReceiveOptions): Promise<Message[]>;
  /** Keeps a delivery invisible for `visibilityMs` from now; 0 releases it. False if the receipt handle is stale. */
  changeVisibility(message: Message, visibilityMs: number): Promise<boolean>;
  /** False if the receipt handle is stale: the message then belongs to another receiver and stays. */
  delete(message: Message): Promise<boolean>;
  /**
   * Moves a delivery to the dead letters, where it keeps its body. False if the receipt handle is stale, or if there are
   * no dead letters. A process that dies in the middle may leave it in both.
   */
  deadLetter(message: Message): Promise<boolean>;
  depth(): Promise<QueueDepth>;
  /** The queue that takes messages received too often; undefined for a dead-letter queue itself. */
  readonly deadLetters?: MessageQueue;
  /** Looks at up to `max` messages without receiving them (no count, no visibility). */
  peek(max: number): Promise<Message[]>;
  /** Moves messages from this queue's dead-letter queue back; all, or the one named. Returns how many. */
  redrive(options?: { id?: string }): Promise<number>;
  purge(): Promise<void>;
  /** Without it, a delivery is renewed on the event loop alone, and is lost where that is blocked for too long. */
  readonly renewal?: RenewalInThread;
}
