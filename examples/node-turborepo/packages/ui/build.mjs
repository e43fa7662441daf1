import { build } from 'esbuild';

await build({ entryPoints: ['index.jsx'], outdir: 'dist', format: 'esm', jsx: 'automatic' });
