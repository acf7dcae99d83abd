/** The object was there already, or is not the one expected. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  readonly code = 'PRECONDITION_FAILED';
}

export class ObjectNotFound extends Error {
  override readonly name = 'ObjectNotFound';
  readonly code = 'OBJECT_NOT_FOUND';
}

/** The key has an empty, `.` or `..` segment, a NUL or is too long. */
export class InvalidKey extends Error {
  override readonly name = 'InvalidKey';
  readonly code = 'KEY_INVALID';
}
