import { StreamEvent } from '@wattline/api';
import { z } from 'zod';

export interface ToldEvent {
  readonly id: string;
  readonly event: string;
  readonly data: z.infer<typeof StreamEvent>;
}

const readFrame = (frame: string): ToldEvent | undefined => {
  const fields = Object.fromEntries(
    frame.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, value]];
    }),
  );
  if (fields.data === undefined) return undefined;
  return {
    id: z.string().parse(fields.id),
    event: z.string().parse(fields.event),
    data: StreamEvent.parse(JSON.parse(fields.data)),
  };
};

/** The events of an answer, one after the other, each against its schema. */
export const readEvents = (response: Response) => {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    headers: response.headers,
    next: async (): Promise<ToldEvent> => {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const event = readFrame(text.slice(0, end));
          text = text.slice(end + 2);
          if (event !== undefined) return event;
          continue;
        }
        const { done, value } = await reader.read();
        if (done) throw new Error('the stream has ended');
        text += decoder.decode(value, { stream: true });
      }
    },
    close: (): Promise<void> => reader.cancel(),
  };
};
