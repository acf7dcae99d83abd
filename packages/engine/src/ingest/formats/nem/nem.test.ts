import { expect, test } from 'vitest';
import { ingestContent, rejectionOf } from '../../testing/ingest-text.ts';
import { readNem } from './nem.ts';

const day = (date: string, first: number, quality = 'A'): string =>
  `300,${date},${Array.from({ length: 48 }, (_, half) => (first + half / 10).toFixed(1)).join(',')},${quality},,,20210301000000,`;

const file = [
  '100,NEM12,202103050000,MDP,RETAILER',
  '200,6001000001,E1B1,1,E1,N1,01009,kWh,30,20210610',
  day('20210301', 1),
  day('20210302', 2, 'V'),
  '400,1,2,A,,',
  '400,3,48,S14,32,',
  '500,O,S01009,20210301000000,1.1',
  '200,6001000001,E1B1,2,B1,N1,01009,kWh,30,20210610',
  day('20210301', 5),
  day('20210302', 6),
  '900',
].join('\n');

test('days become intervals in market time, channels columns, quality a column beside each', () => {
  const { channels, readings } = readNem(file.split('\n'), 'f');
  expect(channels).toEqual([
    { name: 'E1', unit: 'kWh' },
    { name: 'B1', unit: 'kWh' },
  ]);
  expect(readings).toHaveLength(96);
  expect(readings[1]).toMatchObject({ nmi: '6001000001', time: '2021-03-01T00:30:00+10:00' });
  expect(readings[1]?.values).toEqual(
    new Map([
      ['E1', { value: '1.1', quality: 'A' }],
      ['B1', { value: '5.1', quality: 'A' }],
    ]),
  );
  expect(readings[49]?.values.get('E1')?.quality).toBe('A');
  expect(readings[50]?.values.get('E1')?.quality).toBe('S14');
});

test('the file is ingested: the meter is the entity, times are instants', async () => {
  const { rows, columns, receipt } = await ingestContent(file);
  expect(receipt.source.kind).toBe('nem');
  expect(columns).toEqual(['event_timestamp', 'nmi', 'E1', 'B1']);
  expect(rows[0]?.slice(0, 4)).toEqual(['2021-02-28T14:00:00.000Z', '6001000001', 1, 5]);
  expect(rows).toHaveLength(96);
  expect(receipt.warnings.join()).toMatch(/E1 in kWh/);
});

test('register reads of NEM13 keep register and quantity', () => {
  const { readings, channels } = readNem(
    [
      '100,NEM13,202103050000,MDP,RETAILER',
      '250,1234567890,1141,01,11,11,METSER66,E,000021.2,20210101001030,A,,,000534.5,20210401001030,E64,77,,343.5,kWh,20210701,20210610,20210610',
    ],
    'f',
  );
  expect(channels.map(({ name }) => name)).toEqual(['11', '11_register']);
  expect(readings[0]?.time).toBe('2021-04-01T00:10:00+10:00');
  expect(readings[0]?.values.get('11_register')).toEqual({ value: '000534.5', quality: 'E64' });
});

test('a day that is short is refused with its line', async () => {
  const short = file.replace(/^300,20210302.*$/m, '300,20210302,1,2,3,A,,,,');
  expect(await rejectionOf(short)).toMatchObject({ code: 'NEM_RECORD_INVALID', place: { line: 4 } });
});
