/** Lays out rows of words and numbers for a terminal; the first column to the left, the others to the right. */
export function layOut(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   ');
  const rule = '─'.repeat(line(head).length);
  return [line(head), rule, ...texts.map(line)].map((text) => `  ${text}`).join('\n');
}
