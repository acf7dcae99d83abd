import { useLocation } from 'preact-iso';

const places: readonly { readonly href: string; readonly label: string }[] = [
  { href: '/', label: 'Overview' },
  { href: '/runs', label: 'Runs' },
  { href: '/datasets', label: 'Datasets' },
  { href: '/explore', label: 'Explore' },
  { href: '/queues', label: 'Queues' },
  { href: '/fleet', label: 'Fleet' },
  { href: '/stores', label: 'Stores' },
  { href: '/access', label: 'Access' },
];

const isAt = (path: string, href: string): boolean =>
  path === href || (href !== '/' && path.startsWith(`${href}/`));

export const Navigation = () => {
  const { path } = useLocation();
  return (
    <nav class="navigation" aria-label="Main">
      <ul>
        {places.map(({ href, label }) => (
          <li key={href}>
            <a href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
};
