import { describe, expect, it } from 'vitest';
import { isMultipart, multipartValues } from '../../../shared/runtime/multipart.ts';

/** As a browser sends it. */
async function sent(form: FormData): Promise<[string, Buffer<ArrayBuffer>]> {
  const response = new Response(form);
  return [response.headers.get('content-type') ?? '', Buffer.from(await response.arrayBuffer())];
}

describe('a form with files', () => {
  it('is read as a browser sends it, whatever bytes the file holds', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 254, 13, 10, 13, 10]);
    const form = new FormData();
    form.set('name', '王芳\r\n第二行');
    form.append('tag', 'a');
    form.append('tag', 'b');
    form.set('file', new File([bytes], '客户 "旧".csv'));
    const [type, body] = await sent(form);
    expect(isMultipart(type)).toBe(true);
    expect(await multipartValues(type, body)).toEqual({
      ...{ name: '王芳\r\n第二行', tag: ['a', 'b'], file: bytes.toString('base64') },
      'file.name': '客户 "旧".csv',
    });
  });

  it('leaves out a file that nobody has chosen', async () => {
    const part =
      'Content-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream';
    const body = Buffer.from(`--x\r\n${part}\r\n\r\n\r\n--x--\r\n`);
    expect(await multipartValues('multipart/form-data; boundary=x', body)).toEqual({});
  });

  it('is taken as a whole or not at all', async () => {
    const form = new FormData();
    form.set('file', new File(['a,b\n1,2\n'], 'x.csv'));
    const [type, body] = await sent(form);
    for (let length = 0; length < body.length - 4; length += 1)
      expect([length, await multipartValues(type, body.subarray(0, length))]).toEqual([length, undefined]);
    expect(await multipartValues('multipart/form-data', body)).toBeUndefined();
    expect(await multipartValues(type.replace('=', '=x'), body)).toBeUndefined();
    expect(isMultipart('application/x-www-form-urlencoded')).toBe(false);
    expect(isMultipart(undefined)).toBe(false);
  });
});
