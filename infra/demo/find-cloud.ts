import { demoIdentities } from './people.ts';

/**
 * The local cloud that was named, or one in memory that lasts as long as the demo: no other is ever touched.
 *
 * @param now where the clock of one in memory stands at the start; at present if left out
 */
export async function findCloud({
  url,
  now,
}: {
  readonly url: string | undefined;
  readonly now?: Date | undefined;
}): Promise<{ url: string; close(): Promise<void> }> {
  if (url !== undefined) {
    if (await answers(url)) return { url, close: async () => undefined };
    throw new Error(`Nothing answers at ${url}. Start the local cloud first: npm start`);
  }
  const [{ buildAssembly }, { startLocalCloud }] = await Promise.all([
    import('../local/build-assembly.ts'),
    import('../local/local-cloud.ts'),
  ]);
  return startLocalCloud({ assembly: await buildAssembly(), identities: demoIdentities, now });
}

async function answers(url: string): Promise<boolean> {
  const reply = await fetch(new URL('/_local/clock', url)).catch(() => undefined);
  return reply?.ok === true;
}
