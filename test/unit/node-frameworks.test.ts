import { describe, expect, it } from 'vitest';
import { serviceDetails } from '../../src/languages/node/details.ts';
import { node } from '../../src/languages/node/node.ts';
import { memoryProject } from '../../src/ports/memory.ts';

const today = new Date('2026-11-20T00:00:00Z');

async function serviceOf(manifest: object, files: Record<string, string> = {}) {
  const facts = await node.detect(memoryProject({ 'package.json': JSON.stringify({ name: 'x', ...manifest }, null, 2), ...files }), { today });
  const service = facts?.services[0];
  if (!service) throw new Error('no service');
  return { service, details: serviceDetails(service) };
}

describe('frameworks with a server', () => {
  it.each<[string, object, Record<string, string>, string[], number]>([
    ['Next.js, standalone', { dependencies: { next: '16' }, scripts: { build: 'next build', start: 'next start' } }, { 'next.config.ts': "export default { output: 'standalone' }" }, ['node', 'server.js'], 3000],
    ['Next.js', { dependencies: { next: '16' }, scripts: { build: 'next build', start: 'next start' } }, {}, ['node', 'node_modules/next/dist/bin/next', 'start'], 3000],
    ['Next.js on another port', { dependencies: { next: '16' }, scripts: { build: 'next build', start: 'next start -p 4000' } }, {}, ['node', 'node_modules/next/dist/bin/next', 'start'], 4000],
    ['Nuxt', { dependencies: { nuxt: '4' }, scripts: { build: 'nuxt build', dev: 'nuxt dev' } }, {}, ['node', '.output/server/index.mjs'], 3000],
    ['React Router', { dependencies: { '@react-router/serve': '8' }, devDependencies: { '@react-router/dev': '8', vite: '7' }, scripts: { build: 'react-router build', start: 'react-router-serve ./build/server/index.js' } }, {}, ['node', 'node_modules/@react-router/serve/bin.js', './build/server/index.js'], 3000],
    ['SvelteKit', { devDependencies: { '@sveltejs/kit': '^2.0.0', vite: '7' }, scripts: { build: 'vite build' } }, { 'svelte.config.js': "import adapter from '@sveltejs/adapter-node';" }, ['node', 'build'], 3000],
    ['Astro with a server', { dependencies: { astro: '5' }, scripts: { build: 'astro build' } }, { 'astro.config.mjs': "import node from '@astrojs/node'; export default { adapter: node({ mode: 'standalone' }) }" }, ['node', 'dist/server/entry.mjs'], 4321],
    ['Angular with a server', { dependencies: { '@angular/core': '22' }, scripts: { build: 'ng build', start: 'ng serve' } }, { 'angular.json': '{"projects":{"shop":{"projectType":"application","architect":{"build":{"builder":"@angular/build:application","options":{"ssr":{"entry":"src/server.ts"}}}}}}}' }, ['node', 'dist/shop/server/server.mjs'], 4000],
    ['NestJS without a script for production', { dependencies: { '@nestjs/core': '11' }, scripts: { build: 'nest build', start: 'nest start' } }, { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist"}}', 'src/main.ts': 'await app.listen(process.env.PORT ?? 3000)' }, ['node', 'dist/main.js'], 3000],
  ])('%s', async (_name, manifest, files, start, port) => {
    const { service } = await serviceOf(manifest, files);
    expect(service.start).toMatchObject({ kind: 'found', value: start });
    expect(service.port).toMatchObject({ kind: 'found', value: port });
  });

  it('a server of the project\'s own comes before the framework\'s', async () => {
    const { service, details } = await serviceOf({ dependencies: { next: '16', express: '5' }, scripts: { build: 'next build', start: 'node server.js' } }, { 'server.js': 'app.listen(8080)' });
    expect(service.start).toMatchObject({ kind: 'found', value: ['node', 'server.js'] });
    expect(details.framework).toBeNull();
  });

  it('Next.js standalone listens on every interface, and ships its own packages only', async () => {
    const { details } = await serviceOf({ dependencies: { next: '16' }, scripts: { build: 'next build' } }, { 'next.config.js': "module.exports = { output: 'standalone' }", 'public/a.txt': '' });
    expect(details.environment).toContainEqual(expect.objectContaining({ name: 'HOSTNAME', value: '0.0.0.0' }));
    expect(details.ships).toEqual({ kind: 'copies', copies: [{ from: '.next/standalone', to: '' }, { from: '.next/static', to: '.next/static' }, { from: 'public', to: 'public' }] });
    expect(details.writable).toEqual(['/app/.next/cache']);
  });

  it('SvelteKit with adapter-auto is an error that says what to install', async () => {
    const { service } = await serviceOf({ devDependencies: { '@sveltejs/kit': '^2.0.0' }, scripts: { build: 'vite build' } }, { 'svelte.config.js': "import adapter from '@sveltejs/adapter-auto';" });
    expect(service.notes[0]).toMatchObject({ level: 'error', text: 'adapter-auto makes nothing that runs in a container\nInstall @sveltejs/adapter-node (or adapter-static for a site without a server) and name it in svelte.config.js.' });
  });

  it('a framework without a build script is an error', async () => {
    const { service } = await serviceOf({ dependencies: { next: '16' }, scripts: { start: 'next start' } });
    expect(service.notes).toContainEqual(expect.objectContaining({ level: 'error', text: 'Next.js has to be built, and package.json has no script "build"\nAdd one to "scripts".' }));
  });
});

describe('sites', () => {
  it.each<[string, object, Record<string, string>, string, string | undefined]>([
    ['Vite', { devDependencies: { vite: '7' }, scripts: { build: 'vite build', preview: 'vite preview' } }, { 'index.html': '' }, 'dist', 'index.html'],
    ['Vite with a folder', { devDependencies: { vite: '7' }, scripts: { build: 'vite build' } }, { 'index.html': '', 'vite.config.js': "export default { build: { outDir: './public_html/' } }" }, 'public_html', 'index.html'],
    ['Vite through another script', { devDependencies: { vite: '7' }, scripts: { build: 'run-p type-check "build-only {@}" --', 'build-only': 'vite build', 'type-check': 'vue-tsc' } }, { 'index.html': '' }, 'dist', 'index.html'],
    ['Create React App', { dependencies: { 'react-scripts': '5' }, scripts: { build: 'react-scripts build', start: 'react-scripts start' } }, {}, 'build', 'index.html'],
    ['Astro', { dependencies: { astro: '5' }, scripts: { build: 'astro build' } }, {}, 'dist', '404.html'],
    ['Next.js, exported', { dependencies: { next: '16' }, scripts: { build: 'next build' } }, { 'next.config.mjs': "export default { output: 'export' }" }, 'out', '404.html'],
    ['Nuxt, generated', { dependencies: { nuxt: '4' }, scripts: { build: 'nuxt generate' } }, {}, '.output/public', '404.html'],
    ['React Router without a server', { devDependencies: { '@react-router/dev': '8' }, scripts: { build: 'react-router build' } }, { 'react-router.config.ts': 'export default { ssr: false }' }, 'build/client', 'index.html'],
    ['SvelteKit with adapter-static', { devDependencies: { '@sveltejs/kit': '2' }, scripts: { build: 'vite build' } }, { 'svelte.config.js': "import adapter from '@sveltejs/adapter-static'; adapter({ fallback: '200.html' })" }, 'build', '200.html'],
    ['Angular', { dependencies: { '@angular/core': '22' }, scripts: { build: 'ng build', start: 'ng serve' } }, { 'angular.json': '{"projects":{"shop":{"projectType":"application","architect":{"build":{"builder":"@angular/build:application","options":{}}}}}}' }, 'dist/shop/browser', 'index.html'],
    ['Docusaurus', { dependencies: { '@docusaurus/core': '3' }, scripts: { build: 'docusaurus build', serve: 'docusaurus serve' } }, {}, 'build', '404.html'],
    ['Eleventy', { devDependencies: { '@11ty/eleventy': '3' }, scripts: { build: 'eleventy' } }, {}, '_site', '404.html'],
    ['VitePress', { devDependencies: { vitepress: '1' }, scripts: { build: 'vitepress build docs' } }, {}, 'docs/.vitepress/dist', '404.html'],
    ['files that "serve" hands out', { dependencies: { serve: '14' }, scripts: { build: 'make-site', start: 'serve -s public -l 5000' } }, {}, 'public', 'index.html'],
  ])('%s', async (_name, manifest, files, folder, page) => {
    const { service, details } = await serviceOf(manifest, files);
    expect(details.site).toMatchObject({ folder, fallback: { page } });
    expect(service.start).toMatchObject({ kind: 'found', value: ['serve', folder] });
    expect(service.port).toMatchObject({ kind: 'found', value: 8080 });
  });

  it('a library built with Vite is none', async () => {
    const { details } = await serviceOf({ devDependencies: { vite: '7' }, scripts: { build: 'vite build' }, main: 'index.js' }, { 'index.js': '', 'index.html': '', 'vite.config.js': 'export default { build: { lib: { entry: "index.js" } } }' });
    expect(details.site).toBeNull();
  });

  it('asks the base for a web server, not for an interpreter', async () => {
    const facts = await node.detect(memoryProject({ 'package.json': JSON.stringify({ name: 'x', devDependencies: { vite: '7' }, scripts: { build: 'vite build' } }), 'index.html': '' }), { today });
    if (!facts) throw new Error('not recognised');
    const choice = <T>(value: T) => ({ value, origin: 'fact' as const, evidence: [] });
    expect(node.needs(facts, { language: choice('node'), runtimeVersion: choice('26'), packageManager: choice('npm'), service: choice('x') }).runtime).toEqual({ kind: 'static-site' });
  });
});
