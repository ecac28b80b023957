// Every app of `apps/` stands synthesised in a folder of its own: node synth.mjs OUTPUT
//
// Nothing is looked up in an account, nothing is built in a container, so it works without a
// network. Accounts and Regions are examples of AWS's documentation. The context is what the CDK's
// own command line sets: it makes resources name their assets.

import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';

const output = process.argv[2];
if (!output) {
  console.error('usage: node synth.mjs OUTPUT');
  process.exit(2);
}
const here = import.meta.dirname;
const code = join(here, 'assets', 'function');
const site = join(here, 'assets', 'site');

const context = {
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': true,
};

for (const file of readdirSync(join(here, 'apps')).sort()) {
  const { build } = await import(join(here, 'apps', file));
  const outdir = resolve(output, file.replace(/\.mjs$/, ''));
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, context, analyticsReporting: false });
  build(app, { code, site });
  const assembly = app.synth();
  console.log(`${file}: ${assembly.stacksRecursively.length} stacks`);
}
