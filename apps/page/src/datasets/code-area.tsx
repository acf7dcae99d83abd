import { useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly describedBy: string;
  readonly value: string;
  readonly readOnly: boolean;
  /** From 1. */
  readonly badLines: readonly number[];
  readonly onInput: (value: string) => void;
}

/** A text area with line numbers; lines with a problem are marked. */
export const CodeArea = ({ label, describedBy, value, readOnly, badLines, onInput }: Props) => {
  const numbers = useRef<HTMLOListElement>(null);
  const lines = value.split('\n').length;
  return (
    <div class="code-area">
      <ol ref={numbers} class="code-numbers" aria-hidden="true">
        {Array.from({ length: lines }, (_, i) => (
          <li key={i} class={badLines.includes(i + 1) ? 'code-bad' : undefined}>
            {i + 1}
          </li>
        ))}
      </ol>
      <textarea
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={badLines.length > 0}
        spellcheck={false}
        wrap="off"
        readOnly={readOnly}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
        onScroll={({ currentTarget }) => {
          if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop;
        }}
      />
    </div>
  );
};
