import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { openPage, submit } from '../../../infra/demo/quarter/answer-page.ts';

it('a page that is used as a browser without scripts does sends the hidden fields and the choices to where the form says', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk) => bodies.push(`${request.method} ${request.url} ${chunk}`));
    request.on('end', () => response.end(form));
  });
  const form = `<!doctype html><html lang="zh-CN"><form method="post" action="?lang=zh-CN">
<input type="hidden" name="version" value="2"><input name="website">
<input type="radio" id="a" name="q-one" value="0"><input type="radio" id="b" name="q-one" value="1" checked>
<textarea id="t" name="q-why">&amp;</textarea></form></html>`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const page = await openPage(`http://127.0.0.1:${port}/s/token`);
    expect(page).toMatchObject({ status: 200, language: 'zh-CN' });
    const [found] = page.forms;
    expect(found).toMatchObject({ choices: { 'q-one': ['0', '1'] }, texts: ['q-why'] });
    await submit(found!, { 'q-one': '1', 'q-why': '好' });
    expect(bodies).toEqual(['POST /s/token?lang=zh-CN version=2&q-one=1&q-why=%E5%A5%BD']);
  } finally {
    server.close();
  }
});
