import { expect, test } from 'vitest';
import { topology } from './index.ts';
import { firstStage, lastStage, nodeOf, stageNames, stagesBefore } from './stage-graph.ts';

test('the stages follow each other in the order of the table, and end with the last', () => {
  stageNames.forEach((stage, index) => {
    expect(nodeOf(stage).next).toBe(stageNames[index + 1]);
  });
  expect(nodeOf(lastStage).next).toBeUndefined();
});

test('a stage reads only what was made before it', () => {
  for (const stage of stageNames)
    for (const { from } of nodeOf(stage).reads) expect(stagesBefore(stage)).toContain(from);
});

test('every done event has a type of its own', () => {
  expect(new Set(stageNames.map((stage) => nodeOf(stage).done)).size).toBe(stageNames.length);
});

test('the queues and permissions of topology.json are those of the table', () => {
  expect(Object.keys(topology.stages)).toEqual(stageNames);
  for (const stage of stageNames) {
    const { next } = nodeOf(stage);
    expect(topology.stages[stage].receives).toBe(stage);
    // A run that makes no version sends those again that gave way to it, to the stage that begins versions.
    // The first offers shares of a large file to its own workers.
    const again = stage === firstStage ? [firstStage] : [nodeOf(firstStage).next];
    const sends = [...(next === undefined ? [] : [next]), ...again, 'events'];
    expect(topology.stages[stage].sends).toEqual(sends);
  }
});
