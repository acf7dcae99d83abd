import type { Categorized } from '@wattline/errors';

/** The object was there already, or is not the one expected. */
export class PreconditionFailed extends Error implements Categorized {
  override readonly name = 'PreconditionFailed';
  readonly category = 'precondition-failed';
  readonly code = 'PRECONDITION_FAILED';
}

export class ObjectNotFound extends Error implements Categorized {
  override readonly name = 'ObjectNotFound';
  readonly category = 'not-found';
  readonly code = 'OBJECT_NOT_FOUND';
}

/** The key has an empty, `.` or `..` segment, a NUL or is too long. */
export class InvalidKey extends Error implements Categorized {
  override readonly name = 'InvalidKey';
  readonly category = 'invalid';
  readonly code = 'KEY_INVALID';
}
