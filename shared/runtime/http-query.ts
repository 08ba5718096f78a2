/** What of a path or a query would be kept as something else than was meant. */

export interface QueryFault {
  readonly name: string;
  readonly fault: 'not-encoded' | 'repeated';
}

/** The gateway puts U+FFFD into the place of bytes that are no UTF-8, so that different values become one. */
export function isWhatWasSent(text: string): boolean {
  return text.isWellFormed() && !text.includes('\ufffd');
}

/**
 * Parameters that are no UTF-8, and those given twice: the gateway joins their values by a comma, which may stand in
 * one value as well.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 *
 * @param raw the query as it came, percent-encoded
 */
export function faultsOfQuery(raw: string): readonly QueryFault[] {
  const seen = new Set<string>();
  return raw.split('&').flatMap((parameter) => {
    const [name] = new URLSearchParams(parameter).keys();
    if (name === undefined) return [];
    const isSecond = seen.has(name);
    seen.add(name);
    return [
      ...(isEncoded(parameter) ? [] : [{ name, fault: 'not-encoded' as const }]),
      ...(isSecond ? [{ name, fault: 'repeated' as const }] : []),
    ];
  });
}

function isEncoded(parameter: string): boolean {
  try {
    return isWhatWasSent(decodeURIComponent(parameter));
  } catch {
    return false;
  }
}
