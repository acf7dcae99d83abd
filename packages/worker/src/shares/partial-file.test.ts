import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ObjectStore } from '@wattline/backend-contract';
import { describe, expect, test } from 'vitest';
import { mergedSpans, partialFile } from './partial-file.ts';

const signal = new AbortController().signal;
const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'wattline-partial-'));

test('spans that touch or overlap are one, within the object', () => {
  const spans = [
    { from: 50, to: 70 },
    { from: -5, to: 10 },
    { from: 10, to: 12 },
    { from: 60, to: 65 },
    { from: 90, to: 200 },
    { from: 100, to: 110 },
    { from: 30, to: 30 },
  ];
  expect(mergedSpans(spans, 100)).toEqual([
    { from: 0, to: 12 },
    { from: 50, to: 70 },
    { from: 90, to: 100 },
  ]);
});

describe('a part of an object', () => {
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => 1 + (index % 255)));
  const ref = { key: 'a', versionId: 'v', bytes: bytes.length, sha256: 's' };
  const asked: unknown[] = [];
  /** What a store on another machine does, as far as it is asked. */
  const remote = (length: number): ObjectStore =>
    ({
      name: 'remote',
      file: () => Promise.reject(new Error('the whole is not asked for')),
      bytes: async function* (key: string, span: { from: number; to: number }, options: object) {
        asked.push([key, span, options]);
        for (let at = span.from; at < Math.min(span.to, length); at += 7)
          yield bytes.subarray(at, Math.min(at + 7, span.to, length));
      },
    }) as unknown as ObjectStore;

  test('is a file as large as the whole, with zeros elsewhere', async () => {
    const spans = [
      { from: 0, to: 20 },
      { from: 300, to: 433 },
    ];
    const path = await partialFile(remote(1_000), ref, spans, join(makeFolder(), 'part'), signal);
    const found = readFileSync(path);
    expect(statSync(path).size).toBe(1_000);
    const expected = Buffer.alloc(1_000);
    for (const { from, to } of spans) bytes.copy(expected, from, from, to);
    expect(found.equals(expected)).toBe(true);
    expect(asked).toEqual(spans.map((span) => ['a', span, { versionId: 'v' }]));
  });

  test('that ends early is an error, not zeros', async () => {
    const spans = [{ from: 900, to: 1_000 }];
    const part = partialFile(remote(950), ref, spans, join(makeFolder(), 'part'), signal);
    await expect(part).rejects.toThrow('has 950 bytes');
  });

  test.for<[what: string, heads: readonly object[], problem: string | undefined]>([
    ['the same all the while', [{ etag: '1', bytes: 1_000, sha256: 's' }], undefined],
    ['the same, in a store that keeps no hashes', [{ etag: '1', bytes: 1_000 }], undefined],
    ['another before it is read', [{ etag: '1', bytes: 1_000, sha256: 't' }], 'INPUT_CORRUPT'],
    [
      'another since',
      [
        { etag: '1', bytes: 1_000 },
        { etag: '2', bytes: 1_000 },
      ],
      'INPUT_CORRUPT',
    ],
    [
      'longer since',
      [
        { etag: '1', bytes: 1_000 },
        { etag: '1', bytes: 1_001 },
      ],
      'INPUT_CORRUPT',
    ],
    ['gone since', [{ etag: '1', bytes: 1_000 }], 'INPUT_CORRUPT'],
  ])('without versions: %s', async ([what, heads, problem]) => {
    const answers = what === 'gone since' ? [...heads, undefined] : [...heads, heads.at(-1)];
    const store = { ...remote(1_000), head: async () => answers.shift() } as unknown as ObjectStore;
    const { versionId: _, ...plain } = ref;
    const part = partialFile(store, plain, [{ from: 0, to: 20 }], join(makeFolder(), 'part'), signal);
    if (problem === undefined) expect(statSync(await part).size).toBe(1_000);
    else await expect(part).rejects.toMatchObject({ code: problem });
  });

  test('is the store’s own file where objects are files on this machine, the whole where it has no parts', async () => {
    for (const own of [
      { ...remote(1_000), link: async () => undefined },
      { ...remote(1_000), bytes: undefined },
    ]) {
      const store = { ...own, file: async () => '/own' } as unknown as ObjectStore;
      expect(await partialFile(store, ref, [], join(makeFolder(), 'part'), signal)).toBe('/own');
    }
  });
});
