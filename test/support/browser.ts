import { existsSync } from 'node:fs';

const CHROMIUM = '/usr/bin/chromium';

/** The browser that tests run pages in, by Playwright. */
export const BROWSER = {
  isMissing: !existsSync(CHROMIUM),
  why: `there is no ${CHROMIUM}`,
  options: {
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};
