import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../../testing/ingest-text.ts';

const START = Date.UTC(2021, 2, 1) / 1000;

const reading = (hour: number, value: number): string =>
  `<espi:IntervalReading><espi:ReadingQuality><espi:quality>17</espi:quality></espi:ReadingQuality><espi:timePeriod><espi:duration>3600</espi:duration><espi:start>${START + hour * 3600}</espi:start></espi:timePeriod><espi:value>${value}</espi:value></espi:IntervalReading>`;

const block = (meter: number, from: number): string =>
  `<entry><link rel="self" href="https://x/UsagePoint/7/MeterReading/${meter}/IntervalBlock/1"/><content><espi:IntervalBlock>${Array.from({ length: 48 }, (_, hour) => reading(hour, from + hour)).join('')}</espi:IntervalBlock></content></entry>`;

const meter = (id: number): string =>
  `<entry><link rel="self" href="https://x/UsagePoint/7/MeterReading/${id}"/><link rel="related" href="https://x/ReadingType/${id}"/><content><espi:MeterReading/></content></entry>`;

const type = (id: number, flow: number): string =>
  `<entry><link rel="self" href="https://x/ReadingType/${id}"/><content><espi:ReadingType><espi:flowDirection>${flow}</espi:flowDirection><espi:powerOfTenMultiplier>-3</espi:powerOfTenMultiplier><espi:uom>72</espi:uom></espi:ReadingType></content></entry>`;

const feed = (entries: string): string =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:espi="http://naesb.org/espi">${entries}</feed>`;

test('interval readings of both directions are columns of one meter, the power of ten applied', async () => {
  const { rows, columns, receipt } = await ingestContent(
    feed(meter(1) + type(1, 1) + block(1, 1200) + meter(2) + type(2, 19) + block(2, 5)),
  );
  expect(receipt.source.kind).toBe('green-button');
  expect(columns).toEqual(expect.arrayContaining(['event_timestamp', 'Wh_delivered', 'Wh_received']));
  const at = (name: string): number => columns.indexOf(name);
  expect(rows).toHaveLength(48);
  expect(rows[1]?.[at('event_timestamp')]).toBe('2021-03-01T01:00:00.000Z');
  expect(rows[1]?.[at('Wh_delivered')]).toBe(1.201);
  expect(rows[1]?.[at('Wh_received')]).toBe(0.006);
});

test('a feed that is cut off is refused', async () => {
  const text = feed(meter(1) + type(1, 1) + block(1, 1200));
  expect(await rejectionOf(text.slice(0, -200))).toMatchObject({ code: 'XML_INVALID' });
});

test('a feed without interval readings is refused', async () => {
  expect(await rejectionOf(feed(meter(1)))).toMatchObject({ code: 'NO_ROWS' });
});
