import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeAnnouncements } from './objects/announcements.ts';
import { describeConditions } from './objects/conditions.ts';
import type { ContractContext, ObjectStoreFixture } from './objects/context.ts';
import { describeCopies } from './objects/copies.ts';
import { describeKeys } from './objects/keys.ts';
import { describePuts } from './objects/puts.ts';
import { describeSpans } from './objects/spans.ts';
import { describeVersions } from './objects/versions.ts';

const createContext = (fixture: () => ObjectStoreFixture, scratch: () => string): ContractContext => {
  let tests = 0;
  return {
    get store() {
      return fixture().store;
    },
    get versioned() {
      return fixture().versioned;
    },
    get created() {
      return fixture().created;
    },
    get scratch() {
      return scratch();
    },
    fresh() {
      tests += 1;
      return `contract/${tests}/`;
    },
    async textOf(store, key, versionId) {
      const found = await store.get(key, versionId === undefined ? {} : { versionId });
      return found && new TextDecoder().decode(found.body);
    },
    async keysOf(prefix, startAfter) {
      const keys: string[] = [];
      const infos = fixture().store.list(prefix, startAfter === undefined ? {} : { startAfter });
      for await (const { key } of infos) keys.push(key);
      return keys;
    },
  };
};

/** What a stage may rely on, whichever the store. The stores are made once, and each test uses keys of its own. */
export const describeObjectStore = (name: string, make: () => Promise<ObjectStoreFixture>): void => {
  describe(`${name} keeps the contract of an object store`, () => {
    let fixture: ObjectStoreFixture;
    let scratch: string;
    beforeAll(async () => {
      fixture = await make();
      scratch = await mkdtemp(join(tmpdir(), 'wattline-contract-'));
    });
    afterAll(async () => {
      await fixture.close();
      await rm(scratch, { recursive: true, force: true });
    });

    const context = createContext(
      () => fixture,
      () => scratch,
    );
    describePuts(context);
    describeKeys(context);
    describeConditions(context);
    describeCopies(context);
    describeSpans(context);
    describeVersions(context);
    describeAnnouncements(context);
  });
};
