const UNSAFE = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu;

/** A stranger's text, cut to `most` characters and without those that terminals act upon. */
export const plainText = (text: string, most: number): string => {
  const plain = text.slice(0, most + 1).replace(UNSAFE, '\ufffd');
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
};
