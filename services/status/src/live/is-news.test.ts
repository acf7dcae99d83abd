import { stageEvent } from '@wattline/worker';
import { expect, test } from 'vitest';
import { isNews } from './is-news.ts';

type Type = Parameters<typeof stageEvent>[0];

const event = (type: Type, replay = 0) =>
  stageEvent(type, { run: 'a', dataset: 'd', replay, part: 0, parts: 1, stage: 'ingest' });

test('a run is read at its start and its end, and in between while somebody views it', () => {
  for (const type of ['wattline.upload.received', 'wattline.feature-set.published'] as const)
    expect([type, isNews(event(type), undefined, false)]).toEqual([type, true]);
  const between = event('wattline.readings.ingested');
  expect(isNews(between, { status: 'running', replay: 0 }, false)).toBe(false);
  expect(isNews(between, { status: 'running', replay: 0 }, true)).toBe(true);
});

test('nothing of the past changes a sealed run; a replay, or what was redriven, does change its run', () => {
  const sealed = { status: 'sealed', replay: 1 } as const;
  for (const type of ['wattline.upload.received', 'wattline.feature-set.published'] as const) {
    expect(isNews(event(type, 0), sealed, true)).toBe(false);
    expect(isNews(event(type, 1), sealed, true)).toBe(false);
  }
  expect(isNews(event('wattline.replay.requested', 2), sealed, false)).toBe(true);
  expect(isNews(event('wattline.feature-set.published', 0), { status: 'failed', replay: 0 }, false)).toBe(
    true,
  );
});
