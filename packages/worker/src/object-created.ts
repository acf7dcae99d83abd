import { z } from 'zod';

/** One object that came to be in a bucket. `key` is decoded. */
export interface ObjectCreated {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly versionId?: string;
  /** Orders the events of one key: greater is later. */
  readonly sequencer?: string;
  readonly at: Date;
}

const Record = z.object({
  eventName: z.string(),
  eventTime: z.iso.datetime(),
  s3: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number().optional(),
      eTag: z.string().optional(),
      versionId: z.string().optional(),
      sequencer: z.string().optional(),
    }),
  }),
});

const Notification = z.object({ Records: z.array(Record) });
const TestNotification = z.object({ Event: z.literal('s3:TestEvent') });

/** S3 writes a space as `+` and the rest percent-encoded. */
const decodeKey = (key: string): string | undefined => {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};
const encodeKey = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/**
 * The objects that an S3 event notification names; none for the test event that S3 sends on set-up. Undefined for
 * anything else, and for a notification with a key that cannot be decoded.
 */
export const readObjectCreated = (message: unknown): ObjectCreated[] | undefined => {
  if (TestNotification.safeParse(message).success) return [];
  const notification = Notification.safeParse(message);
  if (!notification.success) return undefined;
  const created: ObjectCreated[] = [];
  for (const { eventName, eventTime, s3 } of notification.data.Records) {
    if (!/ObjectCreated:/.test(eventName)) continue;
    const key = decodeKey(s3.object.key);
    if (key === undefined) return undefined;
    created.push({
      bucket: s3.bucket.name,
      key,
      bytes: s3.object.size ?? 0,
      etag: s3.object.eTag ?? '',
      ...(s3.object.versionId === undefined ? {} : { versionId: s3.object.versionId }),
      ...(s3.object.sequencer === undefined ? {} : { sequencer: s3.object.sequencer }),
      at: new Date(eventTime),
    });
  }
  return created;
};

/** The same notification, for stores that have no notifications of their own. */
export const writeObjectCreated = (created: ObjectCreated): string =>
  JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'wattline:local',
        eventName: 'ObjectCreated:Put',
        eventTime: created.at.toISOString(),
        s3: {
          bucket: { name: created.bucket },
          object: {
            key: encodeKey(created.key),
            size: created.bytes,
            eTag: created.etag,
            versionId: created.versionId,
            sequencer: created.sequencer,
          },
        },
      },
    ],
  });
