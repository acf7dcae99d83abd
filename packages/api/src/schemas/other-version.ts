import { z } from 'zod';

/** A version of a dataset that another joins. */
export const OtherVersion = z
  .object({ dataset: z.string(), version: z.string() })
  .meta({ id: 'OtherVersion' });

/** By which join of a spec. */
export const JoinedVersion = OtherVersion.extend({ join: z.string() }).meta({ id: 'JoinedVersion' });
