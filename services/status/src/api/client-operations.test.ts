import { type Operation, operations } from '@wattline/api';
import { expect, test } from 'vitest';
import { openTestStatus } from '../testing/open-test-status.ts';

interface Described {
  readonly paths: Record<string, Record<string, DescribedOperation>>;
}

interface DescribedOperation {
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Record<string, { readonly content?: Record<string, { schema: { $ref?: string } }> }>;
}

/** What a caller has to know of an operation, from either side. */
interface Known {
  readonly query: readonly string[];
  readonly hasBody: boolean;
  readonly answer: string | undefined;
}

const JSON_TYPE = 'application/json';

const ofServer = ({ parameters = [], requestBody, responses }: DescribedOperation): Known | undefined => {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
  const schema = success?.content?.[JSON_TYPE]?.schema;
  if (success === undefined || (success.content !== undefined && schema === undefined)) return undefined;
  return {
    query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    hasBody: requestBody !== undefined,
    answer: schema?.$ref?.replace('#/components/schemas/', ''),
  };
};

const ofClient = ({ query, body, answer }: Operation): Known => ({
  query: Object.keys(query?.shape ?? {}),
  hasBody: body !== undefined,
  answer: answer?.meta()?.id,
});

const sorted = (known: Iterable<readonly [string, Known]>): Record<string, Known> =>
  Object.fromEntries(
    [...known]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, { ...one, query: one.query.toSorted() }]),
  );

/** A ticket's address comes whole from the API. */
const TICKETS = '/uploads/tickets/{ticket}';

test('the client knows every JSON operation that the service describes, and no other', async () => {
  const status = await openTestStatus({ stages: [] });
  const { paths } = (await status.get('/api/v1/openapi.json')).body as Described;
  const served = Object.entries(paths)
    .filter(([path]) => path !== TICKETS)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, one]) => [`${method.toUpperCase()} ${path}`, ofServer(one)] as const,
      ),
    )
    .flatMap(([name, known]) => (known === undefined ? [] : [[name, known] as const]));
  const called = Object.values(operations).map(
    (one: Operation) => [`${one.method} ${one.path}`, ofClient(one)] as const,
  );
  expect(sorted(called)).toEqual(sorted(served));
});
