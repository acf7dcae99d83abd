import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notation } from '@wattline/engine/kept-upload';
import { orderedColumns, usedFamilies } from '@wattline/features';
import { tasks } from '@wattline/ingest-stage/reader-tasks';
import { openTransform, type Row } from '@wattline/online-transform';
import type { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';

/** What is read: numbers by instant and, where there is one, entity; and what is refused. */
export interface Read {
  readonly readings: ReadonlyMap<string, readonly unknown[]>;
  readonly refused: readonly string[];
}

/** A file as ingest reads it. */
export interface Ingested {
  readonly read: Read;
  /** Resolved: nothing is left open. */
  readonly spec: Spec;
  readonly notation: Notation;
}

const inOrder = (lines: readonly string[]): string[] => [...lines].sort();

/** What ingest makes of a file: undefined where it refuses the whole. */
export const ingestedText = async (
  text: string,
  declared: object | undefined,
): Promise<Ingested | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), 'wattline-notations-'));
  try {
    const path = join(folder, 'input');
    await writeFile(path, text);
    const spec = join(folder, 'spec.json');
    await writeFile(spec, JSON.stringify(declared ?? {}));
    const done = await tasks
      .ingest({
        path,
        name: 'input.csv',
        folder: join(folder, 'out'),
        contentSha256: 'x',
        ...(declared && { specFile: { path: spec, name: 'wattline.yaml' } }),
      })
      .catch((error: unknown) => {
        if (error instanceof Error && 'code' in error) return undefined;
        throw error;
      });
    const notation = done?.kept.upload.notation;
    if (done === undefined || notation === undefined) return undefined;
    const names = Object.keys(done.plan.spec.values);
    const readings = new Map<string, readonly unknown[]>();
    const entity = done.plan.spec.entity ?? 'entity';
    const frames = done.readings.map((one) => pl.readParquet(one.path));
    for (const frame of frames)
      for (const row of frame.toRecords()) {
        const at = new Date(String(row.event_timestamp)).toISOString();
        readings.set(
          `${at} ${row[entity]}`,
          names.map((name) => row[name] ?? null),
        );
      }
    const refused =
      done.quarantine === undefined
        ? []
        : pl.readCSV(done.quarantine.path, { inferSchemaLength: 0 }).toRecords();
    return {
      read: {
        readings,
        refused: inOrder(refused.map(({ line, column, code }) => `${Number(line) - 1} ${column} ${code}`)),
      },
      spec: done.plan.spec,
      notation,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** What ingest makes of a file of these rows: undefined where it refuses the whole. */
export const ingested = (
  rows: readonly Readonly<Record<string, string>>[],
  declared: object | undefined,
): Promise<Ingested | undefined> => {
  const header = Object.keys(rows[0] ?? {});
  const lines = [header, ...rows.map(Object.values)].map((cells) => cells.join(';'));
  return ingestedText(lines.join('\n'), declared);
};

/** A transform that has the dataset's columns and no model. */
export const transformOf = (spec: Spec, notations: readonly Notation[], showsTimes: boolean) =>
  openTransform(
    {
      format: 1,
      dataset: 'town',
      version: '1',
      spec,
      columns: orderedColumns(usedFamilies(spec)).map(({ name, dtype }) => ({
        name,
        dtype,
        role: 'feature',
      })),
      scaler: { method: 'none', features: [], targets: [] },
    },
    { written: { notations, showsTimes } },
  );

/** What is read of the same rows when they are posted. */
export const posted = (transform: ReturnType<typeof transformOf>, rows: readonly Row[]): Read => {
  const { counted, refused } = transform.read(rows);
  return {
    readings: new Map(
      counted.map(({ at, entity, values }) => [
        `${new Date(at).toISOString()} ${entity}`,
        values.map((value) => (Number.isNaN(value) ? null : value)),
      ]),
    ),
    refused: inOrder(refused.map(({ line, column, code }) => `${line} ${column} ${code}`)),
  };
};
