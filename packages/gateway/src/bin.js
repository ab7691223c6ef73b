#!/usr/bin/env node
// Plain JavaScript that old releases of Node read too: they get a message, where a .ts file would give a loader's error.
const needed = 24;

if (Number(process.versions.node.split('.')[0]) >= needed) {
  await import('./main.ts');
} else {
  process.stderr.write(
    `causeway needs Node ${needed} or newer, this is ${process.version}. ` +
      'In a checkout, `npx -y pnpm@12 start` brings the right one by itself.\n',
  );
  process.exitCode = 1;
}
