/** `npm start`: looks at the Node version before anything is loaded that an older one cannot read. */
const [major = 0] = process.versions.node.split('.').map(Number);

if (major < 24) {
  console.error(
    `Rapport needs Node.js 24 or later, and this is ${process.version}. ` +
      'Run `npm ci` and then `npm start`: npm brings the right Node.js with it.',
  );
  process.exitCode = 1;
} else {
  const { runStart } = await import('./start-command.ts');
  await runStart(process.argv.slice(2));
}
