import type { Document, LineCounter, Node, YAMLError } from 'yaml';
import { SpecError, type SpecProblem } from './errors.ts';
import { loadYaml } from './load-yaml.ts';
import type { Key } from './problems.ts';

/** Room for ten thousand columns; parsing this much takes a second or two. */
const MAX_SPEC_CHARACTERS = 512 * 1024;
const MAX_DEPTH = 32;
/** Each alias may repeat what it names, so a few of them can expand to very much. */
const MAX_ALIASES = 100;

/** A YAML text that was read, and the lines of its parts. */
export interface Source {
  readonly content: unknown;
  /** Where a path is, or the nearest part above it that the text has; `own` is false for the latter. */
  readonly locate: (path: readonly Key[]) => { line: number; column: number; own: boolean };
}

const remedies: Record<string, string> = {
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'keep one document: remove what follows the line ---',
  TAG_RESOLVE_FAILED: 'remove the tag, or quote the text',
};

const words: Record<string, string> = {
  MULTIPLE_DOCS: 'A spec is one document; here a second begins',
};

const position = (lines: LineCounter, offset: number): { line: number; column: number } => {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
};

const syntaxProblem = (lines: LineCounter, error: YAMLError): SpecProblem => ({
  ...position(lines, error.pos[0]),
  key: '',
  message: words[error.code] ?? error.message,
  remedy: remedies[error.code] ?? 'correct the YAML at this line',
});

/** Positions of keys, so that a problem is shown where its key is and not where its value begins. */
const keyOffset = (document: Document, path: readonly Key[]): number | undefined => {
  const { isNode, isPair, isScalar } = loadYaml();
  const name = path.at(-1);
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (typeof name === 'string' && isNode(parent) && 'items' in parent) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === name,
    );
    if (isPair(pair) && isNode(pair.key)) {
      return pair.key.range?.[0];
    }
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
};

const refused = (file: string, problem: Omit<SpecProblem, 'key' | 'line'> & { line?: number }): SpecError =>
  new SpecError('SPEC_NOT_YAML', file, [{ key: '', line: 1, ...problem }]);

/**
 * Refuses what could cost much or mean two things: each check is one step per node, where the parser's own (of keys
 * that repeat, of what an alias names) are one step per pair of nodes.
 */
const checkNodes = (
  document: Document,
  refuse: (node: Node, message: string, remedy: string) => never,
): void => {
  const { isPair, isScalar, visit } = loadYaml();
  const anchors = new Map<string, Node>();
  let aliases = 0;
  visit(document, {
    Node: (_key, node) => {
      if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Alias: (_key, node, ancestors) => {
      aliases += 1;
      if (aliases > MAX_ALIASES) {
        refuse(
          node,
          `has more than ${MAX_ALIASES} aliases`,
          'write the text out instead of repeating it with aliases',
        );
      }
      const meant = anchors.get(node.source);
      if (meant === undefined) {
        refuse(node, `nothing is called &${node.source}`, 'name an anchor that is there, or quote the text');
      }
      if (ancestors.some((ancestor) => ancestor === meant)) {
        refuse(node, `*${node.source} contains itself`, 'write the text out');
      }
    },
    Collection: (_key, node, ancestors) => {
      if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
      if (ancestors.length > MAX_DEPTH) {
        refuse(node, 'is nested too deep', 'a spec is four levels deep at most');
      }
      const names = new Set<unknown>();
      for (const item of node.items) {
        if (!isPair(item) || !isScalar(item.key)) continue;
        if (item.key.value === '__proto__') {
          refuse(item.key, 'no key is called __proto__', 'rename the column in the file');
        }
        // Maps keep keys as text: 1 and "1" are the same.
        const name = String(item.key.value);
        if (names.has(name)) {
          refuse(item.key, `the key ${name} is here twice: keys must be unique`, 'keep one of the two keys');
        }
        names.add(name);
      }
    },
  });
};

/** Reads YAML that somebody else wrote, in time that grows with its length. Throws SpecError. */
export const readSource = (text: string, file: string): Source => {
  if (text.length > MAX_SPEC_CHARACTERS) {
    throw refused(file, {
      message: `is longer than ${MAX_SPEC_CHARACTERS} characters`,
      remedy: 'is this a data file? A spec is a short YAML document',
    });
  }
  const { LineCounter, parseDocument } = loadYaml();
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false,
  });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new SpecError(
      'SPEC_NOT_YAML',
      file,
      faults.slice(0, 20).map((fault) => syntaxProblem(lines, fault)),
    );
  }
  const refuse = (node: Node, message: string, remedy: string): never => {
    throw refused(file, { ...position(lines, node.range?.[0] ?? 0), message, remedy });
  };
  checkNodes(document, refuse);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw refused(file, {
      message: error instanceof Error ? error.message : String(error),
      remedy: 'write the text out instead of repeating it with aliases',
    });
  }
  const locate: Source['locate'] = (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = keyOffset(document, path.slice(0, length));
      if (offset !== undefined) {
        return { ...position(lines, offset), own: length === path.length };
      }
    }
    return { line: 1, column: 1, own: path.length === 0 };
  };
  return { content, locate };
};
