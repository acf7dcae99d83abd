import { RejectedError } from '../../../errors.ts';

/** One interval of one meter: a value and a quality flag for each of its channels. */
interface NemReading {
  readonly nmi: string;
  /** Start of the interval in market time, which is UTC+10 all year: `2021-03-01T00:00:00+10:00`. */
  readonly time: string;
  /** By channel (`E1`, `B1`, `Q1`); text as in the file. */
  readonly values: ReadonlyMap<string, { readonly value: string; readonly quality: string }>;
}

/** What a NEM12 or NEM13 file holds. */
export interface NemFile {
  /** In the order in which they first appear. */
  readonly channels: readonly { readonly name: string; readonly unit: string }[];
  readonly readings: readonly NemReading[];
  /** Records of kinds that carry no readings, and how many. */
  readonly skipped: ReadonlyMap<string, number>;
}

const DAY_MINUTES = 1440;

/** Market time has no daylight saving. */
const marketTime = (date: string, minutes: number): string => {
  const day = new Date(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))),
  );
  const local = new Date(day.getTime() + minutes * 60_000).toISOString();
  return `${local.slice(0, 19)}+10:00`;
};

const momentOf = (stamp: string): string =>
  marketTime(stamp.slice(0, 8), Number(stamp.slice(8, 10)) * 60 + Number(stamp.slice(10, 12)));

interface Channel {
  readonly nmi: string;
  readonly name: string;
  readonly intervalMinutes: number;
}

const broken = (name: string, line: number, message: string): RejectedError =>
  new RejectedError('NEM_RECORD_INVALID', `line ${line} of ${name}: ${message}`, {
    place: { file: name, line },
    remedy: 'export the file again, or correct the line by the NEM12/NEM13 file format specification',
  });

/**
 * Reads NEM12 (interval data) and NEM13 (register reads), the meter data files of the Australian market.
 * `lines` are those of the file. Source: AEMO, Meter Data File Format Specification NEM12 & NEM13.
 * Throws RejectedError for a record that breaks the format.
 */
export const readNem = (lines: Iterable<string>, name: string): NemFile => {
  const channels = new Map<string, string>();
  const readings = new Map<string, Map<string, Map<string, { value: string; quality: string }>>>();
  const skipped = new Map<string, number>();
  let channel: Channel | undefined;
  /** Times of the last 300 record, for the 400 records that refine its quality. */
  let day: string[] = [];
  const put = (nmi: string, time: string, key: string, value: string, quality: string): void => {
    const ofMeter = readings.get(nmi) ?? new Map<string, Map<string, { value: string; quality: string }>>();
    readings.set(nmi, ofMeter);
    const row = ofMeter.get(time) ?? new Map<string, { value: string; quality: string }>();
    ofMeter.set(time, row);
    row.set(key, { value, quality });
  };
  let number = 0;
  for (const text of lines) {
    number += 1;
    const cells = text.trim().split(',');
    const [kind = ''] = cells;
    if (kind === '200') {
      const [, nmi = '', , , suffix = '', , , unit = '', minutes = ''] = cells;
      const intervalMinutes = Number(minutes);
      if (![5, 15, 30].includes(intervalMinutes)) {
        throw broken(name, number, `the interval length is '${minutes}', not 5, 15 or 30 minutes`);
      }
      channel = { nmi, name: suffix, intervalMinutes };
      if (!channels.has(suffix)) channels.set(suffix, unit);
    } else if (kind === '300') {
      if (channel === undefined) throw broken(name, number, 'a 300 record comes before any 200 record');
      const [, date = ''] = cells;
      if (!/^\d{8}$/.test(date)) throw broken(name, number, `'${date}' is no date`);
      const count = DAY_MINUTES / channel.intervalMinutes;
      const values = cells.slice(2, 2 + count);
      const quality = cells[2 + count];
      if (values.length < count || quality === undefined || !/^[A-Z]\d{0,2}$/.test(quality)) {
        throw broken(
          name,
          number,
          `a day of ${channel.intervalMinutes} minutes needs ${count} values and a quality flag`,
        );
      }
      const { nmi, intervalMinutes, name: key } = channel;
      day = values.map((_, index) => marketTime(date, index * intervalMinutes));
      for (const [index, value] of values.entries()) {
        put(nmi, day[index] ?? '', key, value.trim(), quality);
      }
    } else if (kind === '400') {
      const [, from = '', to = '', quality = ''] = cells;
      for (const time of day.slice(Number(from) - 1, Number(to))) {
        const cell = channel && readings.get(channel.nmi)?.get(time)?.get(channel.name);
        if (cell && channel) put(channel.nmi, time, channel.name, cell.value, quality);
      }
    } else if (kind === '250') {
      const [, nmi = '', , , suffix = ''] = cells;
      const [read = '', at = '', quality = ''] = cells.slice(13, 16);
      const [quantity = '', unit = ''] = cells.slice(18, 20);
      if (!/^\d{8,14}$/.test(at)) throw broken(name, number, `'${at}' is no time of a register read`);
      for (const [key, value] of [
        [suffix, quantity],
        [`${suffix}_register`, read],
      ] as const) {
        if (!channels.has(key)) channels.set(key, unit);
        put(nmi, momentOf(at), key, value.trim(), quality);
      }
    } else if (kind !== '' && kind !== '100' && kind !== '900') {
      skipped.set(kind, (skipped.get(kind) ?? 0) + 1);
    }
  }
  return {
    channels: [...channels].map(([key, unit]) => ({ name: key, unit })),
    readings: [...readings].flatMap(([nmi, rows]) =>
      [...rows].map(([time, values]) => ({ nmi, time, values })),
    ),
    skipped,
  };
};
