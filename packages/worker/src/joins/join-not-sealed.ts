/** The code of a run that was refused because a dataset that it joins has no version: `place.value` names that one. */
export const JOIN_NOT_SEALED = 'JOIN_NOT_SEALED';
