import { RejectedError } from '@wattline/errors';
import { fromLocalMs } from '@wattline/time-zones';
import { z } from 'zod';

const Word = z.string().min(1).max(1_000);

/** What somebody wants deleted of a dataset: the readings of an entity, of a span, or an upload with all that it brought. */
export const DeletionRequest = z
  .strictObject({
    entity: Word.optional(),
    /** The first instant, and the one after the last. Without an offset: as the clocks of the dataset's zone show it. */
    from: Word.optional(),
    to: Word.optional(),
    /** The run of the upload, or of a deletion that is to be taken back. */
    upload: Word.optional(),
  })
  .refine(({ entity, from, to, upload }) => (entity ?? from ?? to ?? upload) !== undefined, {
    error: 'says neither an entity, a span nor an upload',
  })
  .refine(({ entity, from, to, upload }) => upload === undefined || (entity ?? from ?? to) === undefined, {
    error: 'says an upload, and an entity or a span: an upload is deleted as a whole',
  });
export type DeletionRequest = z.infer<typeof DeletionRequest>;

/** What a deletion takes out of the uploads before it, times as instants. */
export const Deletes = z.object({
  entity: z.string().optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  upload: z.string().optional(),
  /** The entity is erased, and its name with it: there is nothing left to take out. */
  erased: z.literal(true).optional(),
});
export type Deletes = z.infer<typeof Deletes>;

/** What a deletion would take out. Where that is nothing: what there is instead. */
export interface DeletionSurvey {
  /** Pairs of (entity, time). */
  readonly rows: number;
  /** Names that are most like the entity's, which has no readings. */
  readonly nearest?: readonly string[];
  /** The first and the last reading of the entity; of all, without one. */
  readonly from?: string;
  readonly to?: string;
}

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,3})?)?(?:\s*(Z|[+-]\d\d:?\d\d))?)?$/i;

const instantOf = (text: string, zone: string, key: 'from' | 'to'): string => {
  const [, day, minutes = '00:00', seconds = ':00', offset] = WRITTEN.exec(text.trim()) ?? [];
  const local = Date.parse(`${day}T${minutes}${seconds}Z`);
  // A day that its month lacks becomes one of the next month.
  if (day === undefined || Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== day)
    throw new RejectedError('TIME_INVALID', `${key} is ${JSON.stringify(text)}, which is no time`, {
      place: { column: key, value: text },
      remedy: 'write it as 2024-03-31, 2024-03-31T14:00 or 2024-03-31T14:00+02:00',
    });
  const ms =
    offset === undefined
      ? fromLocalMs(zone, local)
      : Date.parse(`${day}T${minutes}${seconds}${offset.toUpperCase()}`);
  return new Date(ms).toISOString();
};

/** The request with times as instants. Throws RejectedError where a time cannot be read or the span has no time. */
export const resolveDeletion = ({ from, to, ...request }: DeletionRequest, zone: string): Deletes => {
  const span = {
    ...(from !== undefined && { from: instantOf(from, zone, 'from') }),
    ...(to !== undefined && { to: instantOf(to, zone, 'to') }),
  };
  if (span.from !== undefined && span.to !== undefined && span.from >= span.to)
    throw new RejectedError('SPAN_EMPTY', `there is no time from ${from} and before ${to}`, {
      place: { column: 'to', value: to },
      remedy: 'give a later end: from is part of the span, to is not',
    });
  return { ...request, ...span };
};
