/** Lays out rows of words and numbers for a terminal; the first column to the left, the others to the right. */
export function layOut(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String));
  const widths = head.map((title, column) =>
    Math.max(widthOf(title), ...texts.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const blanks = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return column === 0 ? cell + blanks : blanks + cell;
      })
      .join('   ');
  const rule = '─'.repeat(widthOf(line(head)));
  return [line(head), rule, ...texts.map(line)].map((text) => `  ${text}`).join('\n');
}

/** Columns of a terminal: Chinese characters and their punctuation take two. */
const widthOf = (text: string) => text.length + (text.match(/[\u3000-\u9fff\uff00-\uff60]/g)?.length ?? 0);
