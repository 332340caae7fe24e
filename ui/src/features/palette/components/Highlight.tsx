/** A search hit's title with its marks. The server sends escaped text with <mark> around what matched. */

const ENTITIES: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#x27;": "'",
};

function unescapeText(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}

export interface Piece {
  text: string;
  marked: boolean;
}

/** Splits at the marks, so that nothing from the server is ever set as HTML. */
export function piecesOf(highlight: string): Piece[] {
  return highlight
    .split(/(<mark>.*?<\/mark>)/)
    .filter((part) => part !== "")
    .map((part) => {
      const inner = /^<mark>(.*)<\/mark>$/.exec(part)?.[1];
      return { text: unescapeText(inner ?? part), marked: inner !== undefined };
    });
}

export function Highlight({ text }: { text: string }) {
  return piecesOf(text).map((piece, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity besides their place
    piece.marked ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
  );
}
