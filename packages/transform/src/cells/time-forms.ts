import type { TimeNotation, Written } from '@wattline/cells';
import { RejectedError } from '@wattline/errors';
import { durationMs } from '@wattline/features';
import type { Spec } from '@wattline/spec';

/** A form, and whether its hours go from 1 to 24: where nobody knows, both may be. */
export type KnownForm = Required<Pick<TimeNotation, 'format' | 'hoursFromOne'>>;

/** Lengths in ms of the periods that the last of a spec's time columns count; none where they count none. */
export const periodsOf = ({ time: { periods = [] } }: Spec): readonly number[] =>
  [periods].flat().map(durationMs);

/** Hours without minutes: whether they go from 1 to 24 shows in a whole file alone, and a row would be an hour off. */
export const isHoursAlone = (format: string): boolean => /%H/.test(format) && !/%[MSpI]|%H.*%H/.test(format);

/** Refuses what of a spec's times shows in a whole file alone. */
export const refuseOpen = (spec: Spec, forms: readonly KnownForm[]): void => {
  const { time } = spec;
  const refuse = (what: string): never => {
    throw new RejectedError('TIMES_NEED_A_FILE', `Rows with ${what} cannot be read one by one`, {
      place: { column: 'time' },
      remedy: 'Send readings with event_timestamp, an instant such as 2017-12-01T05:00:00Z, instead',
    });
  };
  const isOpen = ({ format, hoursFromOne }: KnownForm): boolean =>
    hoursFromOne === undefined &&
    time.label === 'start' &&
    periodsOf(spec).length === 0 &&
    isHoursAlone(format);
  if (forms.length === 0) refuse('time.format: auto');
  if (forms.every(isOpen)) refuse('hours that may go from 1 to 24');
  if (time.cadences === 'own' && time.label === 'end') refuse('time.cadences: own and time.label: end');
};

/** Each way in which times of the dataset's uploads are written, once; as the spec says where they do not show it. */
export const formsOf = ({ time }: Spec, written: Written | undefined): KnownForm[] => {
  const found = (written?.notations ?? []).map(({ time: one }) => one);
  const shown = written?.showsTimes === true ? found : found.map((one) => ({ ...one, format: time.format }));
  const own: TimeNotation[] = shown.length > 0 || time.format === 'auto' ? [] : [{ format: time.format }];
  // As readings are stored that were posted.
  const stored: TimeNotation[] = written?.showsTimes === true ? [{ format: 'iso' }] : [];
  const isKnown = new Set(
    shown.flatMap(({ format, hoursFromOne }) =>
      // Those from 1 to 24 say nothing of times with minutes.
      hoursFromOne === undefined || (format === 'iso' && hoursFromOne) ? [] : [format],
    ),
  );
  const withMinutes: TimeNotation[] = shown.some(({ format }) => format === 'iso') ? [{ format: 'iso' }] : [];
  const all = [...shown, ...own, ...withMinutes, ...stored]
    .filter(({ format, hoursFromOne }) => hoursFromOne !== undefined || !isKnown.has(format))
    .filter(({ format }) => format !== 'auto')
    .map(({ format, hoursFromOne }) => ({ format, hoursFromOne }));
  return [...new Map(all.map((form) => [`${form.format} ${form.hoursFromOne}`, form])).values()];
};
