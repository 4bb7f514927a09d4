import { readFileSync } from 'node:fs';
import { SftpServer } from '../support/sftp-server';

const { PORT, FOLDER = '', KEY_FILE = '', HOST_KEY_FILE = '' } = process.env;
const [clientKey, hostKey] = [KEY_FILE, HOST_KEY_FILE].map((path) => readFileSync(path, 'utf8'));

/** A server by SFTP as a process of its own, which may be killed in the middle of a file. */
void new SftpServer(FOLDER, { clientKey, hostKey, port: Number(PORT) }).start().then(() => {
  console.log('ready');
});
