/** A piece of a highlight, found or between what was found. */
export interface Piece {
  text: string;
  marked: boolean;
}

/**
 * The server's highlight (words found in `mark` elements, all else escaped) as text and marks. It is never given to the
 * browser as HTML: whatever else it might hold stays text.
 */
export function piecesOf(highlight: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let marked = false;
  for (const part of highlight.split(/(<\/?mark>)/)) {
    if (part === "<mark>" || part === "</mark>") marked = part === "<mark>";
    else if (part) pieces.push({ text: unescape(part), marked });
  }
  return pieces;
}

const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return named[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The beginning of a passage in which no word was found (a search by meaning): Markdown on one line. */
export function beginningOf(chunk: string, most = 280): string {
  const line = chunk
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*#>|]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= most) return line;
  return `${line.slice(0, line.lastIndexOf(" ", most) || most)} …`;
}
