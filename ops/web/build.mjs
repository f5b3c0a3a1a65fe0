// Bundles the page into one script and one style sheet. `node build.mjs [FOLDER]`; `--tests` bundles the unit tests instead.

import { cp, mkdir, readdir } from 'node:fs/promises';
import { build } from 'esbuild';

const here = new URL('.', import.meta.url).pathname;

if (process.argv[2] === '--tests') {
  const tests = (await readdir(`${here}test`)).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: tests.map((name) => `${here}test/${name}`),
    outdir: `${here}dist-test`,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
} else {
  const out = process.argv[2] ?? `${here}dist`;
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: [`${here}src/app.ts`, `${here}src/style.css`],
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    legalComments: 'none',
  });
  for (const name of ['index.html', 'icon.svg']) {
    await cp(`${here}src/${name}`, `${out}/${name}`);
  }
}
