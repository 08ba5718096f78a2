/** A real Chromium: from the environment variable CHROMIUM, or the one that is installed on this machine. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of the browser, or undefined where there is none; the tests then say so and are skipped. */
export function findBrowser(): string | undefined {
  const found = places.find((place) => place !== undefined && place !== '' && existsSync(place));
  if (found === undefined) {
    console.warn('Skipping the browser tests: no Chromium here. Install one, or name it in CHROMIUM.');
  }
  return found;
}

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
