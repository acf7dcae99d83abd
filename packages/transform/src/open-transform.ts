import type { Written } from '@wattline/cells';
import { RejectedError } from '@wattline/errors';
import { availableAfterMs, durationMs, maxLookback, takenColumns, withinOf } from '@wattline/features';
import { createFileRows } from './cells/file-rows.ts';
import { createRowReader } from './cells/read-rows.ts';
import { storedNotation } from './cells/stored-notation.ts';
import { createEntityHistory } from './history/entity-history.ts';
import { createKit } from './history/kit.ts';
import { packReadings } from './history/pack-readings.ts';
import { createJoinedSeries } from './joined/joined-series.ts';
import { joinsOf } from './joined/joins.ts';
import { createRowLookups, lastValues } from './joined/row-lookup.ts';
import { aheadNamed, horizonsOf } from './rows/ahead.ts';
import { createAheadRows } from './rows/ahead-rows.ts';
import { featureColumns, trainingColumns } from './rows/columns.ts';
import { encodersOf } from './rows/encode.ts';
import { labelsOf, referenceMissing } from './rows/labels.ts';
import { createOwnRows } from './rows/own-rows.ts';
import { createRowMaker } from './rows/row-maker.ts';
import { createScaler } from './rows/scales.ts';
import type { ServedRow } from './rows/served-row.ts';
import { tolerances } from './rows/tolerances.ts';
import { createUnscale } from './rows/unscale.ts';
import { parseSealed } from './sealed/sealed-transform.ts';
import type { Transform } from './transform.ts';

/**
 * Opens a sealed version.
 *
 * @param preprocessor the content of its `preprocessor.json`
 * @param options.written how the dataset's uploads are written; else as the spec says, and plainly
 * @param options.joined by join, the version of the other dataset; without it, its columns are null, and `missing`
 * @throws RejectedError where it cannot be read, or its rows cannot be made from readings alone
 */
export const openTransform = (
  preprocessor: unknown,
  {
    written,
    joined = {},
  }: {
    readonly written?: Written | undefined;
    readonly joined?: Readonly<Record<string, Transform>> | undefined;
  } = {},
): Transform => {
  const sealed = parseSealed(preprocessor);
  const { spec, dataset, version } = sealed;
  const scaler = createScaler(sealed.scaler);
  if (
    spec.time.cadences === 'own' &&
    (spec.coverage || Object.values(spec.values).some(({ kind }) => kind === 'total'))
  )
    throw new RejectedError(
      'OWN_STEPS_NOT_SERVED',
      `By which step each series comes shows in its whole history: rows of ${dataset} cannot be made from its last readings`,
      { remedy: 'Set time.cadences: one with time.cadence, or leave out coverage and columns of kind total' },
    );
  const kit = createKit(spec);
  const columns = featureColumns(sealed);
  const training = trainingColumns(columns);
  const places = new Map(columns.map(({ name }, place) => [name, place]));
  const scaleOf = ({ name, role }: (typeof columns)[number]): number =>
    role === 'withheld' ? -1 : scaler.placeOf(role, name);
  const scaled = training.map((column) => ({
    place: places.get(column.name) ?? -1,
    scale: scaleOf(column),
  }));
  const encoders = encodersOf(sealed.encodings ?? [], sealed, places);
  const features = training.filter(({ role }) => role === 'feature').length;
  const trained = [...training.slice(0, features), ...encoders, ...training.slice(features)];
  const names = { scaled: trained.map(({ name }) => name), plain: columns.map(({ name }) => name) };
  const joinedRows = Object.fromEntries(
    Object.entries(joined).map(([join, other]) => [join, other.joinedRows]),
  );
  const make = createRowMaker(kit, columns, createJoinedSeries(kit, joinedRows));
  const lookup = createRowLookups(kit, columns, { dataset, make });
  const horizons = horizonsOf(sealed, places);
  const labels = labelsOf(sealed, horizons);
  // An origin may lie so long before the interval that is asked for.
  const back = [...horizons.values()].flatMap(({ steps, references }) => [
    steps,
    ...references.map((one) => one.steps),
  ]);
  const lookback = maxLookback(spec) + Math.max(0, ...back);
  const availableAfter = availableAfterMs(spec);
  const tolerated = tolerances(spec, (join, column) => joinedRows[join]?.tolerance(column) ?? 0);
  const lookbackMs = (lookback + 2) * durationMs(spec.interval);
  const rowOf = { make, calendar: kit.calendar, availableAfter };
  const rowAt = createOwnRows({ ...rowOf, trained: scaled, features, encoders, scaler });
  const aheadAt = createAheadRows(rowOf);
  const unscale = createUnscale({ sealed, columns, scaler, horizons, labels, scaleOf });
  // Few need it.
  let readStored: ReturnType<typeof createRowReader> | undefined;
  return {
    dataset,
    version,
    scaling: sealed.scaler.method,
    columns: (isScaled, ahead) => {
      if (ahead !== undefined) {
        const found = aheadNamed(horizons, ahead, dataset);
        return isScaled ? found.names : found.names.slice(0, found.columns.length);
      }
      return isScaled ? names.scaled : names.plain;
    },
    horizons: [...horizons.keys()],
    lookback,
    lookbackMs,
    joins: joinsOf(sealed, (join) => {
      const own = spec.joins?.[join];
      const rows = joinedRows[join];
      if (own === undefined || rows === undefined || own.known === 'static') return Number.POSITIVE_INFINITY;
      const back = Math.max(...takenColumns(own).map((column) => rows.lookup(column).reachMs));
      return lookbackMs + durationMs(withinOf(own)) + availableAfter + back;
    }),
    joinedRows: {
      lookup,
      lastValues: (history, names, { isOver = false } = {}) => {
        const newest = history.newest();
        if (isOver && newest !== undefined) {
          const { indexOf, startOf } = kit.calendar;
          history.knowUntil(startOf(indexOf(newest + kit.usualMs) + 1));
        }
        return lastValues(history, names.map(lookup));
      },
      tolerance: (column) => tolerated.get(column) ?? 0,
    },
    readings: {
      entity: spec.entity,
      values: kit.valueNames,
      words: kit.wordNames,
      buckets: spec.partition.entityBuckets ?? (spec.entity === undefined ? 1 : 16),
      sameKey: spec.sameKey,
      emptyCells: spec.emptyCells,
    },
    read: createRowReader(spec, kit.clock, written),
    ...createFileRows(spec, written),
    fromFile: (rows) => {
      readStored ??= createRowReader(spec, kit.clock, storedNotation(spec, written));
      return readStored(rows);
    },
    history: ({ isWhole = false, registers = [], packed } = {}) =>
      createEntityHistory(kit, { isWhole: packed?.isWhole ?? isWhole, states: registers, packed }),
    pack: (readings, { isWhole }) => packReadings(kit, readings, isWhole),
    rows: (history, { at, horizon, scaled: isScaled = true, ahead: name, entity, joined: others } = {}) => {
      history.settle();
      const open = history.openFrom();
      const ahead = name === undefined ? undefined : aheadNamed(horizons, name, dataset);
      const row = (index: number): ServedRow =>
        ahead === undefined
          ? rowAt(history, index, { isScaled, entity, joined: others })
          : aheadAt(history, index, { isScaled, entity, joined: others, ahead });
      if (horizon !== undefined) return Array.from({ length: horizon }, (_, i) => row(open + i));
      return [row(at === undefined ? open - 1 + (ahead?.steps ?? 0) : kit.calendar.indexOf(at))];
    },
    trim: (history, least = Number.POSITIVE_INFINITY) => {
      if (least === Number.NEGATIVE_INFINITY) return;
      const from = history.openFrom() - lookback - 1;
      history.trim(least === Number.POSITIVE_INFINITY ? from : Math.min(from, kit.calendar.indexOf(least)));
    },
    tolerance: (name, isScaled, ahead) => {
      const plain = tolerated.get(name) ?? 0;
      if (plain === 0 || !isScaled) return plain;
      const own = ahead === undefined ? undefined : aheadNamed(horizons, ahead, dataset).scaler;
      const column = columns.find((one) => one.name === name);
      const place = own?.placeOf('feature', name) ?? (column === undefined ? -1 : scaleOf(column));
      return place < 0 ? plain : plain / (own ?? scaler).leastScale(place);
    },
    unscale,
    invert: (name, prediction, row) => {
      const label = labels.get(name);
      if (label === undefined) return unscale(name, prediction, { entity: row?.entity });
      const plain = label.plain(prediction, row?.entity);
      if (!label.isDifference) return plain;
      const reference = row?.references?.[name];
      if (reference === undefined) throw referenceMissing(name);
      return reference === null ? null : plain + reference;
    },
  };
};
