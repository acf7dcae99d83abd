import type { Message } from '@wattline/backend-contract';

/** Who a thread renews for. */
export interface ThreadSetup {
  /** The module of the queue's renewer, and what it is opened with. */
  readonly module: string;
  readonly options: unknown;
  /** Of one Int32: seconds of the clock when the event loop last turned. */
  readonly turned: SharedArrayBuffer;
}

export type ToThread =
  | {
      readonly type: 'hold';
      readonly lease: number;
      readonly message: Pick<Message, 'id' | 'receiptHandle'>;
      readonly visibilityMs: number;
    }
  | { readonly type: 'end'; readonly lease: number };

export type FromThread =
  /** Invisible until then, in milliseconds of the clock. */
  | { readonly type: 'renewed'; readonly lease: number; readonly until: number }
  /** The message may be somebody else's. */
  | { readonly type: 'lost'; readonly lease: number }
  /** No renewal is under way, and none follows. */
  | { readonly type: 'ended'; readonly lease: number };

/** A few renewals may fail, or come late from a busy machine, before the message is lost. */
export const RENEWALS = 4;
