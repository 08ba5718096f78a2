/** Holds a data folder until it is killed. Takes the folder. */
import { lockFolder } from '../../infra/local/folder-lock.ts';

lockFolder(process.argv[2] ?? '').announce('http://127.0.0.1:3000');
console.log('held');
setInterval(() => undefined, 60_000);
