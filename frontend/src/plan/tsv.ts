/** Cells to and from a spreadsheet's clipboard: rows on lines, cells between tabs, quoted where they hold either. Pure. */

const quoted = (cell: string): string => (/["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export function written(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => cells.map(quoted).join("\t")).join("\n");
}

export function read(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /"((?:[^"]|"")*)"(?=[\t\n\r]|$)|([^\t\n\r]*)/y;
  for (let at = 0; at <= text.length; ) {
    cell.lastIndex = at;
    const found = cell.exec(text)!;
    rows.at(-1)!.push(found[1] !== undefined ? found[1].replaceAll('""', '"') : found[2]!);
    at += found[0].length;
    if (at >= text.length) break;
    const line = text.startsWith("\r\n", at) ? 2 : 1;
    if (text[at] !== "\t") rows.push([]);
    at += line;
  }
  if (rows.length > 1 && rows.at(-1)!.join("") === "") rows.pop();
  return rows;
}
