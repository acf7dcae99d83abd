import { describe, expect, test } from 'vitest';
import { type Decision, decide } from './evaluate.ts';
import { parsePolicy } from './policy-document.ts';

const caller = { arn: 'arn:aws:iam::123456789012:role/ingest', account: '123456789012' };
const object = 'arn:aws:s3:::plant-features/work/run 1/a.parquet';

const decideFor = (
  statements: readonly object[],
  { action = 's3:GetObject', resource = object, context = {} as Record<string, string> } = {},
): Decision =>
  decide(
    [parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }))],
    { action, resource, context },
    caller,
  );

const allow = (fields: object) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...fields });
const deny = (fields: object) => ({ Effect: 'Deny', Action: '*', Resource: '*', ...fields });

test('nothing is allowed that no statement allows', () => {
  expect(decideFor([])).toBe('not allowed');
  expect(decideFor([allow({})])).toBe('allowed');
});

test('a Deny goes before every Allow', () => {
  expect(decideFor([allow({}), deny({}), allow({})])).toBe('denied');
  expect(decideFor([deny({ Action: 's3:DeleteObject' }), allow({})])).toBe('allowed');
});

test.for([
  ['s3:GetObject', 'allowed'],
  ['S3:getobject', 'allowed'],
  ['s3:Get*', 'allowed'],
  ['s3:GetObjec?', 'allowed'],
  ['s3:GetObject*', 'allowed'],
  ['s3:Get', 'not allowed'],
  ['s3:GetObjectVersion', 'not allowed'],
  ['sqs:*', 'not allowed'],
])('the action %s', ([Action, decision]) => {
  expect(decideFor([allow({ Action })])).toBe(decision);
});

test.for([
  ['arn:aws:s3:::plant-features/*', 'allowed'],
  ['arn:aws:s3:::plant-*/work/*.parquet', 'allowed'],
  ['arn:aws:s3:::plant-features', 'not allowed'],
  ['arn:aws:s3:::plant-features/feature-sets/*', 'not allowed'],
  ['arn:aws:s3:::PLANT-features/*', 'not allowed'],
  ['arn:aws:s3:::plant.features/*', 'not allowed'],
])('the resource %s', ([Resource, decision]) => {
  expect(decideFor([allow({ Resource })])).toBe(decision);
});

test('NotAction and NotResource are all others', () => {
  expect(decideFor([allow({ Action: undefined, NotAction: 's3:Delete*' })])).toBe('allowed');
  expect(decideFor([allow({ Action: undefined, NotAction: ['s3:Get*'] })])).toBe('not allowed');
  expect(decideFor([allow({ Resource: undefined, NotResource: 'arn:aws:s3:::other/*' })])).toBe('allowed');
  expect(decideFor([allow({ Resource: undefined, NotResource: [object] })])).toBe('not allowed');
});

describe('conditions', () => {
  const under = (Condition: object, context: Record<string, string>) =>
    decideFor([allow({ Condition })], { context });

  test('any value of a key, every key, every operator', () => {
    const Condition = { StringEquals: { a: ['1', '2'], b: '3' }, Bool: { c: 'true' } };
    expect(under(Condition, { a: '2', b: '3', c: 'true' })).toBe('allowed');
    expect(under(Condition, { a: '3', b: '3', c: 'true' })).toBe('not allowed');
    expect(under(Condition, { a: '1', c: 'true' })).toBe('not allowed');
    expect(under(Condition, { a: '1', b: '3', c: 'false' })).toBe('not allowed');
  });

  test('keys are in any case; a Bool may be written without quotes', () => {
    const Condition = { Bool: { 'aws:securetransport': false } };
    expect(under(Condition, { 'aws:SecureTransport': 'false' })).toBe('allowed');
    expect(under(Condition, { 'aws:SecureTransport': 'true' })).toBe('not allowed');
    expect(under(Condition, {})).toBe('not allowed');
  });

  test('what a request does not have is equal to nothing', () => {
    expect(under({ StringLike: { 's3:prefix': '*' } }, {})).toBe('not allowed');
    expect(under({ StringLike: { 's3:prefix': ['work/*'] } }, { 's3:prefix': 'work/7' })).toBe('allowed');
    expect(under({ StringNotEquals: { key: 'x' } }, {})).toBe('allowed');
    expect(under({ StringNotEquals: { key: ['x', 'y'] } }, { key: 'y' })).toBe('not allowed');
    expect(under({ StringNotLike: { key: 'x*' } }, { key: 'xy' })).toBe('not allowed');
  });

  test('Null asks whether the request has a key at all', () => {
    expect(under({ Null: { 's3:prefix': 'true' } }, {})).toBe('allowed');
    expect(under({ Null: { 's3:prefix': 'true' } }, { 's3:prefix': 'x' })).toBe('not allowed');
    expect(under({ Null: { 'aws:PrincipalArn': 'false' } }, {})).toBe('allowed');
    expect(under({ Null: { 's3:prefix': 'false' } }, {})).toBe('not allowed');
  });

  test('ARNs are compared part by part', () => {
    const like = (pattern: string) => under({ ArnLike: { 'aws:PrincipalArn': pattern } }, {});
    expect(like('arn:aws:iam::*:role/in*')).toBe('allowed');
    expect(like('arn:aws:iam::123456789012:role/ingest')).toBe('allowed');
    expect(like('arn:*:role/ingest')).toBe('not allowed');
    expect(under({ ArnNotEquals: { 'aws:PrincipalArn': ['arn:aws:iam::1:role/x', caller.arn] } }, {})).toBe(
      'not allowed',
    );
    expect(under({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/*' } }, {})).toBe('allowed');
  });
});

test('a resource’s policy is about those whom it names', () => {
  const by = (Principal: unknown) => decideFor([allow({ Principal })]);
  expect(by('*')).toBe('allowed');
  expect(by({ AWS: '*' })).toBe('allowed');
  expect(by({ AWS: caller.arn })).toBe('allowed');
  expect(by({ AWS: ['arn:aws:iam::123456789012:root'] })).toBe('allowed');
  expect(by({ AWS: 'arn:aws:iam::123456789012:role/transform' })).toBe('not allowed');
  expect(by({ Service: 's3.amazonaws.com' })).toBe('not allowed');
});

test.for([
  ['an operator', allow({ Condition: { NumericLessThan: { 's3:max-keys': '1' } } })],
  ['an operator of sets', allow({ Condition: { 'ForAnyValue:StringEquals': { a: 'b' } } })],
  ['a field', allow({ NotPrincipal: '*' })],
  ['a principal', allow({ Principal: { Federated: 'x' } })],
  ['an effect', allow({ Effect: 'Perhaps' })],
  ['a variable', allow({ Resource: `arn:aws:s3:::plant-features/${'$'}{aws:username}/*` })],
  ['both Action and NotAction', allow({ NotAction: 's3:*' })],
  ['both Resource and NotResource', allow({ NotResource: 's3:*' })],
  ['no action at all', { Effect: 'Allow', Resource: '*' }],
] as const)('%s that is not known is refused', ([, statement]) => {
  expect(() => decideFor([statement])).toThrow();
});
