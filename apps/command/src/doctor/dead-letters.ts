import { QueueName } from '@wattline/topology';
import type { Queues } from '@wattline/worker';
import type { Finding } from '../text/findings.ts';

const SHOWN = 3;
const LONGEST = 160;

const shortened = (body: string): string => {
  const text = body.replaceAll(/\s+/g, ' ');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
};

const REMEDY =
  'where it names a run, see what went wrong with wattline show RUN and mend that; then send it back: wattline redrive QUEUE. What names no run was not sent by Wattline';

/** Every queue that has dead letters, with the first of them. */
export const examineDeadLetters = async (queues: Queues): Promise<Finding[]> => {
  const found: Finding[] = [];
  for (const name of QueueName.options) {
    const { deadLetters } = queues[name];
    const visible = (await deadLetters?.depth())?.visible ?? 0;
    if (deadLetters === undefined || visible === 0) continue;
    const messages = await deadLetters.peek(SHOWN);
    const lines = messages.map(({ id, body }) => `\n           ${id} ${shortened(body)}`);
    const more = visible > messages.length ? `\n           and ${visible - messages.length} more` : '';
    found.push({
      what: `dead letters of ${name}`,
      status: 'warning',
      found: `${visible}${lines.join('')}${more}`,
      remedy: REMEDY.replace('QUEUE', name),
    });
  }
  return found.length > 0 ? found : [{ what: 'dead letters', status: 'ok', found: 'none' }];
};
