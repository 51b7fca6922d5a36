/** Unpacks the carried Chromium with its libraries and fonts. A process of its own: the package takes its orders from the environment. */
import chromium from '@sparticuz/chromium';

chromium.setGraphicsMode = false;
process.stdout.write(`${await chromium.executablePath()}\n`);
