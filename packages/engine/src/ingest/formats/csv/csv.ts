import { Spec } from '@wattline/spec';
import { bytesBetween } from '../../blocks.ts';
import type { Input } from '../../input.ts';
import { headerColumns } from '../../inspect/columns.ts';
import type { Finding } from '../../inspect/finding.ts';
import type { Cut, Located, Range } from '../../range.ts';
import type { Source } from '../../source.ts';
import type { OpenOptions } from '../format.ts';
import { cutChunks } from './chunks.ts';
import { cutRanges } from './cut-ranges.ts';
import { WHITESPACE } from './data-block.ts';
import { asUtf8, createTranscoder, isWide } from './encoding.ts';
import { withLineFeeds } from './line-feeds.ts';
import { locateRecords } from './locate.ts';
import { createReorder } from './reorder.ts';
import { type CsvSample, sampleCsv } from './sample.ts';

const names: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  whitespace: 'blanks',
};

const evidenceOf = ({ dialect, encoding }: CsvSample): Finding[] => {
  const { delimiter, header, headerLine, units } = dialect;
  return [
    {
      about: 'file.delimiter',
      decision: names[delimiter] ?? delimiter,
      because: dialect.because,
      alternatives: [],
      key: 'file.delimiter',
    },
    {
      about: 'file.header',
      decision: headerLine === undefined ? 'none' : `line ${headerLine}`,
      because:
        headerLine === undefined
          ? 'the first lines have data'
          : `it is the ${units === undefined ? '' : 'line above the units and the '}last line above the data with ${header.length} fields`,
      alternatives: [],
      key: 'file.header',
    },
    {
      about: 'file.encoding',
      decision: encoding.encoding,
      because: encoding.bom > 0 ? 'a byte order mark says so' : 'its bytes fit',
      alternatives: [],
      key: 'file.encoding',
    },
  ];
};

/** A CSV file as a source of rows. Throws RejectedError. */
export const openCsv = async (input: Input, { spec, chunkBytes }: OpenOptions): Promise<Source> => {
  const { name } = input;
  const file = spec?.file;
  const sample = await sampleCsv(input, { wanted: headerColumns(spec), file });
  const { dialect, encoding, lineEnds, rows, head } = sample;
  const quoted = file?.quote !== 'none';
  const skipLines = dialect.firstLine - 1;
  const { decoded } = input;
  const wide = decoded === undefined && isWide(encoding);
  const bom = decoded === undefined ? encoding.bom : 0;
  /** The text, or one range of it, as UTF-8 has it but for windows-1252. */
  const textOf = (range: Range | undefined): AsyncIterable<Uint8Array> => {
    const all = (): AsyncIterable<Uint8Array> =>
      decoded === undefined ? asUtf8(input.blocks(), encoding) : input.blocks();
    const part =
      range === undefined
        ? all()
        : wide
          ? bytesBetween(all(), range)
          : bytesBetween(input.blocks(bom + range.from), { from: 0, to: range.to - range.from });
    return lineEnds === 'CR' ? withLineFeeds(part) : part;
  };
  const isParted = quoted && dialect.delimiter !== WHITESPACE;
  const separator = isParted ? dialect.delimiter.charCodeAt(0) : undefined;
  const free: Buffer[] = [];
  const whole = wide || lineEnds === 'CR' ? undefined : input.content;
  const locate = (cut: Cut, known = Number.POSITIVE_INFINITY): Promise<Located> =>
    locateRecords(cut, {
      blocks: (from) => input.blocks(bom + from),
      skipLines,
      separator,
      known,
    });
  return {
    table: {
      header: dialect.header,
      rows,
      missing: spec?.missing ?? Spec.shape.missing.parse(undefined),
      delimiter: dialect.delimiter,
      hints: { decimal: file?.decimal, thousands: file?.thousands },
      units: dialect.units,
    },
    found: {
      delimiter: dialect.delimiter,
      encoding: encoding.encoding,
      bom: encoding.bom > 0,
      lineEnds,
      ...(dialect.headerLine === undefined ? {} : { headerLine: dialect.headerLine }),
      preambleLines: dialect.preambleLines,
    },
    evidence: evidenceOf(sample),
    warnings: dialect.warnings,
    content: {
      kind: 'text',
      firstLine: () => dialect.firstLine,
      noReadings: {
        comment: dialect.comment,
        isCommentGiven: file?.comment !== undefined,
        header: dialect.header,
        units: dialect.units,
      },
      chunks: async function* ({ line, reordered, range }) {
        const chunks = cutChunks(textOf(range), {
          name,
          chunkBytes,
          delimiter: dialect.delimiter,
          quoted,
          skipLines: range === undefined ? skipLines : 0,
          line,
          free,
          transcode: createTranscoder(encoding.encoding, head, name, range?.encoding),
        });
        const reorder = reordered ? createReorder(dialect.header) : undefined;
        for await (const chunk of chunks) {
          yield reorder === undefined ? chunk : reorder(chunk);
        }
      },
      cut: ({ bytes }) => cutRanges(textOf(undefined), { bytes, skipLines, separator }),
      ...(whole && { anywhere: { bytes: whole.bytes - bom, locate } }),
    },
  };
};
