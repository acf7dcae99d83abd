import type { Logger } from '@wattline/worker';

/**
 * A body of chunks that are made on demand; the generator is ended when the client goes away.
 * An error midway ends the answer early, and is logged.
 */
export const streamOf = (
  chunks: AsyncGenerator<Uint8Array>,
  log: Logger,
): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await chunks.next();
          if (done === true) controller.close();
          else controller.enqueue(new Uint8Array(value));
        } catch (error) {
          log.error({ err: error }, 'an answer broke off');
          controller.error(error);
        }
      },
      cancel: async () => {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
