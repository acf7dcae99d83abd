import { Spec } from '@wattline/spec';
import type { Input } from '../../input.ts';
import { timeColumns } from '../../inspect/columns.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { cutChunks } from './chunks.ts';
import { asUtf8, createTranscoder } from './encoding.ts';
import { withLineFeeds } from './line-feeds.ts';
import { sampleCsv } from './sample.ts';

/** A CSV file as a source of rows. Throws RejectedError. */
export const openCsv = async (input: Input, { spec, chunkBytes }: OpenOptions): Promise<Source> => {
  const { name } = input;
  const { dialect, encoding, lineEnds, rows, head } = await sampleCsv(input, timeColumns(spec));
  const text = createTranscoder(encoding.encoding, head, name);
  const firstLine = (dialect.headerLine ?? dialect.preambleLines) + 1;
  return {
    table: {
      header: dialect.header,
      rows,
      decimal: dialect.decimal,
      missing: spec?.missing ?? Spec.shape.missing.parse(undefined),
    },
    found: {
      delimiter: dialect.delimiter,
      decimal: dialect.decimal,
      encoding: encoding.encoding,
      bom: encoding.bom > 0,
      lineEnds,
      ...(dialect.headerLine === undefined ? {} : { headerLine: dialect.headerLine }),
      preambleLines: dialect.preambleLines,
    },
    warnings: dialect.warnings,
    content: {
      kind: 'text',
      firstLine: () => firstLine,
      chunks: (line) => {
        const blocks = asUtf8(input.blocks(), encoding);
        return cutChunks(lineEnds === 'CR' ? withLineFeeds(blocks) : blocks, {
          name,
          chunkBytes,
          delimiter: dialect.delimiter,
          skipLines: firstLine - 1,
          line,
          transcode: text.transcode,
        });
      },
    },
  };
};
