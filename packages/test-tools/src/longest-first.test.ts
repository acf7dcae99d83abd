import { expect, onTestFinished, test, vi } from 'vitest';
import { BaseSequencer, type TestSpecification, type Vitest } from 'vitest/node';
import { longestFirst } from './longest-first.ts';

const specification = (moduleId: string) => ({ moduleId }) as TestSpecification;

test('the longest come first, the others as they were', async () => {
  const own = vi.spyOn(BaseSequencer.prototype, 'sort').mockImplementation(async (files) => files);
  onTestFinished(() => own.mockRestore());
  const Sequencer = longestFirst({ 'test/short.test.ts': 10, 'test/long.test.ts': 90 });
  const files = ['/a/b.test.ts', '/a/test/short.test.ts', '/a/c.test.ts', '/a/test/long.test.ts'];
  const sorted = await new Sequencer({} as Vitest).sort(files.map(specification));
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual([
    '/a/test/long.test.ts',
    '/a/test/short.test.ts',
    '/a/b.test.ts',
    '/a/c.test.ts',
  ]);
});
