import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { hourRows, hours } from '../../testing/hours.ts';
import { ingestContent, rejectionOf } from '../../testing/ingest-text.ts';

const bytes = (): Buffer =>
  pl
    .DataFrame({ time: hours(48).map((h) => h.time), value: hours(48).map((h) => h.value) })
    .writeIPC({ compression: 'lz4' });

test('an Arrow file is read as a Parquet file is', async () => {
  const { rows, receipt } = await ingestContent(bytes());
  expect(receipt.source.kind).toBe('arrow');
  expect(rows).toEqual(hourRows(48));
});

test('an Arrow file that is cut off is refused', async () => {
  expect(await rejectionOf(bytes().subarray(0, 300))).toMatchObject({ code: 'ARROW_UNREADABLE' });
});
