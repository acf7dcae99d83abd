import { setImmediate } from 'node:timers/promises';
import type { Spec } from '@wattline/spec';
import { Spec as SpecSchema } from '@wattline/spec';
import { cutChunks } from './chunks.ts';
import { openCsv } from './csv-source.ts';
import { createTranscoder } from './encoding.ts';
import type { IngestOptions, Source } from './ingest-file.ts';
import { openChunk, readChunk } from './read-chunk.ts';

/** Chunks on the way at one time: one is read by polars while another is put together. */
const ABREAST = 2;

const wantedOf = (spec: Spec | undefined): string[] =>
  spec === undefined ? [] : typeof spec.time.column === 'string' ? [spec.time.column] : [...spec.time.column];

const defaultMissing = (): readonly string[] => SpecSchema.shape.missing.parse(undefined);

/** A CSV file as a source of rows. Throws RejectedError. */
export const readCsv = async (
  options: IngestOptions & { readonly gzip: boolean; readonly chunkBytes: number },
): Promise<Source> => {
  const { path, name, gzip, spec, signal } = options;
  const csv = await openCsv({ path, name, gzip, wanted: wantedOf(spec), limits: options.gzipLimits, signal });
  const { dialect, found } = csv;
  const text = createTranscoder(found.encoding, csv.head, name);
  return {
    table: {
      header: dialect.header,
      rows: csv.rows,
      decimal: dialect.decimal,
      missing: spec?.missing ?? defaultMissing(),
    },
    found: {
      delimiter: dialect.delimiter,
      decimal: dialect.decimal,
      encoding: found.encoding,
      bom: found.bom > 0,
      lineEnds: csv.lineEnds,
      ...(dialect.headerLine === undefined ? {} : { headerLine: dialect.headerLine }),
      preambleLines: dialect.preambleLines,
    },
    warnings: dialect.warnings,
    read: async (context, sink) => {
      let line = (dialect.headerLine ?? dialect.preambleLines) + 1;
      let read = 0;
      let sequence = 0;
      const underWay = new Set<Promise<void>>();
      const failures: unknown[] = [];
      const fail = (): void => {
        if (failures.length > 0) {
          throw failures[0];
        }
      };
      const finish = async (work: Promise<Awaited<ReturnType<typeof readChunk>>>, order: number) => {
        const done = await work;
        read += done.read;
        await sink.refused(done.refused);
        await sink.rows(order, done.rows);
      };
      const chunks = cutChunks(csv.blocks, {
        name,
        chunkBytes: options.chunkBytes,
        delimiter: dialect.delimiter,
        skipLines: line - 1,
        line: () => line,
        transcode: text.transcode,
      });
      try {
        for await (const chunk of chunks) {
          signal?.throwIfAborted();
          const opened = openChunk(chunk, context);
          const work: Promise<void> = finish(readChunk(opened, line, context), sequence)
            .catch((error: unknown) => {
              failures.push(error);
            })
            .finally(() => {
              chunk.release();
              underWay.delete(work);
            });
          underWay.add(work);
          line += opened.lines;
          sequence += 1;
          if (underWay.size >= ABREAST) {
            await Promise.race(underWay);
          }
          fail();
          await setImmediate();
        }
        await Promise.all(underWay);
        fail();
      } finally {
        await Promise.allSettled(underWay);
      }
      return read;
    },
  };
};
