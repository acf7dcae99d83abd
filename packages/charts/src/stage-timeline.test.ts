import { expect, test } from 'vitest';
import { laid } from './lanes.ts';
import {
  describeStageTimeline,
  type StageTimeline,
  stageBars,
  stageTimelineChart,
} from './stage-timeline.ts';
import { lightTheme } from './theme.ts';

const uploadedAt = '2026-01-01T00:00:00.000Z';
const at = (ms: number) => new Date(Date.parse(uploadedAt) + ms).toISOString();
const part = (number: number, from?: number, to?: number) => ({
  part: number,
  status: to === undefined ? ('running' as const) : ('done' as const),
  attempts: 1,
  ...(from !== undefined && { startedAt: at(from) }),
  ...(to !== undefined && { finishedAt: at(to) }),
});
const timeline: StageTimeline = {
  uploadedAt,
  now: Date.parse(uploadedAt) + 900,
  stages: [
    { stage: 'ingest', status: 'done', parts: [part(0, 50, 300)] },
    { stage: 'transform', status: 'running', parts: [part(0, 310, 500), part(1, 320), part(2, 510, 600)] },
    { stage: 'aggregate', status: 'waiting', parts: [{ part: 0, status: 'waiting', attempts: 0 }] },
  ],
};

test('spans that overlap have lanes of their own, and a lane is used again', () => {
  const { lanes, items } = laid([
    { from: 5, to: 9 },
    { from: 0, to: 4 },
    { from: 2, to: 8 },
    { from: 4, to: 5 },
  ]);
  expect(lanes).toBe(2);
  expect(items.map(({ item, lane }) => [item.from, lane])).toEqual([
    [0, 0],
    [2, 1],
    [4, 0],
    [5, 0],
  ]);
});

test('a part is as long as it took; one at work ends now; one that waits is not there', () => {
  expect(
    stageBars(timeline).map(({ row, lane, lanes, from, to, status }) => [row, lane, lanes, from, to, status]),
  ).toEqual([
    [0, 0, 1, 50, 300, 'done'],
    [1, 0, 2, 310, 500, 'done'],
    [1, 1, 2, 320, 900, 'running'],
    [1, 0, 2, 510, 600, 'done'],
  ]);
  expect(stageTimelineChart(timeline, lightTheme)).toMatchObject({ xAxis: { min: 0, max: 900 } });
});

test('a rejected stage shows so', () => {
  const stages = [
    {
      stage: 'ingest',
      status: 'rejected' as const,
      parts: [{ ...part(0, 0, 10), status: 'failed' as const }],
    },
  ];
  expect(stageBars({ ...timeline, stages })[0]?.status).toBe('rejected');
});

test('words name each stage', () => {
  expect(describeStageTimeline(timeline)).toBe(
    'ingest: done, from 50 ms to 300 ms after the upload; transform: running, 3 parts, from 310 ms to 900 ms after the upload; aggregate: waiting.',
  );
});
