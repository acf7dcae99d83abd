// Writes NOTICE: what is shipped with Wattline, by licence. Run it after a change of dependencies: node scripts/notice.mjs
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Built into the page and the report, and so shipped, though they are development dependencies. */
const BUNDLED = [
  '@preact/signals',
  '@preact/signals-core',
  'echarts',
  'preact',
  'preact-iso',
  'swagger-ui-dist',
  'tslib',
  'zrender',
];

const HEAD = `Wattline
Copyright the Wattline authors
Licensed under the Apache License, Version 2.0; see LICENSE.

Wattline is distributed with the packages below. Their licence texts are in their
folders in node_modules, and in the images under /app/node_modules.

Holiday data: date-holidays, copyright commenthol. Its code is under the ISC licence. Its data
comes from Wikipedia articles, under CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/;
package.json says CC-BY-3.0). The data is used unchanged. The articles it comes from are listed in
node_modules/date-holidays/LICENSE.

Elevation of the sun, sunrise and sunset: suncalc, copyright Volodymyr Agafonkin, under the
BSD-2-Clause licence. Sines and cosines are after fdlibm, copyright 1993 by Sun Microsystems, Inc.:
"Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
distribute this software is freely granted, provided that this notice is preserved."
`;

/** What users run: the command and the services, with all that these need. */
const SHIPPED = /^(apps\/command|services\/[^/]+)$/;

/** Where Node finds a package that a file in `from` imports. */
const locate = (packages, from, name) => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return packages[path].link ? packages[path].resolved : path;
    if (folder === '') return undefined;
  }
};

/** Every package that the command or a service needs, or that is built into the page or the report. */
export const shippedPackages = () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const seen = new Set();
  const visit = (path) => {
    if (path === undefined || seen.has(path)) return;
    seen.add(path);
    const { dependencies, optionalDependencies } = packages[path];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
      visit(locate(packages, path, name));
  };
  for (const path of Object.keys(packages)) if (SHIPPED.test(path)) visit(path);
  // What these depend on is built in with them, or it is in the list itself.
  for (const name of BUNDLED) seen.add(locate(packages, '', name));
  return [...seen]
    .filter((path) => path.includes('node_modules/'))
    .map((path) => {
      const { version, license = 'see the package' } = packages[path];
      return {
        name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
        version,
        license,
      };
    })
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
};

/** What a package's own NOTICE asks to be handed on. */
const noticeOf = (name) => {
  const folder = join(root, 'node_modules', name);
  if (!existsSync(folder)) return undefined;
  const file = readdirSync(folder).find((entry) => /^NOTICE(\.(txt|md))?$/i.test(entry));
  return file && readFileSync(join(folder, file), 'utf8').trim();
};

export const noticeText = () => {
  const packages = shippedPackages();
  const lines = packages.map(({ name, version, license }) => `${name} ${version}: ${license}`);
  const notices = [...new Set(packages.map(({ name }) => name))].flatMap((name) => {
    const notice = noticeOf(name);
    return notice === undefined ? [] : [`--- NOTICE of ${name} ---\n\n${notice}\n`];
  });
  return [HEAD, `${lines.join('\n')}\n`, ...notices].join('\n');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(root, 'NOTICE'), noticeText());
