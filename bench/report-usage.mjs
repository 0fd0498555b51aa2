// Tells whoever started the process, at its end, what it has used: --import it, and read file descriptor 3.
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
