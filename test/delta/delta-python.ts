import { fileURLToPath } from 'node:url';
import { lookFor, type Tool } from '@wattline/test-tools';
import { makePythonEnvironment } from '../support/python-environment.ts';

export const deltaPython: Tool = await lookFor(async () =>
  (await makePythonEnvironment('delta', fileURLToPath(new URL('requirements.txt', import.meta.url))))(
    'python',
  ),
);
