export const Wordmark = () => (
  <a class="wordmark" href="/" aria-label="Wattline, overview">
    <svg viewBox="0 0 32 16" width="32" height="16" aria-hidden="true">
      <path d="M1 9h7l3.5-7L17 14l4-8.5L23 9h8" />
    </svg>
    <span>Wattline</span>
  </a>
);
