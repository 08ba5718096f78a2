/**
 * `npm run demo`: lives through a quarter by moving the clock, through the real pages and the public API; with `cdnow` and
 * a folder, a shop of which the orders are known.
 */
const [major = 0] = process.versions.node.split('.').map(Number);

if (major < 24) {
  console.error(
    `Rapport needs Node.js 24 or later, and this is ${process.version}. ` +
      'Run `npm ci` and then `npm run demo`: npm brings the right Node.js with it.',
  );
  process.exitCode = 1;
} else {
  const [first, ...rest] = process.argv.slice(2);
  if (first === 'cdnow') {
    const { runCdnow } = await import('./cdnow-command.ts');
    await runCdnow(rest);
  } else {
    const { runQuarter } = await import('./quarter-command.ts');
    await runQuarter(process.argv.slice(2));
  }
}
