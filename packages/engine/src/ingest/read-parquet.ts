import { Spec } from '@wattline/spec';
import pl from 'nodejs-polars';
import { LINE } from './fields.ts';
import type { IngestOptions, Source } from './ingest-file.ts';
import { openParquet, refuseUnfit } from './parquet-source.ts';
import { readFrame } from './read-chunk.ts';

/** A Parquet file as a source of rows; their "lines" are row numbers. Throws RejectedError. */
export const readParquet = async ({ path, name, spec, signal }: IngestOptions): Promise<Source> => {
  const file = await openParquet(path, name);
  return {
    table: {
      header: file.header,
      rows: file.rows,
      decimal: '.',
      missing: spec?.missing ?? Spec.shape.missing.parse(undefined),
    },
    found: {},
    warnings: [],
    read: async (context, sink) => {
      const { layout } = context;
      const purposes: [readonly number[], string][] = [
        [layout.time, 'the timestamps'],
        [layout.entity === undefined ? [] : [layout.entity], 'the entities'],
        [layout.values.map((value) => value.index), 'values'],
        [layout.categories.map((category) => category.index), 'categories'],
      ];
      for (const [indexes, purpose] of purposes) {
        for (const index of indexes) {
          refuseUnfit(file, index, name, purpose);
        }
      }
      const fields = [...new Set(purposes.flatMap(([indexes]) => indexes))].sort((a, b) => a - b);
      let sequence = 0;
      for await (const { frame, firstRow } of file.frames(fields)) {
        signal?.throwIfAborted();
        const numbered = frame.withRowIndex(LINE, firstRow).withColumn(pl.col(LINE).cast(pl.UInt32));
        const done = await readFrame(numbered, context);
        await sink.refused(done.refused);
        await sink.rows(sequence, done.rows);
        sequence += 1;
      }
      return file.height;
    },
  };
};
