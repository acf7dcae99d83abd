import { setTimeout as sleep } from 'node:timers/promises';
import { type ObjectInfo, PreconditionFailed, type PutOptions } from '@wattline/backend-contract';
import { isMissing, isRefused, isUndecided, wasRepeated } from './s3-error.ts';

const TRIES = 12;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 1_000;

/** The headers that carry a put's conditions. */
export const conditionsOf = ({ ifAbsent, ifMatch }: PutOptions) => ({
  ...(ifAbsent === true && { IfNoneMatch: '*' }),
  ...(ifMatch !== undefined && { IfMatch: ifMatch.startsWith('"') ? ifMatch : `"${ifMatch}"` }),
});

interface Attempts {
  /** What is put where, for messages. */
  readonly what: string;
  readonly conditions: PutOptions;
  readonly put: () => Promise<ObjectInfo>;
  /** The object that is there, where one of these attempts wrote it. */
  readonly findOwn: () => Promise<ObjectInfo | undefined>;
}

/** Puts until S3 has decided the conditions. Throws PreconditionFailed where they do not hold. */
export const decidePut = async ({ what, conditions, put, findOwn }: Attempts): Promise<ObjectInfo> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await put();
    } catch (error) {
      // S3 says 404 to a replacement of what is not there.
      if (isRefused(error) || (conditions.ifMatch !== undefined && isMissing(error))) {
        // The answer to an earlier attempt may have been lost on the way: then the condition fails by our own object.
        const own = tries > 1 || wasRepeated(error) ? await findOwn() : undefined;
        if (own !== undefined) return own;
        const reason = conditions.ifAbsent === true ? 'is there already' : 'is not the expected object';
        throw new PreconditionFailed(`${what} ${reason}`, { cause: error });
      }
      if (!isUndecided(error) || tries === TRIES) throw error;
      await sleep(Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries));
    }
  }
};
